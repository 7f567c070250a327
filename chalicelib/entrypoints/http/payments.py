"""Payments, reversals, credit notes and complementary indemnities of a case."""

from __future__ import annotations

from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.record_complementary_indemnity import (
    RecordComplementaryIndemnity,
    record_complementary_indemnity,
)
from chalicelib.usecases.record_credit_note_file import RecordCreditNoteFile, record_credit_note_file
from chalicelib.usecases.record_payment import (
    RecordPayment,
    ReversePayment,
    record_credit_note,
    record_payment,
    reverse_payment,
)
from chalicelib.usecases.withdraw_complementary_indemnity import (
    WithdrawComplementaryIndemnity,
    withdraw_complementary_indemnity,
)

from .case_commands import CASE, changing
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.outcomes import complementary_indemnity_answer, credit_note_answer, payment_answer, reversal_answer
from .schemas.case_command import document
from .schemas.cases import CreditNoteRequest, PaymentRequest, ReasonRequest, ReversalRequest
from .schemas.credit_notes import credit_note_command
from .schemas.indemnities import ComplementaryIndemnityRequest

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
    """A reduction of one invoice, typed or as an e-invoice file, from its due date unless said otherwise (R-120)."""
    d, body = call.deps, call.body
    command = credit_note_command(body, changing(call), lambda upload_id: d.files.uploaded(call.scope, upload_id))
    if isinstance(command, RecordCreditNoteFile):
        return record_credit_note_file(command, intake=d.intake, archive=d.archive, reply=call.reply)
    return record_credit_note(command, recording=d.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/complementary-indemnities",
    scope=KeyScope.PAYMENTS_WRITE,
    request=ComplementaryIndemnityRequest,
    status=201,
    idempotent=True,
    present=complementary_indemnity_answer,
)
def post_complementary_indemnity(call: Call[ComplementaryIndemnityRequest, None]) -> Outcome:
    """Recovery costs beyond the 40 EUR, on proof, from a professional debtor (IND_05)."""
    d, body = call.deps, call.body
    proof = document(body.document, "#/document", lambda upload_id: d.files.uploaded(call.scope, upload_id))
    command = RecordComplementaryIndemnity(changing(call), body.invoice, body.amount.to_domain(), body.reason, proof)
    return record_complementary_indemnity(command, recording=d.recording, archive=d.archive, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/complementary-indemnities/{{indemnity_id}}/withdraw",
    scope=KeyScope.PAYMENTS_WRITE,
    request=ReasonRequest,
    idempotent=True,
    present=complementary_indemnity_answer,
)
def post_complementary_indemnity_withdraw(call: Call[ReasonRequest, None]) -> Outcome:
    """Recorded by mistake, or given up: as if it had never been claimed (IND_05)."""
    command = WithdrawComplementaryIndemnity(changing(call), call.id("indemnity_id"), call.body.reason)
    return withdraw_complementary_indemnity(command, recording=call.deps.recording, reply=call.reply)
