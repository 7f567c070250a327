"""What a contract's rate deserves when a case opens: a person looks, and nothing is changed silently (INT_03)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from .findings import Finding, Severity
from .interest import ContractRate, interest_terms
from .invoice import Invoice
from .late_payment import CONTRACT_RATE_NOT_APPLIED, RATE_BELOW_FLOOR, warnings_of
from .money import Money
from .parties import DebtorKind
from .rates import RateTable


def rate_findings(
    debtor_kind: DebtorKind,
    invoice: Invoice,
    pointer: str,
    rates: RateTable,
    today: date,
    *,
    creditor_is_private_individual: bool = False,
) -> Iterator[Finding]:
    """A rate under three times the legal rate since the due date, and one that this debtor does not owe at all.

    Raises ``RateUnknown`` nowhere: an unknown floor is a warning of the statement.
    """
    given: ContractRate = invoice.contract_rate
    if given is None:
        return
    terms = interest_terms(
        debtor_kind=debtor_kind,
        due_date=invoice.due_date,
        rates=rates,
        contract_rate=given,
        creditor_is_private_individual=creditor_is_private_individual,
    )
    has_figure = isinstance(terms.contract_rate, Decimal)
    periods = terms.periods(Money(1), invoice.due_date, today) if has_figure else ()
    warnings = warnings_of(terms, given, periods)
    if RATE_BELOW_FLOOR in warnings:
        yield _below_floor(invoice, f"{pointer}/contract_rate")
    if CONTRACT_RATE_NOT_APPLIED in warnings:
        yield _not_applied(invoice, f"{pointer}/contract_rate")


def _below_floor(invoice: Invoice, pointer: str) -> Finding:
    return Finding(
        RATE_BELOW_FLOOR,
        Severity.REVIEW,
        pointer,
        f"The rate of invoice {invoice.number} is below three times the legal rate, the least that C. com. "
        "L441-10 II allows (INT_02, INT_03).",
        "A person decides: interest is counted at the rate given; open the case with another rate, or without one.",
    )


def _not_applied(invoice: Invoice, pointer: str) -> Finding:
    return Finding(
        CONTRACT_RATE_NOT_APPLIED,
        Severity.WARNING,
        pointer,
        f"The rate of invoice {invoice.number} is not applied: this claim bears the rate that the law sets.",
        "Nothing to do; leave it out to say so.",
    )
