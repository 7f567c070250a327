"""Payments, reversals and credit notes of a case (PAY_01..PAY_03, R-092): the balance follows, and the case with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from .case import Case, Outcome, Receipt, ReceiptState
from .case_commands import close, reopen
from .document import Document
from .errors import Conflict, FieldProblem, InvalidInput, NotFound
from .events import CaseEvent, EventType, event
from .invoice import normalised_number
from .ledger import CreditNote, Payment, Statement, statement
from .money import Money
from .plan import local_day
from .rates import RateTable

MOST_PAYMENTS = 100


@dataclass(frozen=True)
class Paid:
    """The result of a payment: the case, its events, and the statement that shows the allocation."""

    case: Case
    events: tuple[CaseEvent, ...]
    statement: Statement


def statement_of(case: Case, rates: RateTable, as_of: date) -> Statement:
    """The décompte of the case at a date; ``RateUnknown`` names a missing half-year."""
    return statement(
        case.invoices, case.payments, case.credit_notes, debtor_kind=case.debtor_kind, rates=rates, as_of=as_of
    )


def owed_on(case: Case, rates: RateTable, as_of: date) -> Money:
    """What is due and unpaid at a date."""
    return statement_of(case, rates, as_of).total


def record_payment(case: Case, payment: Payment, rates: RateTable, now: datetime) -> Paid:
    """Adds a payment in any state of the case; closes it when nothing is left (a closed case only keeps the excess)."""
    today = local_day(case, now)
    _check_payment(case, payment, today)
    before = statement_of(case, rates, today)
    paid = replace(case, payments=(*case.payments, payment))
    after = statement_of(paid, rates, today)
    paid = paid.with_receipt(Receipt(payment.id, ReceiptState.DUE, is_final=_nothing_left(after)))
    drafts = [_recorded(payment, after)]
    if after.overpaid.amount > before.overpaid.amount:
        excess = after.overpaid - before.overpaid
        drafts.append(event(EventType.PAYMENT_OVERPAID, payment_id=payment.id, excess=_json(excess)))
    return _closed_when_paid(paid, drafts, after, now)


def _check_payment(case: Case, payment: Payment, today: date) -> None:
    problems = []
    if payment.amount.amount <= 0:
        problems.append(FieldProblem("#/amount/amount", "not_positive", "a payment is more than zero"))
    if payment.received_on > today:
        problems.append(FieldProblem("#/received_on", "in_the_future", f"the case stands at {today}"))
    known = {invoice.id for invoice in case.invoices}
    if payment.designated_invoice is not None and payment.designated_invoice not in known:
        problems.append(FieldProblem("#/designated_invoice", "unknown_invoice", "not an invoice of this case"))
    if len(case.payments) >= MOST_PAYMENTS:
        problems.append(FieldProblem("#", "too_many_payments", f"a case holds {MOST_PAYMENTS} payments at most"))
    if problems:
        raise InvalidInput("The payment cannot be recorded.", errors=tuple(problems))


def _recorded(payment: Payment, after: Statement) -> CaseEvent:
    allocations = [
        {
            "invoice_id": a.invoice_id,
            "interest": _json(a.interest),
            "fixed_indemnity": _json(a.fixed_indemnity),
            "principal": _json(a.principal),
        }
        for a in after.allocations
        if a.payment_id == payment.id
    ]
    return event(
        EventType.PAYMENT_RECORDED,
        {"reference": payment.reference, "designated_invoice": payment.designated_invoice},
        payment_id=payment.id,
        amount=_json(payment.amount),
        received_on=payment.received_on.isoformat(),
        method=payment.method,
        sequence_of_recording=payment.sequence,
        allocations=allocations,
        outstanding=_json(after.total),
    )


def _nothing_left(after: Statement) -> bool:
    return after.total.amount <= 0 and all(line.principal_left.amount <= 0 for line in after.not_yet_due)


def _closed_when_paid(case: Case, drafts: list[CaseEvent], after: Statement, now: datetime) -> Paid:
    if _nothing_left(after) and not case.is_closed:
        case, closing = close(case, Outcome.PAID, now, reason="fully paid")
        drafts.extend(closing)
    return Paid(case, tuple(drafts), after)


def reverse_payment(case: Case, payment_id: str, on: date, rates: RateTable, now: datetime, *, reason: str) -> Paid:
    """A payment that bounced: the debt revives, a closed case reopens, an issued receipt is withdrawn first."""
    payment = next((p for p in case.payments if p.id == payment_id), None)
    if payment is None:
        raise NotFound("No such payment in this case.")
    if payment.reversed_on is not None:
        raise Conflict("The payment is reversed already.", code="payment_already_reversed")
    if on < payment.received_on or on > local_day(case, now):
        problem = FieldProblem("#/on", "outside_range", "between the payment's date and the case's present day")
        raise InvalidInput("The reversal cannot be recorded.", errors=(problem,))
    reversed_ = replace(payment, reversed_on=on)
    changed = replace(case, payments=tuple(reversed_ if p.id == payment_id else p for p in case.payments))
    changed = _withdraw_receipt(changed, payment_id)
    after = statement_of(changed, rates, local_day(case, now))
    drafts = [
        event(
            EventType.PAYMENT_REVERSED,
            {"reason": reason},
            payment_id=payment_id,
            on=on.isoformat(),
            outstanding=_json(after.total),
        )
    ]
    if changed.is_closed and changed.outcome is Outcome.PAID and not _nothing_left(after):
        changed, reopening = reopen(changed, reason="payment_reversed")
        drafts.extend(reopening)
    return Paid(changed, tuple(drafts), after)


def _withdraw_receipt(case: Case, payment_id: str) -> Case:
    receipt = case.receipt_of(payment_id)
    if receipt is None or receipt.state in (ReceiptState.DUE, ReceiptState.NONE):
        return case.with_receipt(Receipt(payment_id, ReceiptState.NONE))
    if not receipt.contacts:
        return case.with_receipt(replace(receipt, state=ReceiptState.NONE))
    return case.with_receipt(replace(receipt, state=ReceiptState.WITHDRAWAL_DUE))


def check_credit_note(case: Case, note: CreditNote, *, file_pointer: str | None = None) -> None:
    """Every reason not to record it, named at its field, or at the file that states it."""
    amount, number = file_pointer or "#/amount/amount", file_pointer or "#/number"
    invoice = next((i for i in case.invoices if i.id == note.invoice_id), None)
    problems = []
    if invoice is None:
        problems.append(FieldProblem("#/invoice_id", "unknown_invoice", "not an invoice of this case"))
    if note.amount.amount <= 0:
        problems.append(FieldProblem(amount, "not_positive", "a credit note is more than zero"))
    if normalised_number(note.number) in {normalised_number(n.number) for n in case.credit_notes}:
        problems.append(FieldProblem(number, "duplicate_credit_note", "recorded on this case already"))
    if invoice is not None:
        credited = sum(n.amount.amount for n in case.credit_notes if n.invoice_id == invoice.id)
        if credited + note.amount.amount > invoice.amount_incl_tax.amount:
            problems.append(FieldProblem(amount, "more_than_invoice", "more than the invoice's amount"))
    if problems:
        raise InvalidInput("The credit note cannot be recorded.", errors=tuple(problems))


def record_credit_note(
    case: Case, note: CreditNote, rates: RateTable, now: datetime, *, document: Document | None = None
) -> Paid:
    """Reduces an invoice from its effective date; closes the case when nothing is left. ``document`` is its file."""
    check_credit_note(case, note)
    credited_case = replace(case, credit_notes=(*case.credit_notes, note))
    after = statement_of(credited_case, rates, local_day(case, now))
    draft = event(
        EventType.CREDIT_NOTE_RECORDED,
        credit_note_id=note.id,
        number=note.number,
        invoice_id=note.invoice_id,
        amount=_json(note.amount),
        effective_on=note.effective_on.isoformat(),
        outstanding=_json(after.total),
        documents=[{"document_id": document.id, "sha256": document.sha256}] if document else [],
    )
    return _closed_when_paid(credited_case, [draft], after, now)


def _json(money: Money) -> dict[str, object]:
    return {"amount": money.amount, "currency": money.currency}
