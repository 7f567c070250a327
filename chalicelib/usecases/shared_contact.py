"""A contact that speaks for several cases: each has its own record of it and its own events (R-123).

One of them leads: it is addressed, sent, counted and paid for once. What the others record of it is theirs alone, so
that each trail is whole by itself. They are written in the lead's own transaction: all of it, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from chalicelib.domain.case import Case
from chalicelib.domain.contact import Contact, Shared
from chalicelib.domain.contact_log import Solicitation, place_of
from chalicelib.domain.errors import DebtorErased, NotFound
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.first_letter import reference_of
from chalicelib.domain.money import ZERO
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.parties import Debtor
from chalicelib.domain.scenarios.model import FIRST_LETTER
from chalicelib.domain.sealed_event import KeyErased
from chalicelib.domain.simulated.debtor import simulated
from chalicelib.domain.writes import Create

from .begin_step import begun
from .companions import Companion, Company
from .recording import CaseFile, Changed, Recording, load_case_file, next_step_of, record
from .writes import Consumer, Enqueue, MarkRunning, SaveContactLog, Write


@dataclass(frozen=True)
class Begun:
    """What a case records as a contact begins, with what has to be written besides."""

    case: Case
    events: tuple[CaseEvent, ...]
    writes: tuple[Write, ...] = ()


Change = Callable[[CaseFile, Contact], Begun]


@dataclass(frozen=True)
class Part:
    """Another case of a shared contact, with its own record of it."""

    file: CaseFile
    contact: Contact


@dataclass(frozen=True)
class Beside:
    """The other cases after a change, and the writes that save them with the lead's."""

    parts: tuple[Part, ...] = ()
    writes: tuple[Write, ...] = ()


def shared(case: Case, contact: Contact, company: Company, recording: Recording) -> tuple[Contact, tuple[Contact, ...]]:
    """The lead's contact, and each companion's own record of it; what it cost stands with the lead alone (R-072)."""
    if not company.companions:
        return contact, ()
    own = tuple((each, Shared(each.file.case.id, recording.ids.new("ctc"))) for each in company.companions)
    everybody = (Shared(contact.case_id, contact.id), *(place for _, place in own))
    reference = reference_of(case) if contact.step_id == FIRST_LETTER else None
    lead = replace(contact, shared_with=everybody[1:], reference=reference)
    return lead, tuple(_record_of(lead, companion, place, everybody) for companion, place in own)


def _record_of(lead: Contact, companion: Companion, place: Shared, everybody: tuple[Shared, ...]) -> Contact:
    return replace(
        lead,
        id=place.contact_id,
        case_id=place.case_id,
        step_id=companion.step.step_id or lead.step_id,
        guard=(),
        cost=ZERO,
        shared_with=tuple(each for each in everybody if each != place),
        led_by=lead.id,
    )


def solicited(file: CaseFile, contact: Contact, others: Iterable[Contact]) -> Solicitation:
    """One solicitation for all of them (design: caps)."""
    places = tuple(place_of(each.case_id, each.step_id) for each in others)
    return Solicitation(file.now, contact.channel.value, file.case.id, contact.step_id, places)


def saved_log(file: CaseFile, entry: Solicitation, company: Company) -> SaveContactLog:
    """The log with one more solicitation; that the debtor has no other case is noted where it was found out."""
    return SaveContactLog(file.log.add(entry), alone=file.case.id if company.alone else None)


def begin_beside(
    company: Company, contacts: Iterable[Contact], change: Change, lead: CaseFile, *, actor: str, ports: Recording
) -> Beside:
    """What the companions record as the contact begins: their step, their contact, their event.

    Their next step stays as it was until the outcome is known; then it is decided again.
    """
    parts, writes = [], []
    for companion, contact in zip(company.companions, contacts, strict=True):
        file, passed = begun(replace(companion.file, log=lead.log), companion.step)
        begins = change(file, contact)
        step = None if contact.sent_at else companion.file.case.next_step
        changed = record_beside(file, begins.case, (*passed, *begins.events), actor=actor, ports=ports, step=step)
        parts.append(Part(replace(file, case=changed.case), contact))
        writes += [*changed.writes, *begins.writes, Create(contact, file.key)]
    return Beside(tuple(parts), tuple(writes))


def record_beside(
    file: CaseFile,
    case: Case,
    drafts: tuple[CaseEvent, ...],
    *,
    actor: str,
    ports: Recording,
    step: NextStep | None = None,
    sleeps_on: bool = False,
) -> Changed:
    """A change of a case that another one brings about.

    Whoever leads comes back for it at the new instant. Its own run sleeps on until the case was to wake, in case nobody
    does; a live case that is due before that is found by the sweep. Only one that nothing would wake gets a new run,
    and one whose simulated debtor acts before. ``sleeps_on``: not even the sweep is to look after it until then.
    """
    sleeping = file.case.wakes_at
    asleep = sleeping is not None and sleeping > file.now
    step = step or next_step_of(file, case, file.debtor, file.log, file.rates)
    if sleeps_on and asleep and step.due_at is not None and sleeping is not None and step.due_at < sleeping:
        step = replace(step, due_at=sleeping)
    acts = simulated(case, file.debtor)
    acts_at = acts.next_at if acts else None
    wakes_at = replace(case, next_step=step, simulation=acts).wakes_at
    earlier = asleep and sleeping is not None and acts_at is not None and acts_at < sleeping
    restart = wakes_at is not None and (sleeping is None or earlier)
    case = replace(case, run=case.run + 1) if restart else case
    changed = record(file, case, drafts, actor=actor, ports=ports, in_run=True, keep=step)
    return Changed(changed.case, (*changed.writes, *_new_run(file, changed.case, ports))) if restart else changed


def _new_run(file: CaseFile, case: Case, ports: Recording) -> tuple[Write, ...]:
    wall_now = ports.wall.now()
    row = Enqueue(case.scope, Consumer.RUNS, case.id, wall_now, run=case.run)
    if file.clock is None:
        return (row,)
    return row, MarkRunning(case.scope, file.clock.id, case.id, case.run, wall_now)


def parts_of(
    file: CaseFile, contact: Contact, recording: Recording, *, debtor: Debtor | None = None
) -> tuple[Part, ...]:
    """The other cases of a shared contact as they are now; ``debtor`` is who they are after this change."""
    found = []
    for place in contact.shared_with:
        try:
            other = load_case_file(file.case.scope, place.case_id, recording, due_at=file.now)
            own = recording.store.contact(file.case.scope, place.contact_id)
        except (NotFound, DebtorErased, KeyErased):
            continue
        found.append(Part(replace(other, debtor=debtor or other.debtor), own))
    return tuple(found)
