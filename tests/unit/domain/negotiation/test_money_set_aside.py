"""What disputes set aside and settlements give up, in the ledger: exact, and no cent lost (R-002, R-073)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger import CreditNote, Payment, Statement, statement
from chalicelib.domain.ledger_facts import Contested, Waiver
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.parties import DebtorKind

DUE = date(2026, 1, 31)
RATES = load_rates()
LAST = DUE + timedelta(days=200)


def day(number: int) -> date:
    return DUE + timedelta(days=number)


def invoice(name: str, cents: int) -> Invoice:
    return Invoice(name, name, DUE - timedelta(days=30), DUE, Money(cents))


def paid(cents: int, on: int, sequence: int = 1, designated: str | None = None) -> Payment:
    return Payment(f"p{sequence}", Money(cents), day(on), sequence, designated_invoice=designated)


def contested(cents: int | None, since: int, until: int | None = None, given_up: int = 0, name: str = "d") -> Contested:
    return Contested(
        name,
        ("A",),
        None if cents is None else Money(cents),
        day(since),
        None if until is None else day(until),
        Money(given_up),
    )


def account(*facts: object, as_of: int = 100, claimed: bool = False, cents: int = 120_000) -> Statement:
    return statement(
        [invoice("A", cents), invoice("B", 50_000)],
        [each for each in facts if isinstance(each, Payment)],
        [each for each in facts if isinstance(each, CreditNote)],
        debtor_kind=DebtorKind.COMPANY,
        rates=RATES,
        as_of=day(as_of),
        contested=[each for each in facts if isinstance(each, Contested)],
        waivers=[each for each in facts if isinstance(each, Waiver)],
        claimed_only=claimed,
    )


def credit(cents: int) -> CreditNote:
    return CreditNote("c1", "A", "AV", day(1), Money(cents), DUE)


def test_what_is_claimed_is_what_would_be_owed_if_the_dispute_were_upheld() -> None:
    """Its principal and the interest it bears, from the first day; the fixed indemnity of the late rest stays."""
    asked, upheld = account(contested(70_000, 40), claimed=True), account(credit(70_000))
    assert (asked.principal, asked.interest, asked.fixed_indemnity) == (
        upheld.principal,
        upheld.interest,
        upheld.fixed_indemnity,
    )


def test_of_a_whole_invoice_the_indemnity_is_set_aside_too() -> None:
    asked = account(contested(None, 40), claimed=True)
    assert asked.total == account(credit(120_000)).total
    assert asked.contested + asked.total == account().total


def test_a_rejected_dispute_leaves_no_trace() -> None:
    after, never = account(contested(70_000, 40, 80)), account()
    assert (after.total, after.interest, after.contested) == (never.total, never.interest, ZERO)
    assert [line.periods for line in after.lines] == [line.periods for line in never.lines]


def test_what_is_given_up_takes_its_interest_along() -> None:
    given, noted = account(contested(70_000, 40, 80, 30_000)), account(credit(30_000))
    assert (given.principal, given.interest, given.total) == (noted.principal, noted.interest, noted.total)
    assert given.waived == Money(30_000)


def test_payments_go_to_what_nobody_contests_first() -> None:
    asked = account(contested(None, 40), paid(30_000, 50), claimed=True)
    assert {part.invoice_id for part in asked.allocations} == {"B"}
    spread = account(contested(70_000, 40), paid(130_000, 50), claimed=True)
    assert spread.total.amount < account(contested(70_000, 40), claimed=True).total.amount
    assert spread.overpaid == ZERO


def test_a_payment_that_is_designated_goes_to_the_contested_invoice() -> None:
    """C. civ. 1342-10: the debtor says which debt they pay."""
    asked = account(contested(None, 40), paid(30_000, 50, designated="A"), claimed=True)
    assert {part.invoice_id for part in asked.allocations} == {"A"}


def test_what_was_paid_before_the_dispute_stays_where_it_went() -> None:
    before = account(paid(30_000, 20))
    during = account(paid(30_000, 20), contested(70_000, 40))
    assert before.allocations == during.allocations


def test_a_settlement_gives_up_what_was_left_on_its_day_and_no_interest_runs_on() -> None:
    owed = account(as_of=60).total
    after = account(paid(100_000, 60), Waiver("s", day(60)), as_of=150)
    assert (after.total, after.waived) == (ZERO, Money(owed.amount - 100_000))
    assert after.waived_by == (("s", owed.amount - 100_000),)


payments = st.lists(
    st.tuples(st.integers(1, 90_000), st.integers(-5, 150), st.sampled_from([None, "A", "B"])), max_size=4
)
disputes = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(1, 150_000)),
        st.integers(1, 120),
        st.one_of(st.none(), st.integers(0, 60)),
        st.integers(0, 40_000),
    ),
    max_size=3,
)


@settings(max_examples=300, deadline=None)
@given(payments, disputes, st.integers(0, 120_000), st.one_of(st.none(), st.integers(1, 150)))
def test_money_is_conserved_through_disputes_credit_notes_and_waivers(
    received: list[tuple[int, int, str | None]],
    said: list[tuple[int | None, int, int | None, int]],
    credited: int,
    settled: int | None,
) -> None:
    """Each cent received is spread or overpaid, each cent owed is left, paid, credited or given up; none negative."""
    facts: list[object] = [paid(cents, on, n, of) for n, (cents, on, of) in enumerate(received, 1)]
    facts += [
        contested(cents, since, None if days is None else since + days, 0 if days is None else given_up, f"d{n}")
        for n, (cents, since, days, given_up) in enumerate(said)
    ]
    facts += [credit(credited)] if credited else []
    facts += [Waiver("s", day(settled))] if settled else []
    whole, asked = account(*facts, as_of=160), account(*facts, as_of=160, claimed=True)
    spread = sum(part.total.amount for part in whole.allocations)
    assert spread + whole.overpaid.amount == sum(cents for cents, _, _ in received)
    assert whole.allocations == asked.allocations
    assert asked.total + asked.contested == whole.total
    for line in (*whole.lines, *asked.lines):
        for left in (
            line.principal_left,
            line.interest_left,
            line.fixed_indemnity_left,
            line.total_left,
            line.contested,
            line.waived,
        ):
            assert left.amount >= 0, line
    for line in whole.lines:
        owed = line.principal + line.interest + line.fixed_indemnity
        paid_parts = line.principal_paid + line.interest_paid + line.fixed_indemnity_paid
        assert owed == line.total_left + paid_parts + line.credited + line.waived


@pytest.mark.parametrize("until", [40, 41, 90])
def test_given_up_on_whatever_day_the_end_is_the_same(until: int) -> None:
    given = account(contested(70_000, 40, until, 70_000))
    assert given.total == account(credit(70_000)).total
