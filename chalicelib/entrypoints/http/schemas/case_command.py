"""From the request to the command that opens or previews a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain.case import PriorReminder
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.intake import Supplied
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.money import ZERO
from chalicelib.domain.parties import Scope
from chalicelib.usecases.case_request import InvoiceFile, NewInvoice, OpenCase, StatedAct
from chalicelib.usecases.sending import Content

from .cases import CaseRequest, InvoiceFileIn, InvoiceIn
from .files import MAXIMUM_FILE_BYTES, DocumentIn, FileIn, media_type_of

Uploaded = Callable[[str], bytes]


def open_case_command(request: CaseRequest, scope: Scope, uploaded: Uploaded) -> OpenCase:
    """The command. ``uploaded`` reads a file that was sent before. Errors name their fields."""
    _check_debtor(request)
    invoices = tuple(_invoice(invoice, index, uploaded) for index, invoice in enumerate(request.invoices))
    files = tuple(_file(file, index) for index, file in enumerate(request.invoice_files))
    contested = frozenset(invoice.number for invoice in request.invoices if invoice.contested)
    manager = request.case_manager
    return OpenCase(
        scope=scope,
        creditor_id=request.creditor_id,
        debtor_id=request.debtor_id,
        debtor=request.debtor.to_fields() if request.debtor else None,
        invoices=invoices,
        invoice_files=files,
        scenario_id=request.scenario,
        prior_reminders=tuple(
            PriorReminder(r.channel, r.on, formal_notice_presented_on=r.formal_notice_presented_on)
            for r in request.prior_reminders
        ),
        limitation_acts=tuple(StatedAct(ActKind(a.kind), a.on, a.invoice_number) for a in request.limitation_acts),
        reminder_documents=_reminder_documents(request, uploaded),
        collector_mode=request.collector_mode,
        mandate_id=request.mandate_id,
        case_manager=manager.to_domain() if manager else None,
        external_reference=request.external_reference,
        test_clock_id=request.test_clock_id,
        metadata=tuple(sorted(request.metadata.items())),
        co_debtors=len(request.co_debtors),
        contested_numbers=contested,
    )


def _check_debtor(request: CaseRequest) -> None:
    problems: list[FieldProblem] = []
    if request.debtor_id is not None and request.debtor is not None:
        problems.append(FieldProblem("#/debtor", "not_with_debtor_id", "Give debtor_id or debtor, not both."))
    if request.debtor_id is None and not request.invoice_files:
        if request.debtor is None:
            problems.append(FieldProblem("#/debtor", "required", "Give debtor_id or debtor."))
        else:
            problems += _missing_parts(request.debtor)
    if problems:
        raise InvalidInput("The debtor is not named.", errors=tuple(problems))


def _missing_parts(debtor: Any) -> list[FieldProblem]:
    return [
        FieldProblem(f"#/debtor/{field}", "required", f"A new debtor has a {field}.")
        for field in ("kind", "name")
        if getattr(debtor, field) is None
    ]


def _invoice(invoice: InvoiceIn, index: int, uploaded: Uploaded) -> NewInvoice:
    pointer = f"#/invoices/{index}/documents"
    return NewInvoice(
        number=invoice.number.strip(),
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        amount_incl_tax=invoice.amount_incl_tax.to_domain(),
        completed_on=invoice.completed_on,
        claim_kind=invoice.claim_kind,
        already_paid=invoice.already_paid.to_domain() if invoice.already_paid else ZERO,
        contract_rate=invoice.contract_rate,
        payment_terms=invoice.payment_terms,
        documents=tuple(document(d, f"{pointer}/{i}", uploaded) for i, d in enumerate(invoice.documents)),
    )


def document(request: DocumentIn, pointer: str, uploaded: Uploaded) -> Content:
    """A supporting document with its bytes."""
    return content(request, DocumentKind(request.type.value), pointer, uploaded)


def content(request: FileIn, kind: DocumentKind, pointer: str, uploaded: Uploaded) -> Content:
    """A file with its bytes, whichever way they came; ``kind`` is what it is kept as."""
    body = request.content(pointer)
    if body is None:
        body = uploaded(str(request.upload_id))
    if len(body) > MAXIMUM_FILE_BYTES and request.upload_id is None:
        problem = FieldProblem(pointer, "file_too_large", f"At most {MAXIMUM_FILE_BYTES} bytes in a request.")
        raise InvalidInput("The file is too large.", errors=(problem,))
    return Content(kind, request.name, media_type_of(body), body)


def _reminder_documents(request: CaseRequest, uploaded: Uploaded) -> tuple[tuple[int, Content], ...]:
    return tuple(
        (index, content(r.document, DocumentKind.CORRESPONDENCE, f"#/prior_reminders/{index}/document", uploaded))
        for index, r in enumerate(request.prior_reminders)
        if r.document is not None
    )


def _file(file: InvoiceFileIn, index: int) -> InvoiceFile:
    return InvoiceFile(
        name=file.name,
        content=file.content(f"#/invoice_files/{index}"),
        upload_id=file.upload_id,
        supplied=Supplied(
            due_date=file.due_date,
            completed_on=file.completed_on,
            claim_kind=file.claim_kind,
            already_paid=file.already_paid.to_domain() if file.already_paid else None,
            contract_rate=file.contract_rate,
        ),
    )
