"""From the request to the command that records a credit note, typed or from its file."""

from __future__ import annotations

from chalicelib.domain.document import DocumentKind
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.record_credit_note_file import RecordCreditNoteFile
from chalicelib.usecases.record_payment import RecordCreditNote

from .case_command import Uploaded, content
from .cases import CreditNoteRequest

TYPED = ("number", "issued_on", "amount")


def credit_note_command(
    request: CreditNoteRequest, changing: Changing, uploaded: Uploaded
) -> RecordCreditNote | RecordCreditNoteFile:
    """Either ``file``, or every typed field; each one missing or too many is named."""
    from_issue_date = request.effective == "issue_date"
    if request.file is not None:
        _refuse([name for name in TYPED if getattr(request, name) is not None], "not_with_file", "The file says it.")
        file = content(request.file, DocumentKind.CREDIT_NOTE, "#/file", uploaded)
        return RecordCreditNoteFile(changing, file, request.invoice_id, from_issue_date)
    invoice_id, number, issued_on, amount = request.invoice_id, request.number, request.issued_on, request.amount
    if invoice_id is None or number is None or issued_on is None or amount is None:
        missing = [name for name in ("invoice_id", *TYPED) if getattr(request, name) is None]
        raise _refusal(missing, "required", "Give it, or the file of the credit note.")
    return RecordCreditNote(
        changing, invoice_id, number.strip(), issued_on, amount.to_domain(), from_issue_date=from_issue_date
    )


def _refuse(fields: list[str], code: str, detail: str) -> None:
    if fields:
        raise _refusal(fields, code, detail)


def _refusal(fields: list[str], code: str, detail: str) -> InvalidInput:
    problems = tuple(FieldProblem(f"#/{name}", code, detail) for name in fields)
    return InvalidInput("The credit note cannot be read.", errors=problems)
