"""What is owed, as JSON: the statement of account and its parts."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.interest import InterestPeriod
from chalicelib.domain.ledger import Allocation, InvoiceStatement, Statement

from .values import day, money, percent


def balance(value: Statement) -> dict[str, Any]:
    """What is left on the invoices that are due."""
    return {
        "principal": money(value.principal),
        "interest": money(value.interest),
        "fixed_indemnity": money(value.fixed_indemnity),
        "total": money(value.total),
        "as_of": day(value.as_of),
    }


def statement(value: Statement, case_id: str | None) -> dict[str, Any]:
    """The whole décompte."""
    return {
        "object": "statement",
        "case_id": case_id,
        "as_of": day(value.as_of),
        "balance": balance(value),
        "invoices": [_line(line) for line in value.lines],
        "not_yet_due": [_line(line) for line in value.not_yet_due],
        "allocations": [allocation(entry) for entry in value.allocations],
        "overpaid": money(value.overpaid),
        "credit_left": money(value.credit_left),
        "provisional": value.provisional,
    }


def allocation(value: Allocation) -> dict[str, Any]:
    """How a payment, or a part of it, was spread over one invoice."""
    return {
        "payment_id": value.payment_id,
        "invoice_id": value.invoice_id,
        "interest": money(value.interest),
        "fixed_indemnity": money(value.fixed_indemnity),
        "principal": money(value.principal),
        "principal_left": money(value.principal_left),
    }


def _line(line: InvoiceStatement) -> dict[str, Any]:
    return {
        "invoice_id": line.invoice.id,
        "number": line.invoice.number,
        "due_date": day(line.invoice.due_date),
        "days_overdue": line.days_overdue,
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
        "total_left": money(line.total_left),
        "periods": [_period(period) for period in line.periods],
    }


def _period(period: InterestPeriod) -> dict[str, Any]:
    return {
        "from": day(period.start),
        "to": day(period.end),
        "days": period.days,
        "annual_rate": percent(period.annual_rate),
        "principal": money(period.principal),
        "interest": f"{period.interest:.6f}",
        "provisional": period.provisional,
    }
