"""One statement over several cases: every line as in its own, every sum to the cent (R-123, INT_13)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.joint_statement import joint
from chalicelib.domain.ledger import Payment, Statement, statement
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind

DUE = date(2026, 1, 31)
AS_OF = date(2026, 5, 20)
RATES = load_rates()


def of_one_case(number: int, cents: int, late: int, paid: int) -> Statement:
    due = DUE + timedelta(days=late)
    invoice = Invoice(f"inv_{number}", f"FA-{number}", due - timedelta(days=30), due, Money(cents))
    payments = [Payment(f"pay_{number}", Money(paid), due + timedelta(days=9), 1)] if paid else []
    return statement([invoice], payments, [], debtor_kind=DebtorKind.COMPANY, rates=RATES, as_of=AS_OF)


amounts = st.tuples(st.integers(1, 9_000_000), st.integers(0, 7), st.integers(0, 400_000))


@given(st.lists(amounts, min_size=1, max_size=10))
def test_the_sum_of_the_cases_is_the_sum_of_the_lines(cases: list[tuple[int, int, int]]) -> None:
    apart = [of_one_case(number, *case) for number, case in enumerate(cases)]
    together = joint(apart)
    assert together.total.amount == sum(each.total.amount for each in apart)
    assert together.total.amount == sum(line.total_left.amount for line in together.lines)
    parts = (together.principal, together.interest, together.fixed_indemnity, together.complementary_indemnity)
    assert sum(part.amount for part in parts) == together.total.amount
    paid = sum(payment.amount.amount for payment in together.payments)
    assert sum(each.total.amount for each in together.allocations) + together.overpaid.amount == paid


@given(st.lists(amounts, min_size=1, max_size=10))
def test_each_line_is_as_its_own_case_says_it(cases: list[tuple[int, int, int]]) -> None:
    apart = [of_one_case(number, *case) for number, case in enumerate(cases)]
    together = joint(apart)
    assert sorted(line.invoice.id for line in together.lines) == sorted(s.lines[0].invoice.id for s in apart)
    assert all(any(line == each.lines[0] for each in apart) for line in together.lines)
    ages = [(line.invoice.due_date, line.invoice.number) for line in together.lines]
    assert ages == sorted(ages)


def test_what_one_case_was_paid_too_much_does_not_pay_another() -> None:
    """A payment belongs to its case: crediting another would be the creditor's choice, not ours (PAY_02)."""
    paid_too_much, unpaid = of_one_case(1, 10_000, 0, 400_000), of_one_case(2, 50_000, 0, 0)
    together = joint([paid_too_much, unpaid])
    assert together.total == unpaid.total
    assert together.overpaid == paid_too_much.overpaid
