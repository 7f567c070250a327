"""Payments, reversals and credit notes of a case."""

from __future__ import annotations

from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.record_payment import (
    RecordCreditNote,
    RecordPayment,
    ReversePayment,
    record_credit_note,
    record_payment,
    reverse_payment,
)

from .case_commands import CASE, changing
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.outcomes import credit_note_answer, payment_answer, reversal_answer
from .schemas.cases import CreditNoteRequest, PaymentRequest, ReversalRequest

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    f"{CASE}/payments",
    scope=KeyScope.PAYMENTS_WRITE,
    request=PaymentRequest,
    status=201,
    idempotent=True,
    present=payment_answer,
)
def post_payment(call: Call[PaymentRequest, None]) -> Outcome:
    """Money received; the answer shows how it was spread (R-092)."""
    body = call.body
    command = RecordPayment(
        changing(call),
        body.amount.to_domain(),
        body.received_on,
        body.method,
        body.reference,
        body.designated_invoice,
    )
    return record_payment(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/payments/{{payment_id}}/reverse",
    scope=KeyScope.PAYMENTS_WRITE,
    request=ReversalRequest,
    idempotent=True,
    present=reversal_answer,
)
def post_payment_reverse(call: Call[ReversalRequest, None]) -> Outcome:
    """A payment that bounced: the debt revives."""
    command = ReversePayment(changing(call), call.id("payment_id"), call.body.on, call.body.reason)
    return reverse_payment(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/credit-notes",
    scope=KeyScope.PAYMENTS_WRITE,
    request=CreditNoteRequest,
    status=201,
    idempotent=True,
    present=credit_note_answer,
)
def post_credit_note(call: Call[CreditNoteRequest, None]) -> Outcome:
    """A reduction of one invoice, from its due date unless said otherwise."""
    body = call.body
    command = RecordCreditNote(
        changing(call),
        body.invoice_id,
        body.number.strip(),
        body.issued_on,
        body.amount.to_domain(),
        from_issue_date=body.effective == "issue_date",
    )
    return record_credit_note(command, recording=call.deps.recording, reply=call.reply)
