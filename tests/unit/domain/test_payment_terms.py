"""When an invoice may fall due (TERM_01 to TERM_04)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.domain.invoice import Invoice
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.payment_terms import (
    PublicTerm,
    accessories_payable_by,
    default_due_date,
    end_of_month,
    latest_agreed_due_date,
    term_findings,
)


def test_without_an_agreement_the_term_is_30_days_after_performance() -> None:
    """TERM_01, C. com. L441-10 I."""
    assert default_due_date(date(2026, 1, 31)) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("issued", "latest"),
    [
        ("2026-01-01", "2026-03-17"),  # end of January, then 45 days; 60 days would be 2 March
        ("2026-01-31", "2026-04-01"),  # 60 days from the invoice
        ("2026-02-20", "2026-04-30"),  # 45 days, then the end of that month
        ("2024-02-29", "2024-04-30"),
    ],
)
def test_the_latest_agreed_day_is_60_days_or_45_days_end_of_month(issued: str, latest: str) -> None:
    """TERM_02: both ways of counting the end of the month are usual; the later one is not told off."""
    assert latest_agreed_due_date(date.fromisoformat(issued)) == date.fromisoformat(latest)


@pytest.mark.parametrize(("day", "end"), [("2026-12-05", "2026-12-31"), ("2024-02-01", "2024-02-29")])
def test_the_end_of_a_month(day: str, end: str) -> None:
    assert end_of_month(date.fromisoformat(day)) == date.fromisoformat(end)


def test_public_terms_are_30_50_and_60_days() -> None:
    """TERM_03, CCP R2192-10 and R2192-11."""
    assert [term.days for term in PublicTerm] == [30, 50, 60]


def test_only_a_public_body_has_45_days_for_interest() -> None:
    """TERM_04, CCP R2192-36."""
    assert accessories_payable_by(DebtorKind.PUBLIC_BODY, date(2026, 1, 1)) == date(2026, 2, 15)
    assert accessories_payable_by(DebtorKind.COMPANY, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("kind", "days", "told"),
    [
        (DebtorKind.COMPANY, 76, True),
        (DebtorKind.COMPANY, 75, False),
        (DebtorKind.SOLE_TRADER, 200, True),
        (DebtorKind.PUBLIC_BODY, 61, True),
        (DebtorKind.PUBLIC_BODY, 60, False),
        (DebtorKind.CONSUMER, 300, False),
        (DebtorKind.NON_PROFESSIONAL, 300, False),
    ],
)
def test_a_term_beyond_the_law_is_a_warning_and_never_a_refusal(kind: DebtorKind, days: int, told: bool) -> None:
    """TERM_02, TERM_03."""
    issued = date(2026, 1, 1)
    invoice = Invoice("inv_1", "F-1", issued, issued + timedelta(days=days), Money(1))
    found = list(term_findings(kind, invoice, "#/invoices/0"))
    assert [finding.code for finding in found] == ["payment_term_too_long"] * told
    assert not any(finding.is_blocking for finding in found)
    assert [finding.pointer for finding in found] == ["#/invoices/0/due_date"] * told
