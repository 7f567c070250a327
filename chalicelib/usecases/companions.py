"""Who else has something to say to the same debtor for the same creditor now: the companions of a contact (R-123).

A debtor with one case costs nothing: the contact log, read with everything else, tells whether there are more. The
others are found by the debtor's own index, whose summaries tell which of them cannot be meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.case_payments import known_statement
from chalicelib.domain.contact import Channel, Purpose
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.errors import Refused
from chalicelib.domain.fact_effects import absorb
from chalicelib.domain.grouping import (
    GROUPING_DAYS,
    MOST_CASES,
    MOST_INVOICES,
    may_join,
    may_lead,
    most_together,
    one_voice,
    says_the_same,
)
from chalicelib.domain.last_look import LookMode
from chalicelib.domain.look_decision import is_recent
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.plan import local_day
from chalicelib.domain.reads import CaseSummary
from chalicelib.domain.scenarios.presets import SCENARIOS
from chalicelib.domain.simulated.debtor import simulated

from .debtor_cases import cases_of
from .look_before import Ports, look_before
from .recording import CaseFile, Recording, load_case_file, next_step_of, scenario_of

LOOKED_AT = 300
LOADED = 2 * MOST_CASES
TIME_TO_LOOK = timedelta(seconds=8)
"""Wall time. The lead's own look, made before, has to count still when the contact is intended (half a minute)."""


@dataclass(frozen=True)
class Companion:
    """A case that speaks in another's message, with its own step that this carries out."""

    file: CaseFile
    step: NextStep


@dataclass(frozen=True)
class Company:
    """``alone``: it was found out that the debtor has no other open case under this sender."""

    companions: tuple[Companion, ...] = ()
    alone: bool = False

    @property
    def files(self) -> tuple[CaseFile, ...]:
        return tuple(each.file for each in self.companions)


NOBODY = Company()
Words = TypeVar("Words")


def company_of(file: CaseFile, step: NextStep, recording: Recording) -> Company:
    """The cases whose own next step may leave with this one, those due first before the others."""
    if file.log.is_alone(file.case.id) or not may_lead(step):
        return NOBODY
    known = tuple(islice(cases_of(file.case.scope, file.case.debtor_id, recording.store), LOOKED_AT))
    others = [each for each in known if each.outcome is None and each.id != file.case.id]
    if not others:
        return Company(alone=_all_seen(file.log, known))
    found: list[Companion] = []
    room, most = MOST_INVOICES - len(file.case.invoices), most_together(file.case, file.scenario, step)
    for summary in _candidates(file, step, others)[:LOADED]:
        companion = _companion(file, step, recording.store.case(file.case.scope, summary.id), recording)
        if companion is not None and len(companion.file.case.invoices) <= room:
            found.append(companion)
            room -= len(companion.file.case.invoices)
        if len(found) >= most - 1:
            break
    return Company(tuple(found))


def looked_company(file: CaseFile, step: NextStep, channel: Channel, purpose: Purpose, ports: Ports) -> Company:
    """Those of them whose balance was looked at too, each in its own name, where the creditor wants that (R-133)."""
    company, policy = company_of(file, step, ports.recording), file.creditor.last_look
    if policy is None or not company.companions:
        return company
    kept, since = [], ports.recording.wall.now()
    for each in company.companions:
        if ports.recording.wall.now() - since > TIME_TO_LOOK:
            break
        if policy.mode is LookMode.MAX_AGE and not is_recent(each.file.case, policy, file.now):
            continue
        looked = look_before(each.file, each.step, channel, purpose, ports)
        if not looked.held:
            kept.append(replace(each, file=looked.file))
    return replace(company, companions=tuple(kept))


def written_for_all(write: Callable[[tuple[CaseFile, ...]], Words], company: Company) -> tuple[Words, Company]:
    """What is said for all of them at once; where that cannot be written, each case speaks for itself."""
    try:
        return write(company.files), company
    except Refused:
        if not company.companions:
            raise
    return write(()), NOBODY


def _all_seen(log: ContactLog, known: tuple[CaseSummary, ...]) -> bool:
    """An index lags a little: only when it shows every case that the log names is nothing missing."""
    return {log.first_case, log.latest_case} - {None} <= {each.id for each in known}


def _candidates(file: CaseFile, step: NextStep, others: list[CaseSummary]) -> list[CaseSummary]:
    until = file.now + timedelta(days=GROUPING_DAYS + 1)
    meant = [
        (each.next_due_at, each.id, each)
        for each in others
        if each.creditor_id == file.case.creditor_id
        and each.status == CaseStatus.OPEN
        and each.next_action == step.action
        and each.next_due_at is not None
        and each.next_due_at <= until
    ]
    return [each for _, _, each in sorted(meant, key=lambda found: found[:2])]


def _companion(lead: CaseFile, step: NextStep, case: Case, recording: Recording) -> Companion | None:
    """This case, loaded and decided on at this instant, if its own step may leave with the lead's."""
    if not one_voice(lead.case, case) or case.last_instant > lead.now:
        return None
    file = _beside(lead, case, recording)
    if _has_news(file):
        return None
    own = next_step_of(file, file.case, file.debtor, file.log, file.rates)
    today = local_day(file.case, file.now)
    if not may_lead(own) or not says_the_same((lead.scenario, step), (file.scenario, own)):
        return None
    if not may_join(file.case, file.scenario, file.debtor, own, today) or _acts_first(file, own):
        return None
    account = known_statement(file.case, file.rates, today)
    if account is None or (file.case.scope.livemode and account.provisional):
        return None
    return Companion(file, own)


def _beside(lead: CaseFile, case: Case, recording: Recording) -> CaseFile:
    """The file of another case of the same debtor, creditor, sender and clock, with what was read for the first."""
    version, own = (case.scenario_id, case.scenario_version), None
    if version not in SCENARIOS:
        if lead.case.deviations or lead.case.former or version != (lead.case.scenario_id, lead.case.scenario_version):
            return load_case_file(case.scope, case.id, recording, due_at=lead.now)
        own = lead.scenario
    case = replace(case, postal_code=lead.case.postal_code)
    return replace(lead, case=case, scenario=scenario_of(case, own), now=lead.now)


def _has_news(file: CaseFile) -> bool:
    """What is known of the debtor and not yet of this case takes effect at its own wake-up first."""
    return absorb(file.case, file.debtor, file.creditor.address, file.now) is not None


def _acts_first(file: CaseFile, step: NextStep) -> bool:
    """Whether the simulated debtor's turn comes now: they may have paid in a moment."""
    planned = replace(file.case, next_step=step, simulation=simulated(file.case, file.debtor))
    acts_at = planned.simulation.next_at if planned.simulation else None
    return acts_at is not None and acts_at <= file.now
