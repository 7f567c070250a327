"""What is owed, as JSON: the statement of account and its parts."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.formal_notice import proven_notices
from chalicelib.domain.interest import InterestPeriod, owes_from_notice
from chalicelib.domain.ledger_facts import ComplementaryIndemnity, CreditNote, Payment
from chalicelib.domain.ledger_lines import Allocation, InvoiceStatement, Statement
from chalicelib.domain.money import Money
from chalicelib.domain.stated_rates import StatedRate
from chalicelib.domain.suspension import Suspension

from .values import day, money, percent


def balance(value: Statement) -> dict[str, Any]:
    """What is left on the invoices that are due."""
    return {
        "principal": money(value.principal),
        "interest": money(value.interest),
        "fixed_indemnity": money(value.fixed_indemnity),
        "complementary_indemnity": money(value.complementary_indemnity),
        "total": money(value.total),
        "as_of": day(value.as_of),
        **_set_aside(value),
    }


def _set_aside(value: Statement | InvoiceStatement) -> dict[str, Any]:
    """What is contested of it and what was given up, where something is."""
    parts = {"contested": value.contested, "waived": value.waived}
    return {name: money(amount) for name, amount in parts.items() if amount.amount}


def statement(value: Statement, case: Case, *, stored: bool = True) -> dict[str, Any]:
    """The whole décompte; a preview's case is not ``stored`` and shows no id."""
    return {
        "object": "statement",
        "case_id": case.id if stored else None,
        "as_of": day(value.as_of),
        "allocation_order": value.order.value,
        "interest_from_notice": day(_interest_from(case)),
        "interest_frozen_on": day(case.frozen_on),
        "interest_suspensions": [_suspension(each) for each in value.suspended],
        "balance": balance(value),
        "invoices": [_line(line) for line in value.lines],
        "not_yet_due": [_line(line) for line in value.not_yet_due],
        "payments": [_payment(fact) for fact in value.payments],
        "credit_notes": [_credit_note(fact) for fact in value.credit_notes],
        "complementary_indemnities": [complementary_indemnity(fact) for fact in value.complementary_indemnities],
        "allocations": [allocation(entry) for entry in value.allocations],
        "overpaid": money(value.overpaid),
        "credit_left": money(value.credit_left),
        "provisional": value.provisional,
        "stated_rates": [_stated(pin) for pin in case.stated_rates],
    }


def _suspension(value: Suspension) -> dict[str, Any]:
    return {"from": day(value.first), "to": day(value.last), "owed_from": day(value.owed_on)}


def _interest_from(case: Case) -> date | None:
    """The day of the first proven notice, where interest runs from one; elsewhere it runs from the due dates."""
    individual = case.creditor_is_private_individual
    if not owes_from_notice(case.debtor_kind, creditor_is_private_individual=individual):
        return None
    return min((notice.presented_on for notice in proven_notices(case)), default=None)


def _stated(pin: StatedRate) -> dict[str, Any]:
    """A rate that the debtor was told an amount by; the case keeps it."""
    return {"series": pin.series.value, "half_year": pin.half_year, "value": f"{pin.value:.2f}"}


def allocation(value: Allocation) -> dict[str, Any]:
    """How a payment, or a part of it, was spread over one invoice."""
    return {
        "payment_id": value.payment_id,
        "invoice_id": value.invoice_id,
        "interest": money(value.interest),
        "fixed_indemnity": money(value.fixed_indemnity),
        "complementary_indemnity": money(value.complementary_indemnity),
        "principal": money(value.principal),
        "principal_left": money(value.principal_left),
    }


def complementary_indemnity(value: ComplementaryIndemnity) -> dict[str, Any]:
    """Costs beyond the fixed indemnity, with the document that proves them (IND_05)."""
    return {
        "id": value.id,
        "object": "complementary_indemnity",
        "invoice_id": value.invoice_id,
        "amount": money(value.amount),
        "claimed_on": day(value.claimed_on),
        "document_id": value.document_id,
        "withdrawn_on": day(value.withdrawn_on),
    }


def _payment(value: Payment) -> dict[str, Any]:
    return {
        "id": value.id,
        "amount": money(value.amount),
        "received_on": day(value.received_on),
        "method": value.method,
        "designated_invoice": value.designated_invoice,
    }


def _credit_note(value: CreditNote) -> dict[str, Any]:
    return {
        "id": value.id,
        "invoice_id": value.invoice_id,
        "number": value.number,
        "amount": money(value.amount),
        "effective_on": day(value.effective_on),
    }


def _line(line: InvoiceStatement) -> dict[str, Any]:
    invoice = line.invoice
    return {
        "invoice_id": invoice.id,
        "number": invoice.number,
        "issue_date": day(invoice.issue_date),
        "due_date": day(invoice.due_date),
        "days_overdue": line.days_overdue,
        "amount_incl_tax": money(invoice.amount_incl_tax),
        "already_paid": money(invoice.already_paid),
        "contract_rate": percent(invoice.contract_rate),
        "principal": money(line.principal),
        "credited": money(line.credited),
        "principal_paid": money(line.principal_paid),
        "principal_left": money(line.principal_left),
        "interest": money(line.interest),
        "interest_paid": money(line.interest_paid),
        "interest_left": money(line.interest_left),
        "fixed_indemnity": money(line.fixed_indemnity),
        "fixed_indemnity_paid": money(line.fixed_indemnity_paid),
        "fixed_indemnity_left": money(line.fixed_indemnity_left),
        "complementary_indemnity": money(line.complementary_indemnity),
        "complementary_indemnity_paid": money(line.complementary_indemnity_paid),
        "complementary_indemnity_left": money(line.complementary_indemnity_left),
        "total_left": money(line.total_left),
        **_set_aside(line),
        "accessories_payable_by": day(line.accessories_payable_by),
        "periods": [_period(*entry) for entry in zip(line.periods, line.period_cents, strict=True)],
        "warnings": list(line.warnings),
    }


def _period(period: InterestPeriod, cents: Money) -> dict[str, Any]:
    """``interest`` is not rounded; the ``amount`` of the periods add up to the invoice's interest (INT_13)."""
    return {
        "from": day(period.start),
        "to": day(period.end),
        "days": period.days,
        "annual_rate": percent(period.annual_rate),
        "principal": money(period.principal),
        "interest": f"{period.interest:.6f}",
        "amount": money(cents),
        "provisional": period.provisional,
    }
