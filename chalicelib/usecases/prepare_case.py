"""Prepare a case from what the integrator sends, without storing anything: the common part of preview and opening.

Typed values win over the file's; what is missing or doubtful becomes a finding with its cure (R-001..R-014, R-120).
"""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput
from chalicelib.domain.findings import is_eligible
from chalicelib.domain.prior_reminders import notice_problems, reminder_problems
from chalicelib.domain.reads import Parties
from chalicelib.domain.scenarios.own import is_own
from chalicelib.domain.test_clock import ClockStatus

from .assess_opening import Opening, assess_opening, today_of
from .case_request import Intake, OpenCase, Prepared
from .choose_scenario import Claimed, choose_scenario, refuse_unknown_preset
from .new_case import new_case
from .read_claim import debtor_of, invoices_of, read_files
from .stated_acts import check_stated_acts


def prepare_case(command: OpenCase, ports: Intake, *, store_debtor: bool) -> Prepared:
    """Reads, checks and assesses. ``store_debtor`` makes the data key a new debtor needs.

    Errors: ``not_found``; ``invalid_request`` for typed values; the reader's own codes for a file;
    ``unknown_scenario``; ``scenario_archived``; ``clock_advancing``; ``test_clock_in_live_mode``.
    """
    _check_names(command)
    parties = _parties(command, ports)
    now = _now(parties, ports)
    creditor = parties.creditor
    if creditor is None:
        raise AssertionError("the store names what does not exist")
    contents, drafts = read_files(command, creditor, parties.debtor, ports)
    debtor, new_debtor = debtor_of(command, parties.debtor, drafts, ports, store_debtor=store_debtor)
    today = today_of(debtor, now)
    _check_reminders(command, today)
    invoices, pointers = invoices_of(command, drafts, ports)
    check_stated_acts(command, invoices, today)
    mode = command.collector_mode or creditor.default_collector_mode
    claimed = Claimed(invoices, debtor, mode, today)
    chosen = choose_scenario(command, creditor, claimed, parties, ports.recording.store)
    opening = Opening(command, chosen.scenario, chosen.choice, creditor, debtor, invoices, pointers, now)
    findings = assess_opening(opening, drafts, ports.recording.rates)
    case = new_case(opening, debtor, ports.recording) if debtor is not None and is_eligible(findings) else None
    of_invoices = (*contents, *(content for new in command.invoices for content in new.documents))
    return Prepared(
        findings=findings,
        parties=parties,
        creditor=creditor,
        now=now,
        case=case,
        debtor=debtor,
        new_debtor=new_debtor,
        contents=(*of_invoices, *(content for _, content in command.reminder_documents)),
        reminded=tuple(index for index, _ in command.reminder_documents),
        scenario=chosen.scenario,
    )


def _parties(command: OpenCase, ports: Intake) -> Parties:
    """One read of whom the request names; under ``debtor_id`` with what was asked of them before."""
    return ports.recording.store.parties(
        command.scope,
        creditor_id=command.creditor_id,
        debtor_id=command.debtor_id,
        sender=command.creditor_id if command.debtor_id else None,
        clock_id=command.test_clock_id,
        own_scenario_id=command.scenario_id if command.scenario_id and is_own(command.scenario_id) else None,
    )


def _check_names(command: OpenCase) -> None:
    if command.test_clock_id is not None and command.scope.livemode:
        problem = FieldProblem("#/test_clock_id", "test_clock_in_live_mode", "test clocks exist in test mode only")
        raise InvalidInput("A live case runs on real time.", errors=(problem,))
    refuse_unknown_preset(command.scenario_id)


def _now(parties: Parties, ports: Intake) -> datetime:
    clock = parties.clock
    if clock is None:
        return ports.recording.wall.now()
    if clock.status is ClockStatus.ADVANCING:
        raise Conflict("The test clock is advancing; wait until it is ready.", code="clock_advancing")
    return clock.now


def _check_reminders(command: OpenCase, today: date) -> None:
    """A reminder that was sent lies behind the day on which the case is opened (R-016)."""
    documented = {index for index, _ in command.reminder_documents}
    problems = list(notice_problems(command.prior_reminders, "#/prior_reminders"))
    for index, reminder in enumerate(command.prior_reminders):
        pointer, has_document = f"#/prior_reminders/{index}", index in documented
        problems += reminder_problems(reminder, pointer, today, has_document=has_document)
    if problems:
        raise InvalidInput("The prior reminders cannot be taken over.", errors=tuple(problems))
