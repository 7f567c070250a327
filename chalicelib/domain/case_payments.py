"""Payments, reversals and credit notes of a case (PAY_01..PAY_03, R-092): the balance follows, and the case with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from .advice import new_receipt
from .case import Case, Outcome
from .case_commands import close, reopen
from .decision_facts import start_of
from .document import Document
from .errors import Conflict, FieldProblem, InvalidInput, NotFound, RateUnknown
from .events import CaseEvent, EventType, event
from .formal_notice import proven_notices
from .invoice import normalised_number
from .ledger import Statement, statement
from .ledger_facts import CreditNote, Payment
from .money import ZERO, Money
from .negotiation.on_payment import after_money, after_reversal
from .negotiation.plan_interest import suspensions
from .negotiation.plan_payments import follow_plan
from .negotiation.set_aside import contested_of, waivers_of
from .negotiation.settlements import disputed_again, ends_as, taken_or_fallen
from .plan import local_day
from .rates import RateTable
from .receipts import follow, nothing_left, withdraw
from .stated_rates import as_stated

MOST_PAYMENTS = 100
IN_ANOTHER_CASE = "invoice_already_in_case"
PAYING = frozenset({Outcome.PAID, Outcome.SETTLED})
"""How a payment closes a case; what paid it may bounce."""


@dataclass(frozen=True)
class Paid:
    """The result of a payment: the case, its events, and the statement that shows the allocation.

    ``statement`` is ``None`` while a rate is missing. ``not_reopened`` is why a reversal left a paid case closed.
    """

    case: Case
    events: tuple[CaseEvent, ...]
    statement: Statement | None
    not_reopened: str | None = None


def statement_of(case: Case, rates: RateTable, as_of: date) -> Statement:
    """What is claimed at a date, on the rates it has stated so far; ``RateUnknown`` names a missing one.

    What the debtor contests is set aside (STOP_01): its principal and the interest that it bears are not asked for
    while the dispute stands. ``whole_statement_of`` has them too.
    """
    return _statement(case, rates, as_of, claimed_only=True)


def whole_statement_of(case: Case, rates: RateTable, as_of: date) -> Statement:
    """The décompte of all that the creditor is owed, contested or not: what its books and limitation go by."""
    return _statement(case, rates, as_of, claimed_only=False)


def _statement(case: Case, rates: RateTable, as_of: date, *, claimed_only: bool) -> Statement:
    return statement(
        case.invoices,
        case.payments,
        case.credit_notes,
        debtor_kind=case.debtor_kind,
        rates=as_stated(rates, case.stated_rates),
        as_of=as_of,
        complementary_indemnities=case.complementary_indemnities,
        formal_notices=proven_notices(case),
        creditor_is_private_individual=case.creditor_is_private_individual,
        frozen_on=case.frozen_on,
        suspended=suspensions(case),
        order=case.allocation_order,
        contested=contested_of(case),
        waivers=waivers_of(case),
        claimed_only=claimed_only,
    )


def known_statement(case: Case, rates: RateTable, as_of: date) -> Statement | None:
    """The whole décompte, or ``None`` while a rate is missing: what happened is recorded all the same (INT_15)."""
    try:
        return whole_statement_of(case, rates, as_of)
    except RateUnknown:
        return None


def known_claim(case: Case, rates: RateTable, as_of: date) -> Statement | None:
    """What is claimed, without what is contested, or ``None`` while a rate is missing."""
    try:
        return statement_of(case, rates, as_of)
    except RateUnknown:
        return None


def owed_on(case: Case, rates: RateTable, as_of: date) -> Money:
    """What is due, unpaid and claimed at a date: not what is contested."""
    return statement_of(case, rates, as_of).total


def record_payment(case: Case, payment: Payment, rates: RateTable, now: datetime) -> Paid:
    """Adds a payment in any state of the case; closes it when nothing is left (a closed case only keeps the excess).

    While a rate is missing the payment has no allocation yet: ``look_again`` completes it.
    """
    today = local_day(case, now)
    _check_payment(case, payment, today)
    before = known_statement(case, rates, today)
    receipt = new_receipt(case, payment.id, payment.received_on)
    paid = replace(case, payments=(*case.payments, payment)).with_receipt(receipt)
    paid = paid.answered(min(now, start_of(case, payment.received_on + timedelta(days=1))))
    paid, _ = taken_or_fallen(paid, now)
    after = known_statement(paid, rates, today)
    drafts = [_recorded(payment, after), *overpaid_events(before, after, payment_id=payment.id)]
    return followed(paid, drafts, after, now)


def look_again(case: Case, rates: RateTable, now: datetime) -> Paid | None:
    """What had to wait for a missing rate: receipts, and the closing. ``None`` when nothing changes (INT_15)."""
    if not case.payments and not case.credit_notes:
        return None
    after = known_statement(case, rates, local_day(case, now))
    if after is None:
        return None
    drafts = () if case.is_closed or not nothing_left(after) else overpaid_events(None, after)
    found = followed(case, drafts, after, now)
    return None if found.case == case else found


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


def _recorded(payment: Payment, after: Statement | None) -> CaseEvent:
    allocations = [
        {
            "invoice_id": a.invoice_id,
            "interest": a.interest.as_json(),
            "fixed_indemnity": a.fixed_indemnity.as_json(),
            "complementary_indemnity": a.complementary_indemnity.as_json(),
            "principal": a.principal.as_json(),
        }
        for a in (after.allocations if after else ())
        if a.payment_id == payment.id
    ]
    return event(
        EventType.PAYMENT_RECORDED,
        {"reference": payment.reference, "designated_invoice": payment.designated_invoice},
        payment_id=payment.id,
        amount=payment.amount.as_json(),
        received_on=payment.received_on.isoformat(),
        method=payment.method,
        sequence_of_recording=payment.sequence,
        **({"allocations": allocations} if after else {}),
        outstanding=_left(after),
    )


def overpaid_events(before: Statement | None, after: Statement | None, **cause: Any) -> tuple[CaseEvent, ...]:
    """What payments now bring beyond every invoice, and did not before."""
    if after is None:
        return ()
    excess = after.overpaid - (before.overpaid if before else ZERO)
    return (event(EventType.PAYMENT_OVERPAID, **cause, excess=excess.as_json()),) if excess.amount > 0 else ()


def followed(case: Case, drafts: Iterable[CaseEvent], after: Statement | None, now: datetime) -> Paid:
    """Receipts and status as the new balance wants them; unknown, it changes neither."""
    if after is None:
        return Paid(case, tuple(drafts), None)
    case = follow(case, after)
    case, agreed = after_money(case, after, now)
    closing: tuple[CaseEvent, ...] = ()
    if nothing_left(after) and not case.is_closed:
        outcome, why = ends_as(case)
        case, closing = close(case, outcome, now, reason=why)
    return Paid(case, (*drafts, *agreed, *closing), after)


def reverse_payment(
    case: Case,
    payment_id: str,
    on: date,
    rates: RateTable,
    now: datetime,
    *,
    reason: str,
    may_reopen: bool = True,
) -> Paid:
    """A payment that bounced: the debt revives, a closed case reopens, an issued receipt is withdrawn first.

    ``may_reopen`` is false when another open case has taken over an invoice meanwhile: it is then only recorded. While
    a rate is missing a paid case reopens; it closes again once the rate says that nothing is left.
    """
    today = local_day(case, now)
    payment = _reversible(case, payment_id, on, today)
    reversed_ = replace(payment, reversed_on=on)
    changed = replace(case, payments=tuple(reversed_ if p.id == payment_id else p for p in case.payments))
    changed, fallen = taken_or_fallen(withdraw(changed, payment_id), now)
    after = known_statement(changed, rates, today)
    changed = follow(changed, after) if after else changed
    revives = changed.outcome in PAYING and (after is None or not nothing_left(after))
    not_reopened = IN_ANOTHER_CASE if revives and not may_reopen else None
    drafts = [_reversed(payment_id, on, after, reason, not_reopened)]
    if revives and may_reopen:
        changed, reopening = reopen(changed, reason="payment_reversed")
        drafts.extend(reopening)
    changed, agreed = after_reversal(changed, payment, now)
    owed = known_statement(changed, rates, today) if changed.negotiation.active_plan else None
    changed, shortened = follow_plan(changed, owed, now) if owed else (changed, ())
    changed, held = disputed_again(changed, now, reason="payment_reversed")
    return Paid(changed, (*drafts, *fallen, *agreed, *shortened, *held), after, not_reopened)


def _reversible(case: Case, payment_id: str, on: date, today: date) -> Payment:
    payment = next((p for p in case.payments if p.id == payment_id), None)
    if payment is None:
        raise NotFound("No such payment in this case.")
    if payment.reversed_on is not None:
        raise Conflict("The payment is reversed already.", code="payment_already_reversed")
    if on < payment.received_on or on > today:
        problem = FieldProblem("#/on", "outside_range", "between the payment's date and the case's present day")
        raise InvalidInput("The reversal cannot be recorded.", errors=(problem,))
    return payment


def _reversed(payment_id: str, on: date, after: Statement | None, reason: str, not_reopened: str | None) -> CaseEvent:
    public: dict[str, Any] = {"payment_id": payment_id, "on": on.isoformat(), "outstanding": _left(after)}
    if not_reopened:
        public["not_reopened"] = not_reopened
    return event(EventType.PAYMENT_REVERSED, {"reason": reason}, **public)


def check_credit_note(case: Case, note: CreditNote, today: date, *, file_pointer: str | None = None) -> None:
    """Every reason not to record it, named at its field, or at the file that states it."""
    amount, number = file_pointer or "#/amount/amount", file_pointer or "#/number"
    invoice = next((i for i in case.invoices if i.id == note.invoice_id), None)
    problems = []
    if invoice is None:
        problems.append(FieldProblem("#/invoice_id", "unknown_invoice", "not an invoice of this case"))
    if note.amount.amount <= 0:
        problems.append(FieldProblem(amount, "not_positive", "a credit note is more than zero"))
    if note.issued_on > today:
        problems.append(FieldProblem(file_pointer or "#/issued_on", "in_the_future", f"the case stands at {today}"))
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
    today = local_day(case, now)
    check_credit_note(case, note, today)
    before = known_statement(case, rates, today)
    credited_case = replace(case, credit_notes=(*case.credit_notes, note))
    after = known_statement(credited_case, rates, today)
    draft = event(
        EventType.CREDIT_NOTE_RECORDED,
        credit_note_id=note.id,
        number=note.number,
        invoice_id=note.invoice_id,
        amount=note.amount.as_json(),
        effective_on=note.effective_on.isoformat(),
        outstanding=_left(after),
        documents=[{"document_id": document.id, "sha256": document.sha256}] if document else [],
    )
    more = overpaid_events(before, after, credit_note_id=note.id)
    return followed(credited_case, (draft, *more), after, now)


def _left(account: Statement | None) -> dict[str, object] | None:
    return account.total.as_json() if account else None
