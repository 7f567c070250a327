"""In which order a payment pays the parts of an invoice, and what stands behind the 40 EUR (PAY_01, PAY_02, IND_05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.allocation_order import AllocationOrder
from chalicelib.domain.ledger import ComplementaryIndemnity, Statement
from chalicelib.domain.money import Money
from chalicelib.domain.notice import ProvenNotice
from chalicelib.domain.parties import DebtorKind

from .test_ledger import LEGAL, PRINCIPAL_FIRST, PRINCIPAL_SECOND, credit, draw_up, invoice, paid

COSTS = ComplementaryIndemnity("cmp_1", "A", Money(10_000), date(2026, 3, 1), "doc_1")


def parts(account: Statement) -> list[tuple[int, int, int, int]]:
    return [
        (a.interest.amount, a.fixed_indemnity.amount, a.complementary_indemnity.amount, a.principal.amount)
        for a in account.allocations
    ]


@pytest.mark.parametrize(
    ("order", "spread"),
    [
        (LEGAL, (9_820, 4_000, 10_000, 176_180)),
        (PRINCIPAL_SECOND, (9_820, 0, 0, 190_180)),
        (PRINCIPAL_FIRST, (0, 0, 0, 200_000)),
    ],
)
def test_a_part_payment_follows_the_order_that_the_creditor_chose(
    order: AllocationOrder, spread: tuple[int, int, int, int]
) -> None:
    """PAY_01: interest, 40 EUR, principal by law; principal earlier where the creditor consents (C. civ. 1343-1)."""
    account = draw_up([invoice("A", 500_000)], "2026-03-31", [paid(200_000, "2026-03-31")], order=order, costs=[COSTS])
    assert parts(account) == [spread]
    assert account.order is order


def test_principal_that_is_paid_first_bears_no_more_interest() -> None:
    """INT_11: the order changes what the debt costs afterwards, in the debtor's favour."""
    payment = [paid(200_000, "2026-03-31")]
    by_law = draw_up([invoice("A", 500_000)], "2026-06-15", payment)
    by_consent = draw_up([invoice("A", 500_000)], "2026-06-15", payment, order=PRINCIPAL_FIRST)
    assert by_consent.total.amount < by_law.total.amount
    assert by_consent.lines[0].periods[-1].principal == Money(300_000)


def test_the_designated_invoice_comes_first_and_is_paid_in_the_case_s_order() -> None:
    """PAY_02: what the debtor designates wins among debts; inside it the order stays the case's."""
    invoices = [invoice("A", 100_000), invoice("B", 100_000, date(2026, 1, 10))]
    payment = [paid(50_000, "2026-03-31", designated="A")]
    account = draw_up(invoices, "2026-03-31", payment, order=PRINCIPAL_FIRST)
    assert [(a.invoice_id, a.principal.amount) for a in account.allocations] == [("A", 50_000)]


def test_costs_on_proof_are_owed_from_the_day_they_are_claimed() -> None:
    """IND_05: a line of their own, beside the 40 EUR, outside the base of interest."""
    before = draw_up([invoice("A", 500_000)], "2026-02-28", costs=[COSTS])
    after = draw_up([invoice("A", 500_000)], "2026-03-01", costs=[COSTS])
    assert (before.complementary_indemnity.amount, after.complementary_indemnity.amount) == (0, 10_000)
    assert after.total == after.principal + after.interest + after.fixed_indemnity + Money(10_000)
    assert after.lines[0].interest == draw_up([invoice("A", 500_000)], "2026-03-01").lines[0].interest


def test_an_invoice_without_the_fixed_indemnity_bears_no_other() -> None:
    """IND_02, IND_04, IND_05: a consumer, an invoice due after the judgment, and one credited from the start."""
    consumer = draw_up([invoice("A", 500_000)], "2026-03-31", costs=[COSTS], kind=DebtorKind.CONSUMER)
    frozen = draw_up([invoice("A", 500_000)], "2026-03-31", costs=[COSTS], frozen_on=date(2026, 1, 15))
    cancelled = draw_up([invoice("A", 500_000)], "2026-03-31", (), [credit(500_000)], costs=[COSTS])
    assert [account.complementary_indemnity.amount for account in (consumer, frozen, cancelled)] == [0, 0, 0]


def test_a_public_body_has_45_days_after_the_principal_for_the_rest() -> None:
    """TERM_04, CCP R2192-36."""
    payment = [paid(500_000, "2026-03-31")]
    account = draw_up([invoice("A", 500_000)], "2026-04-30", payment, kind=DebtorKind.PUBLIC_BODY)
    assert account.lines[0].accessories_payable_by is None
    account = draw_up(
        [invoice("A", 500_000)], "2026-04-30", payment, kind=DebtorKind.PUBLIC_BODY, order=PRINCIPAL_FIRST
    )
    assert account.lines[0].accessories_payable_by == date(2026, 5, 15)
    business = draw_up([invoice("A", 500_000)], "2026-04-30", payment, order=PRINCIPAL_FIRST)
    assert business.lines[0].accessories_payable_by is None


def test_a_letter_of_notice_speaks_of_the_invoices_that_were_due_then() -> None:
    """INT_08: what fell due afterwards was listed apart, and is not in default by it."""
    from chalicelib.adapters.rates_file import load_rates
    from chalicelib.domain.ledger import statement

    invoices = [invoice("A", 100_000), invoice("B", 100_000, date(2026, 3, 10))]
    account = statement(
        invoices,
        [],
        [],
        debtor_kind=DebtorKind.CONSUMER,
        rates=load_rates(),
        as_of=date(2026, 6, 30),
        formal_notices=(ProvenNotice(date(2026, 3, 9), date(2026, 3, 12)),),
    )
    assert [bool(line.interest) for line in account.lines] == [True, False]


def test_costs_of_an_unknown_invoice_are_refused() -> None:
    from chalicelib.domain.errors import InvalidInput

    with pytest.raises(InvalidInput, match="not there"):
        draw_up([invoice("A", 100)], "2026-03-31", costs=[replace(COSTS, invoice_id="Z")])
