"""Issue the receipt of a payment (quittance, PAY_03, R-092): never changed afterwards, only corrected by another."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.events import EventType, event
from chalicelib.domain.mentions import WordingRefused
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.plan import local_day
from chalicelib.domain.receipt import ReceiptState
from chalicelib.domain.receipts import spread_of
from chalicelib.domain.stated_amounts import stating

from .checked_words import check_letter
from .message_facts import message_facts, with_logo
from .recording import CaseFile, record
from .sending import Content, Sending, keep_in
from .unreachable import cannot_be_written
from .wake_up import ACTOR, Route, WakeUp, wake_up
from .writes import Create


def issue_receipt(command: WakeUp, *, ports: Sending) -> Route:
    """Renders and keeps the receipt; sending it to the debtor is the next step."""

    def effect(file: CaseFile, step: NextStep) -> Case:
        try:
            return _issue(file, step.subject_id or "", ports)
        except WordingRefused as refusal:
            return cannot_be_written(file, step, refusal, ports)

    return wake_up(command, Action.ISSUE_RECEIPT, effect, recording=ports.recording, rooms=ports.rooms)


def _issue(file: CaseFile, payment_id: str, ports: Sending) -> Case:
    receipt = file.case.receipt_of(payment_id)
    if receipt is None:
        return file.case
    facts = with_logo(message_facts(file, file.rates, subject_id=payment_id), ports.recording.store)
    number = facts.receipt.number if facts.receipt else payment_id
    printed = ports.renderer.receipt(facts)
    check_letter("final_receipt" if receipt.is_final else "receipt", printed, facts)
    name = f"quittance-{number}.pdf"
    document = keep_in(file, Content(DocumentKind.RECEIPT, name, "application/pdf", printed.pdf), ports)
    issued = replace(
        receipt,
        state=ReceiptState.ISSUED,
        document_id=document.id,
        issued_at=file.now,
        spread=spread_of(facts.statement, payment_id, is_final=receipt.is_final),
    )
    draft = event(
        EventType.RECEIPT_ISSUED,
        payment_id=payment_id,
        number=number,
        is_final=receipt.is_final,
        corrects=facts.receipt.corrects if facts.receipt else None,
        documents=[{"document_id": document.id, "sha256": document.sha256}],
    )
    case = stating(file.case.with_receipt(issued), file.rates, local_day(file.case, file.now))
    changed = record(file, case, (draft,), actor=ACTOR, ports=ports.recording, in_run=True)
    ports.recording.store.commit((*changed.writes, Create(document, file.key)))
    return changed.case
