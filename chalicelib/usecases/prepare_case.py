"""Prepare a case from what the integrator sends, without storing anything: the common part of preview and opening.

Typed values win over the file's; what is missing or doubtful becomes a finding with its cure (R-001..R-014, R-120).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from chalicelib.domain import evidence
from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.eligibility import Application, assess
from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput
from chalicelib.domain.findings import Finding, is_eligible
from chalicelib.domain.intake import Draft, draft_from_file
from chalicelib.domain.intake_parties import DebtorParts
from chalicelib.domain.invoice import Invoice, normalised_number
from chalicelib.domain.limitation import ClaimKind, limitation
from chalicelib.domain.parties import CollectorMode, Creditor, Debtor
from chalicelib.domain.plan import zone_at
from chalicelib.domain.reads import Parties
from chalicelib.domain.scenario import LATEST, Phase, Scenario
from chalicelib.domain.test_clock import ClockStatus

from .case_request import Intake, InvoiceFile, OpenCase, Prepared
from .create_debtor import CreateDebtor, NewDebtor, prepare_debtor
from .identity_problems import Identifiers
from .sending import Content


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
    _refuse_mandate(command, creditor)
    contents, drafts = _read_files(command, creditor, parties.debtor, ports)
    findings = [finding for draft in drafts for finding in draft.findings]
    debtor, new_debtor = _debtor(command, parties.debtor, drafts, ports, store_debtor=store_debtor)
    _check_reminders(command, _today(debtor, now))
    invoices, pointers = _invoices(command, drafts, ports)
    if debtor is not None:
        found = _assess(command, debtor, invoices, pointers, now)
        unread = bool(drafts) and not invoices
        findings += [finding for finding in found if not (unread and finding.code == "no_invoice")]
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


def _refuse_mandate(command: OpenCase, creditor: Creditor) -> None:
    """For another, nothing is sent before the letter of CPCE R124-4, which is not offered yet (LTR_01, MAND_01)."""
    mode = command.collector_mode or creditor.default_collector_mode
    if mode is CollectorMode.THIRD_PARTY_MANDATE:
        problem = FieldProblem("#/collector_mode", "mandate_not_supported", "collect in the creditor's own name")
        raise InvalidInput(
            "Collection under a mandate is not offered yet.", code="mandate_not_supported", errors=(problem,)
        )


def _now(parties: Parties, ports: Intake) -> datetime:
    clock = parties.clock
    if clock is None:
        return ports.recording.wall.now()
    if clock.status is ClockStatus.ADVANCING:
        raise Conflict("The test clock is advancing; wait until it is ready.", code="clock_advancing")
    return clock.now


def _read_files(
    command: OpenCase, creditor: Creditor, debtor: Debtor | None, ports: Intake
) -> tuple[tuple[Content, ...], tuple[Draft, ...]]:
    contents, drafts = [], []
    known: Debtor | DebtorParts | None = debtor or _typed_parts(command)
    for index, file in enumerate(command.invoice_files):
        pointer = f"#/invoice_files/{index}"
        body = file.content if file.content is not None else _uploaded(command, file, ports)
        draft = draft_from_file(
            ports.read(body, file.name, pointer),
            invoice_id=ports.recording.ids.new("inv"),
            checks=ports.checks,
            supplied=file.supplied,
            debtor=known,
            creditor=creditor,
            pointer=pointer,
        )
        media_type = "application/pdf" if body[:5] == b"%PDF-" else "application/xml"
        contents.append(Content(DocumentKind.INVOICE, file.name, media_type, body))
        drafts.append(draft)
        known = debtor or draft.debtor
    return tuple(contents), tuple(drafts)


def _uploaded(command: OpenCase, file: InvoiceFile, ports: Intake) -> bytes:
    return ports.files.uploaded(command.scope, file.upload_id or "")


def _typed_parts(command: OpenCase) -> DebtorParts | None:
    if command.debtor is None:
        return None
    names = ("kind", "name", "siren", "siret", "vat_number", "address", "contacts")
    return DebtorParts(**{name: command.debtor[name] for name in names if command.debtor.get(name) is not None})


def _debtor(
    command: OpenCase, known: Debtor | None, drafts: tuple[Draft, ...], ports: Intake, *, store_debtor: bool
) -> tuple[Debtor | None, NewDebtor | None]:
    """The known debtor, or a new one from typed values completed by the files."""
    if known is not None:
        return known, None
    parts = drafts[-1].debtor if drafts else _typed_parts(command) or DebtorParts()
    fields: dict[str, Any] = dict(command.debtor or {})
    for name in ("kind", "name", "siren", "siret", "vat_number", "address"):
        fields[name] = getattr(parts, name)
    fields["contacts"] = parts.contacts
    if fields["kind"] is None or not fields["name"]:
        return None, None
    creation = CreateDebtor(command.scope, fields)
    recording = ports.recording
    if store_debtor:
        new = prepare_debtor(
            creation,
            vault=recording.vault,
            checks=ports.checks,
            ids=recording.ids,
            wall=recording.wall,
            pointer="#/debtor",
        )
        return new.debtor, new
    given = Debtor(
        id=recording.ids.new("deb"), scope=command.scope, version=1, created_at=recording.wall.now(), **fields
    )
    identifiers = Identifiers(ports.checks, "#/debtor")
    debtor = identifiers.debtor(given)
    identifiers.refuse_if_any()
    return debtor, None


def _check_reminders(command: OpenCase, today: date) -> None:
    """A reminder that was sent lies behind the day on which the case is opened (R-016)."""
    problems = tuple(
        FieldProblem(f"#/prior_reminders/{index}/on", "in_the_future", f"the case stands at {today}")
        for index, reminder in enumerate(command.prior_reminders)
        if reminder.on > today
    )
    if problems:
        raise InvalidInput("A prior reminder was not sent yet.", errors=problems)


def _invoices(
    command: OpenCase, drafts: tuple[Draft, ...], ports: Intake
) -> tuple[tuple[Invoice, ...], dict[str, str]]:
    invoices: list[Invoice] = []
    pointers: dict[str, str] = {}
    for index, new in enumerate(command.invoices):
        invoice = Invoice(
            id=ports.recording.ids.new("inv"),
            number=new.number,
            issue_date=new.issue_date,
            due_date=new.due_date,
            amount_incl_tax=new.amount_incl_tax,
            already_paid=new.already_paid,
            completed_on=new.completed_on,
            contract_rate=new.contract_rate,
            payment_terms=new.payment_terms,
        )
        invoices.append(invoice)
        pointers[invoice.id] = f"#/invoices/{index}"
    for index, draft in enumerate(drafts):
        if draft.invoice is not None:
            invoices.append(draft.invoice)
            pointers[draft.invoice.id] = f"#/invoice_files/{index}"
    return tuple(invoices), pointers


def _assess(
    command: OpenCase, debtor: Debtor, invoices: tuple[Invoice, ...], pointers: dict[str, str], now: datetime
) -> tuple[Finding, ...]:
    limitations = {
        invoice.id: limitation(
            debtor_kind=debtor.kind,
            claim_kind=ClaimKind.GOODS_OR_SERVICES,
            completed_on=invoice.completed_on,
            due_date=invoice.due_date,
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
        collector_mode=command.collector_mode or creditor.default_collector_mode,
        case_manager=command.case_manager,
        reference=f"AM-{case_id[-8:]}",
        invoices=invoices,
        chain=evidence.genesis(case_id),
        last_instant=now,
        external_reference=command.external_reference,
        test_clock_id=command.test_clock_id,
        metadata=command.metadata,
        prior_reminders=command.prior_reminders,
    )
