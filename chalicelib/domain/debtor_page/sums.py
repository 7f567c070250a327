"""What is owed, invoice by invoice, with the part that is contested kept apart (R-127, R-048)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.ledger_lines import InvoiceStatement
from chalicelib.domain.money import ZERO, Money

from .facts import PageFacts


@dataclass(frozen=True)
class RatePeriod:
    """Days ``start`` to ``end``, both included, at one annual rate (per cent) on one principal."""

    start: date
    end: date
    rate: Decimal
    principal: Money
    interest: Money


@dataclass(frozen=True)
class InvoiceSum:
    """One invoice. ``paid_before`` was received before the case was opened; ``paid`` since, whatever part it paid.

    ``left`` is what remains, ``contested`` the part of it under dispute; ``waived`` is what the creditor gave up.
    """

    id: str
    number: str
    issue_date: date
    due_date: date
    days_overdue: int
    amount_incl_tax: Money
    paid_before: Money
    credited: Money
    principal_left: Money
    interest: Money
    fixed_indemnity: Money
    complementary_indemnity: Money
    paid: Money
    left: Money
    contested: Money
    waived: Money
    periods: tuple[RatePeriod, ...]
    is_due: bool


@dataclass(frozen=True)
class Sums:
    """The whole of ``as_of``: ``due`` are the invoices that are due, ``later`` those that are not yet.

    ``total`` is what is left on ``due``; ``undisputed`` that without ``contested``. ``payments`` counted, newest first.
    """

    as_of: date
    due: tuple[InvoiceSum, ...]
    later: tuple[InvoiceSum, ...]
    principal: Money
    interest: Money
    fixed_indemnity: Money
    complementary_indemnity: Money
    total: Money
    contested: Money
    undisputed: Money
    not_yet_due: Money
    overpaid: Money
    payments: tuple[Payment, ...]
    frozen_on: date | None


def sums_of(facts: PageFacts) -> Sums | None:
    """``None`` while a rate is missing: nothing is shown rather than a guess (INT_15); and for a wrong person."""
    account = facts.account
    if account is None or facts.is_wrong_person:
        return None
    due = tuple(_invoice(line) for line in account.lines)
    later = tuple(_invoice(line) for line in account.not_yet_due)
    at_issue = sum((line.contested for line in account.lines), ZERO)
    payments = sorted(account.payments, key=lambda each: (each.received_on, each.sequence), reverse=True)
    return Sums(
        as_of=account.as_of,
        due=due,
        later=later,
        principal=account.principal,
        interest=account.interest,
        fixed_indemnity=account.fixed_indemnity,
        complementary_indemnity=account.complementary_indemnity,
        total=account.total,
        contested=at_issue,
        undisputed=account.total - at_issue,
        not_yet_due=sum((line.left for line in later), ZERO),
        overpaid=account.overpaid,
        payments=tuple(payments),
        frozen_on=account.frozen_on,
    )


def _invoice(line: InvoiceStatement) -> InvoiceSum:
    invoice = line.invoice
    cents = zip(line.periods, line.period_cents, strict=True)
    return InvoiceSum(
        id=invoice.id,
        number=invoice.number,
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        days_overdue=line.days_overdue,
        amount_incl_tax=invoice.amount_incl_tax,
        paid_before=invoice.already_paid,
        credited=line.credited,
        principal_left=line.principal_left,
        interest=line.interest,
        fixed_indemnity=line.fixed_indemnity,
        complementary_indemnity=line.complementary_indemnity,
        paid=line.principal_paid + line.interest_paid + line.fixed_indemnity_paid + line.complementary_indemnity_paid,
        left=line.total_left,
        contested=line.contested,
        waived=line.waived,
        periods=tuple(RatePeriod(p.start, p.end, p.annual_rate, p.principal, each) for p, each in cents),
        is_due=line.is_due,
    )
