"""Prepare a case from what the integrator sends, without storing anything: the common part of preview and opening.

Typed values win over the file's; what is missing or doubtful becomes a finding with its cure (R-001..R-014, R-120).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from chalicelib.domain import evidence
from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.case_acts import acts_before
from chalicelib.domain.eligibility import Application, assess
from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput
from chalicelib.domain.findings import Finding, is_eligible
from chalicelib.domain.invoice import Invoice, normalised_number
from chalicelib.domain.limitation import limitation
from chalicelib.domain.limitation_record import LimitationRecord
from chalicelib.domain.mandates import case_mandate, chosen, power_findings
from chalicelib.domain.parties import CollectorMode, Creditor, Debtor
from chalicelib.domain.payment_terms import term_findings
from chalicelib.domain.plan import zone_at
from chalicelib.domain.premium_findings import premium_findings
from chalicelib.domain.rate_findings import rate_findings
from chalicelib.domain.reads import Parties
from chalicelib.domain.scenario import LATEST, Phase, Scenario
from chalicelib.domain.test_clock import ClockStatus

from .case_request import Intake, OpenCase, Prepared
from .read_claim import debtor_of, invoices_of, read_files
from .stated_acts import check_stated_acts, stated_acts


def prepare_case(command: OpenCase, ports: Intake, *, store_debtor: bool) -> Prepared:
    """Reads, checks and assesses. ``store_debtor`` makes the data key a new debtor needs.

    Errors: ``not_found``; ``invalid_request`` for typed values; the reader's own codes for a file;
    ``unknown_scenario``; ``clock_advancing``; ``test_clock_in_live_mode``.
    """
    scenario = _scenario(command)
    parties = ports.recording.store.parties(
        command.scope,
        creditor_id=command.creditor_id,
        debtor_id=command.debtor_id,
        sender=command.creditor_id if command.debtor_id else None,
        clock_id=command.test_clock_id,
    )
    now = _now(parties, ports)
    creditor = parties.creditor
    if creditor is None:
        raise AssertionError("the store names what does not exist")
    contents, drafts = read_files(command, creditor, parties.debtor, ports)
    findings = [finding for draft in drafts for finding in draft.findings]
    debtor, new_debtor = debtor_of(command, parties.debtor, drafts, ports, store_debtor=store_debtor)
    _check_reminders(command, _today(debtor, now))
    invoices, pointers = invoices_of(command, drafts, ports)
    check_stated_acts(command, invoices, _today(debtor, now))
    if debtor is not None:
        found = _assess(command, debtor, invoices, pointers, now)
        found += _about_money(creditor, debtor, invoices, pointers, now, ports)
        unread = bool(drafts) and not invoices
        findings += [finding for finding in found if not (unread and finding.code == "no_invoice")]
    mode = command.collector_mode or creditor.default_collector_mode
    under_mandate = mode is CollectorMode.THIRD_PARTY_MANDATE
    if debtor is not None:
        findings += premium_findings(debtor.kind, creditor, command.case_manager, under_mandate=under_mandate)
    if under_mandate:
        findings += power_findings(creditor, command.mandate_id, _today(debtor, now))
    case = None
    if is_eligible(findings) and debtor is not None:
        case = _case(command, creditor, debtor, invoices, scenario, now, ports)
    of_invoices = (*contents, *(content for new in command.invoices for content in new.documents))
    return Prepared(
        findings=tuple(dict.fromkeys(findings)),
        parties=parties,
        creditor=creditor,
        now=now,
        case=case,
        debtor=debtor,
        new_debtor=new_debtor,
        contents=(*of_invoices, *(content for _, content in command.reminder_documents)),
        reminded=tuple(index for index, _ in command.reminder_documents),
        scenario=scenario,
    )


def _scenario(command: OpenCase) -> Scenario:
    if command.test_clock_id is not None and command.scope.livemode:
        problem = FieldProblem("#/test_clock_id", "test_clock_in_live_mode", "test clocks exist in test mode only")
        raise InvalidInput("A live case runs on real time.", errors=(problem,))
    if command.scenario_id not in LATEST:
        problem = FieldProblem("#/scenario", "unknown_scenario", f"one of {', '.join(sorted(LATEST))}")
        raise InvalidInput("The scenario does not exist.", code="unknown_scenario", errors=(problem,))
    return LATEST[command.scenario_id]


def _now(parties: Parties, ports: Intake) -> datetime:
    clock = parties.clock
    if clock is None:
        return ports.recording.wall.now()
    if clock.status is ClockStatus.ADVANCING:
        raise Conflict("The test clock is advancing; wait until it is ready.", code="clock_advancing")
    return clock.now


def _check_reminders(command: OpenCase, today: date) -> None:
    """A reminder that was sent lies behind the day on which the case is opened (R-016)."""
    problems = tuple(
        FieldProblem(f"#/prior_reminders/{index}/on", "in_the_future", f"the case stands at {today}")
        for index, reminder in enumerate(command.prior_reminders)
        if reminder.on > today
    )
    if problems:
        raise InvalidInput("A prior reminder was not sent yet.", errors=problems)


def _assess(
    command: OpenCase, debtor: Debtor, invoices: tuple[Invoice, ...], pointers: dict[str, str], now: datetime
) -> tuple[Finding, ...]:
    limitations = {
        invoice.id: limitation(
            debtor_kind=debtor.kind,
            claim_kind=invoice.claim_kind,
            completed_on=invoice.completed_on,
            due_date=invoice.due_date,
            acts=acts_before(command.prior_reminders, stated_acts(command, invoices), invoice.id),
        )
        for invoice in invoices
    }
    named = {normalised_number(number) for number in command.contested_numbers}
    contested = frozenset(invoice.id for invoice in invoices if normalised_number(invoice.number) in named)
    application = Application(
        invoices=invoices,
        debtor=debtor,
        limitations=limitations,
        contested=contested,
        co_debtors=command.co_debtors,
        pointers=pointers,
    )
    return assess(application, today=_today(debtor, now))


def _about_money(
    creditor: Creditor,
    debtor: Debtor,
    invoices: tuple[Invoice, ...],
    pointers: dict[str, str],
    now: datetime,
    ports: Intake,
) -> tuple[Finding, ...]:
    """Terms and rates that a person should look at (INT_03, TERM_02, TERM_03)."""
    today = _today(debtor, now)
    found: list[Finding] = []
    for invoice in invoices:
        found += term_findings(debtor.kind, invoice, pointers[invoice.id])
        found += rate_findings(
            debtor.kind,
            invoice,
            pointers[invoice.id],
            ports.recording.rates,
            today,
            creditor_is_private_individual=creditor.is_private_individual,
        )
    return tuple(found)


def _today(debtor: Debtor | None, now: datetime) -> date:
    """The day where the debtor is; in Paris where that is not known."""
    return now.astimezone(zone_at(debtor.address.postal_code if debtor and debtor.address else None)).date()


def _case(  # noqa: PLR0917 - every part of a new case, each used once
    command: OpenCase,
    creditor: Creditor,
    debtor: Debtor,
    invoices: tuple[Invoice, ...],
    scenario: Scenario,
    now: datetime,
    ports: Intake,
) -> Case:
    recording = ports.recording
    case_id = recording.ids.new("case")
    today = _today(debtor, now)
    mode = command.collector_mode or creditor.default_collector_mode
    under_mandate = mode is CollectorMode.THIRD_PARTY_MANDATE
    mandate = chosen(creditor, command.mandate_id, today) if under_mandate else None
    due = [invoice.due_date for invoice in invoices if invoice.due_date < today and invoice.principal.amount > 0]
    return Case(
        id=case_id,
        scope=command.scope,
        version=0,
        run=0,
        creditor_id=creditor.id,
        debtor_id=debtor.id,
        debtor_kind=debtor.kind,
        postal_code=debtor.address.postal_code if debtor.address else None,
        status=CaseStatus.OPEN,
        phase=Phase.AMICABLE,
        opened_at=now,
        created_at=recording.wall.now(),
        day_zero=min(due),
        scenario_id=scenario.id,
        scenario_version=scenario.version,
        collector_mode=mode,
        mandate=case_mandate(mandate, now) if mandate else None,
        case_manager=command.case_manager,
        reference=f"AM-{case_id[-8:]}",
        invoices=invoices,
        chain=evidence.genesis(case_id),
        last_instant=now,
        external_reference=command.external_reference,
        test_clock_id=command.test_clock_id,
        metadata=command.metadata,
        prior_reminders=command.prior_reminders,
        limitation=LimitationRecord(
            tuple(replace(act, id=recording.ids.new("act")) for act in stated_acts(command, invoices))
        ),
        creditor_is_private_individual=creditor.is_private_individual,
        allocation_order=creditor.allocation_order,
    )
