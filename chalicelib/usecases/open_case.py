"""Open a case: eligibility, evidence, the first decision and the first run, in one transaction (R-001..R-015)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.case import Case, PriorReminder
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.findings import Finding
from chalicelib.domain.limitation_commands import act_recorded
from chalicelib.domain.mandates import mandate_of, paper_told
from chalicelib.domain.plan import OPENED_LATE, late_steps
from chalicelib.domain.rates import RateTable
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.step_record import StepRecord, StepState

from .case_request import Intake, OpenCase, Prepared
from .catch_up import CaughtUp, as_known, caught_up
from .ports import Archive, Reply
from .prepare_case import prepare_case
from .recording import CaseFile, record
from .sending import keep
from .view_case import CaseView, view_at
from .writes import ClaimInvoice, Create, NoteCase, Update, Write

MOST_THINGS = 85


@dataclass(frozen=True)
class Opened:
    """The case as opened, and the warnings and review points it was opened with."""

    view: CaseView
    findings: tuple[Finding, ...]


def open_case(command: OpenCase, *, actor: str, intake: Intake, archive: Archive, reply: Reply) -> Opened:
    """At most two reads and one transaction.

    Errors: ``not_eligible`` with every blocking finding; ``invoice_already_in_case`` (409); those of ``prepare_case``.
    """
    prepared = prepare_case(command, intake, store_debtor=True)
    file, key = _file(prepared, intake.recording.rates)
    _refuse_too_many(prepared)
    documents = _keep_documents(file.case, key, prepared, intake, archive)
    case, drafts = _opening(file, prepared, documents)
    known = caught_up(replace(file, case=case), intake.recording)
    changed = record(file, known.file.case, (*drafts, *known.events), actor=actor, ports=intake.recording)
    opened = Opened(view_at(changed.case, file.now, file.rates), prepared.findings)
    writes: list[Write] = [Create(w.entity, w.key) if isinstance(w, Update) else w for w in changed.writes]
    writes += [Create(document, key) for document in documents]
    writes += [ClaimInvoice(case.scope, case.creditor_id, invoice.number, case.id) for invoice in case.invoices]
    writes += _of_debtor(prepared, file, known)
    writes += reply(opened, debtor_id=case.debtor_id, key=key)
    intake.recording.store.commit(writes)
    return opened


def _of_debtor(prepared: Prepared, file: CaseFile, known: CaughtUp) -> tuple[Write, ...]:
    """A new debtor, with their first case; or the present one, of whom it is noted that they have one more (R-123)."""
    case, new = file.case, prepared.new_debtor
    if new is not None:
        return replace(new, debtor=replace(new.debtor, first_case_id=case.id)).writes
    first = file.debtor.first_case_id or case.id
    noted = NoteCase(case.scope, case.debtor_id, case.caps_sender, case.id, first)
    return (as_known(file.debtor), noted, *known.writes)


def not_eligible(findings: tuple[Finding, ...]) -> InvalidInput:
    """The refusal that names every blocking finding, its field and its cure."""
    problems = tuple(finding.as_problem() for finding in findings if finding.is_blocking)
    return InvalidInput("The claim cannot be collected as it is.", code="not_eligible", errors=problems)


def _refuse_too_many(prepared: Prepared) -> None:
    """Invoices and documents are opened together or not at all, in one transaction of 100 writes."""
    invoices = len(prepared.case.invoices) if prepared.case else 0
    acts = len(prepared.case.limitation.acts) if prepared.case else 0
    if invoices + acts + len(prepared.contents) > MOST_THINGS:
        detail = (
            f"at most {MOST_THINGS} invoices and documents together; add the others with POST /cases/{{id}}/documents"
        )
        raise InvalidInput(
            "The case holds too much at once.", errors=(FieldProblem("#/invoices", "too_many_documents", detail),)
        )


def _file(prepared: Prepared, rates: RateTable) -> tuple[CaseFile, WrappedKey]:
    key = prepared.new_debtor.key if prepared.new_debtor else prepared.parties.debtor_key
    if prepared.case is None or prepared.debtor is None or key is None:
        raise not_eligible(prepared.findings)
    case = prepared.case
    log = prepared.parties.log
    if log is None or log.sender != case.caps_sender:
        log = ContactLog(case.scope, case.debtor_id, case.caps_sender)
    file = CaseFile(
        case=case,
        creditor=prepared.creditor,
        debtor=prepared.debtor,
        key=key,
        log=log,
        clock=prepared.parties.clock,
        scenario=prepared.scenario,
        now=prepared.now,
        rates=rates,
    )
    return file, key


def _keep_documents(
    case: Case, key: WrappedKey, prepared: Prepared, intake: Intake, archive: Archive
) -> tuple[Document, ...]:
    return tuple(keep(case, key, content, recording=intake.recording, archive=archive) for content in prepared.contents)


def _opening(file: CaseFile, prepared: Prepared, documents: tuple[Document, ...]) -> tuple[Case, tuple[CaseEvent, ...]]:
    """The opened case: documents attached, steps that the opening came too late for skipped with their reason."""
    invoices = tuple(document.id for document in documents if document.kind is DocumentKind.INVOICE)
    reminders = list(file.case.prior_reminders)
    for place, document in zip(reversed(prepared.reminded), reversed(documents), strict=False):
        reminders[place] = replace(reminders[place], document_id=document.id)
    case = replace(file.case, invoice_documents=invoices, prior_reminders=tuple(reminders))
    drafts = [_opened(file, case, documents, prepared), *(act_recorded(act) for act in case.limitation.acts)]
    for step_id in sorted(late_steps(case, file.scenario, file.debtor), key=[s.id for s in file.scenario.steps].index):
        case = case.with_record(StepRecord(step_id, StepState.SKIPPED, file.now, OPENED_LATE))
        drafts.append(event(EventType.STEP_SKIPPED, step_id=step_id, reason=OPENED_LATE))
    return case, tuple(drafts)


def _as_notice(reminder: PriorReminder) -> dict[str, str]:
    shown = reminder.formal_notice_presented_on
    return {"formal_notice_presented_on": shown.isoformat()} if shown else {}


def _opened(file: CaseFile, case: Case, documents: tuple[Document, ...], prepared: Prepared) -> CaseEvent:
    private = {
        "creditor_name": file.creditor.name,
        "debtor_name": file.debtor.name,
        "prior_reminders": [
            {"channel": r.channel, "on": r.on.isoformat(), "document_id": r.document_id, **_as_notice(r)}
            for r in case.prior_reminders
        ],
        **(paper_told(mandate_of(file.creditor, case.mandate.mandate_id)) if case.mandate else {}),
    }
    return event(
        EventType.CASE_OPENED,
        private,
        creditor_id=case.creditor_id,
        debtor_id=case.debtor_id,
        day_zero=case.day_zero.isoformat(),
        scenario=case.scenario_id,
        scenario_version=case.scenario_version,
        scenario_choice={"by": case.scenario_choice.by.value, "rule": case.scenario_choice.rule},
        collector_mode=case.collector_mode.value,
        **({"mandate_id": case.mandate.mandate_id, "mandate": case.mandate.reference} if case.mandate else {}),
        invoices=[
            {
                "id": invoice.id,
                "number": invoice.number,
                "due_date": invoice.due_date.isoformat(),
                "principal": invoice.principal.as_json(),
            }
            for invoice in case.invoices
        ],
        findings=[finding.code for finding in prepared.findings],
        documents=[{"document_id": document.id, "sha256": document.sha256} for document in documents],
    )
