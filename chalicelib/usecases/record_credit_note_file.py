"""Record a credit note from its e-invoice file; the file is kept as evidence (R-120, R-087)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain import case_payments
from chalicelib.domain.credit_note_file import credited_invoice, stated_credit_note
from chalicelib.domain.document import Document
from chalicelib.domain.ledger import CreditNote
from chalicelib.domain.plan import local_day

from .case_request import Intake
from .change_case import Changing, Outcome, Transition, change_case
from .ports import Archive, Reply
from .record_payment import effective_on
from .recording import CaseFile
from .sending import Content, keep
from .writes import Create

FILE = "#/file"


@dataclass(frozen=True)
class RecordCreditNoteFile:
    """``invoice_id`` is needed only where the file does not name one invoice of the case."""

    changing: Changing
    content: Content
    invoice_id: str | None = None
    from_issue_date: bool = False


def record_credit_note_file(
    command: RecordCreditNoteFile, *, intake: Intake, archive: Archive, reply: Reply
) -> Outcome:
    """``result`` is the ``Paid``, whose case's last credit note is the new one.

    Errors: the reader's codes; ``not_a_credit_note``; ``credit_note_incomplete``; ``credit_note_without_invoice``;
    those of ``record_credit_note``. A file that is refused is not kept.
    """
    recording = intake.recording
    stated = stated_credit_note(intake.read(command.content.body, command.content.name, FILE), FILE)
    note_id = recording.ids.new("crn")
    kept: list[Document] = []  # once, whatever else happens to the case meanwhile: the archive forgets nothing

    def transition(file: CaseFile) -> Transition:
        invoice_id = command.invoice_id or credited_invoice(stated, file.case.invoices)
        note = CreditNote(
            id=note_id,
            invoice_id=invoice_id,
            number=stated.number,
            issued_on=stated.issued_on,
            amount=stated.amount,
            effective_on=effective_on(file.case, invoice_id, stated.issued_on, from_issue_date=command.from_issue_date),
        )
        case_payments.check_credit_note(file.case, note, local_day(file.case, file.now), file_pointer=FILE)
        if not kept:
            kept.append(keep(file.case, file.key, command.content, recording=recording, archive=archive))
        paid = case_payments.record_credit_note(file.case, note, file.rates, file.now, document=kept[0])
        return Transition(paid.case, paid.events, writes=(Create(kept[0], file.key),), result=paid)

    return change_case(command.changing, transition, recording=recording, reply=reply)
