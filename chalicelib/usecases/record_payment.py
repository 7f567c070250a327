"""Record a payment, its reversal, or a credit note: the balance follows, contacts stop when nothing is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain import case_payments
from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import Paid
from chalicelib.domain.errors import InvoiceAlreadyInCase
from chalicelib.domain.ledger import CreditNote, Payment
from chalicelib.domain.money import Money

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class RecordPayment:
    """``designated_invoice`` is the id of the invoice the debtor said he pays (C. civ. 1342-10)."""

    changing: Changing
    amount: Money
    received_on: date
    method: str
    reference: str | None = None
    designated_invoice: str | None = None


@dataclass(frozen=True)
class ReversePayment:
    """``on`` is the day the payment bounced."""

    changing: Changing
    payment_id: str
    on: date
    reason: str


@dataclass(frozen=True)
class RecordCreditNote:
    """``effective_on`` defaults to the invoice's due date: the credited part never bore interest (design: money)."""

    changing: Changing
    invoice_id: str
    number: str
    issued_on: date
    amount: Money
    from_issue_date: bool = False


def record_payment(command: RecordPayment, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the ``Paid``, whose last payment is the new one. Accepted in any state of the case."""
    payment_id = recording.ids.new("pay")

    def transition(file: CaseFile) -> Transition:
        payment = Payment(
            id=payment_id,
            amount=command.amount,
            received_on=command.received_on,
            sequence=len(file.case.payments) + 1,
            method=command.method,
            reference=command.reference,
            designated_invoice=command.designated_invoice,
        )
        return _transition(case_payments.record_payment(file.case, payment, file.rates, file.now))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def reverse_payment(command: ReversePayment, *, recording: Recording, reply: Reply) -> Outcome:
    """Errors: ``not_found``; ``payment_already_reversed``.

    Where another open case has taken over an invoice the case stays closed; ``Paid.not_reopened`` says so.
    """
    try:
        return _reverse(command, recording, reply, may_reopen=True)
    except InvoiceAlreadyInCase:
        return _reverse(command, recording, reply, may_reopen=False)


def _reverse(command: ReversePayment, recording: Recording, reply: Reply, *, may_reopen: bool) -> Outcome:
    def transition(file: CaseFile) -> Transition:
        paid = case_payments.reverse_payment(
            file.case,
            command.payment_id,
            command.on,
            file.rates,
            file.now,
            reason=command.reason,
            may_reopen=may_reopen,
        )
        return _transition(paid)

    return change_case(command.changing, transition, recording=recording, reply=reply)


def record_credit_note(command: RecordCreditNote, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the ``Paid``, whose case's last credit note is the new one."""
    note_id = recording.ids.new("crn")

    def transition(file: CaseFile) -> Transition:
        note = CreditNote(
            id=note_id,
            invoice_id=command.invoice_id,
            number=command.number,
            issued_on=command.issued_on,
            amount=command.amount,
            effective_on=effective_on(
                file.case, command.invoice_id, command.issued_on, from_issue_date=command.from_issue_date
            ),
        )
        return _transition(case_payments.record_credit_note(file.case, note, file.rates, file.now))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def effective_on(case: Case, invoice_id: str, issued_on: date, *, from_issue_date: bool) -> date:
    """From when a credit note reduces the invoice: its due date, unless the issue date was asked for."""
    due = next((invoice.due_date for invoice in case.invoices if invoice.id == invoice_id), issued_on)
    return issued_on if from_issue_date else due


def _transition(paid: Paid) -> Transition:
    return Transition(paid.case, paid.events, result=paid)
