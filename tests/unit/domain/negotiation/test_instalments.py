"""Instalments add up to the cent, on banking days that follow one another (R-075, R-076)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.arrangement import InstalmentFacts
from chalicelib.domain.banking_days import is_banking_day
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.instalments import due_on_signature, instalments_for, last_day_to_sign
from chalicelib.domain.negotiation.payment_plan import Instalment
from chalicelib.domain.negotiation.terms import MOST_INSTALMENTS, Every, PlanTerms
from chalicelib.domain.territory import Territory, territory_of

PARIS = territory_of("75011")
TERRITORIES = [territory_of(code) for code in ("75011", "67000", "97400", "97150", "97133", "97600", "00000")]
DAYS = st.dates(date(2026, 1, 1), date(2060, 12, 31))


def _cents(instalments: tuple[Instalment, ...]) -> list[int]:
    return [each.amount.amount for each in instalments]


def _codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in refused.value.errors]


@st.composite
def _terms(draw: st.DrawFn) -> tuple[Money, PlanTerms]:
    count = draw(st.integers(1, MOST_INSTALMENTS))
    total = draw(st.integers(count, 10**11))
    first = draw(st.none() | st.integers(1, total - count + 1)) if count > 1 else None
    every = draw(st.sampled_from(Every))
    return Money(total), PlanTerms(count, draw(DAYS), Money(first) if first else None, every)


@settings(deadline=None)
@given(asked=_terms(), territory=st.sampled_from(TERRITORIES))
def test_any_plan_adds_up_to_the_cent_on_banking_days_in_order(
    asked: tuple[Money, PlanTerms], territory: Territory | None
) -> None:
    """R-076: no cent is lost for any amount, number and pre-payment."""
    total, terms = asked
    found = instalments_for(total, terms, territory)
    assert sum(_cents(found)) == total.amount
    assert [each.number for each in found] == list(range(1, terms.count + 1))
    assert min(_cents(found)) > 0
    days = [each.on for each in found]
    assert days == sorted(set(days))
    assert all(is_banking_day(day, territory) for day in days)
    assert all(each.wanted_on is None or each.wanted_on < each.on for each in found)
    if terms.first_amount is not None:
        assert found[0].amount == terms.first_amount


@settings(deadline=None)
@given(asked=_terms(), late=st.integers(0, 400), territory=st.sampled_from(TERRITORIES))
def test_whenever_it_is_signed_the_first_instalment_comes_no_earlier_and_the_others_stay(
    asked: tuple[Money, PlanTerms], late: int, territory: Territory | None
) -> None:
    """R-075: the first instalment is due at once, that is once both have signed."""
    planned = instalments_for(*asked, territory)
    signed_on = planned[0].on - timedelta(days=5) + timedelta(days=late)
    found = due_on_signature(planned, signed_on, territory)
    if found is None:
        assert planned[1].on <= signed_on + timedelta(days=6)
        return
    assert _cents(found) == _cents(planned)
    assert found[1:] == planned[1:]
    assert found[0].on >= signed_on
    assert is_banking_day(found[0].on, territory)
    assert all(a.on < b.on for a, b in pairwise(found))


@settings(deadline=None)
@given(asked=_terms(), wait=st.integers(0, 60))
def test_the_last_day_to_sign_is_one_on_which_the_plan_can_still_be_signed(
    asked: tuple[Money, PlanTerms], wait: int
) -> None:
    planned = instalments_for(*asked, PARIS)
    wanted = planned[0].on + timedelta(days=wait)
    last = last_day_to_sign(planned, wanted, PARIS)
    assert planned[0].on <= last <= wanted
    assert due_on_signature(planned, last, PARIS) is not None


@pytest.mark.parametrize(
    ("total", "count", "first", "expected"),
    [
        (10_000, 3, None, [3_333, 3_333, 3_334]),
        (10_001, 4, None, [2_500, 2_500, 2_500, 2_501]),
        (10_000, 3, 1, [1, 4_999, 5_000]),
        (3, 3, None, [1, 1, 1]),
        (264_000, 1, None, [264_000]),
        (264_000, 1, 264_000, [264_000]),
    ],
)
def test_the_last_instalment_carries_the_cents_left_over(
    total: int, count: int, first: int | None, expected: list[int]
) -> None:
    terms = PlanTerms(count, date(2026, 12, 1), Money(first) if first else None)
    assert _cents(instalments_for(Money(total), terms, PARIS)) == expected


def test_monthly_instalments_of_the_31st_fall_on_the_last_day_of_shorter_months() -> None:
    found = instalments_for(Money(90_000), PlanTerms(4, date(2028, 1, 31)), PARIS)
    assert [each.on for each in found] == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 5, 2)]
    assert found[3].wanted_on == date(2028, 4, 30)


@pytest.mark.parametrize(
    ("every", "days"),
    [
        (Every.WEEKLY, [date(2026, 12, 18), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 8)]),
        (Every.FORTNIGHTLY, [date(2026, 12, 18), date(2027, 1, 4), date(2027, 1, 15), date(2027, 1, 29)]),
    ],
)
def test_a_day_that_moved_moves_no_other(every: Every, days: list[date]) -> None:
    found = instalments_for(Money(40_000), PlanTerms(4, date(2026, 12, 18), every=every), PARIS)
    assert [each.on for each in found] == days


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        (PlanTerms(3), ("#/first_on", "no_day")),
        (PlanTerms(0, date(2026, 12, 1)), ("#/count", "outside_range")),
        (PlanTerms(61, date(2026, 12, 1)), ("#/count", "outside_range")),
        (PlanTerms(11, date(2026, 12, 1)), ("#/count", "outside_range")),
        (PlanTerms(2, date(2026, 12, 1), Money(0)), ("#/first_amount/amount", "not_positive")),
        (PlanTerms(2, date(2026, 12, 1), Money(10)), ("#/first_amount/amount", "more_than_total")),
        (PlanTerms(1, date(2026, 12, 1), Money(9)), ("#/first_amount/amount", "not_the_total")),
    ],
)
def test_terms_that_make_no_plan_of_ten_cents_are_refused_at_their_field(
    terms: PlanTerms, problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        instalments_for(Money(10), terms, PARIS)
    assert _codes(refused) == [problem]


def _named(*wanted: tuple[date, int]) -> PlanTerms:
    return PlanTerms(instalments=tuple(InstalmentFacts(on, Money(cents)) for on, cents in wanted))


def test_instalments_named_one_by_one_are_kept_and_moved_off_days_without_banks() -> None:
    terms = _named((date(2026, 11, 24), 1_000), (date(2026, 12, 25), 9_000))
    found = instalments_for(Money(10_000), terms, PARIS)
    assert [(each.on, each.wanted_on) for each in found] == [
        (date(2026, 11, 24), None),
        (date(2026, 12, 28), date(2026, 12, 25)),
    ]


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        (_named((date(2026, 11, 24), 1_000), (date(2026, 12, 24), 8_999)), ("#/instalments", "not_the_total")),
        (
            _named((date(2026, 11, 24), 10_000), (date(2026, 12, 24), 0)),
            ("#/instalments/1/amount/amount", "not_positive"),
        ),
        (
            _named((date(2026, 11, 24), 1_000), (date(2026, 11, 24), 9_000)),
            ("#/instalments/1/on", "not_increasing"),
        ),
        (
            _named((date(2026, 11, 28), 1_000), (date(2026, 11, 29), 9_000)),
            ("#/instalments/1/on", "not_increasing"),
        ),
    ],
)
def test_named_instalments_that_make_no_plan_are_refused_at_their_field(
    terms: PlanTerms, problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        instalments_for(Money(10_000), terms, PARIS)
    assert _codes(refused) == [problem]


def test_instalments_are_counted_or_named_but_not_both() -> None:
    named = _named((date(2026, 11, 24), 10_000))
    with pytest.raises(InvalidInput) as refused:
        instalments_for(Money(10_000), replace(named, count=2), PARIS)
    assert _codes(refused) == [("#/instalments", "not_both")]


def test_a_signature_after_the_second_day_is_too_late() -> None:
    planned = instalments_for(Money(10_000), PlanTerms(2, date(2026, 11, 24), every=Every.WEEKLY), PARIS)
    assert due_on_signature(planned, date(2026, 12, 1), PARIS) is None
    assert last_day_to_sign(planned, date(2026, 12, 20), PARIS) == date(2026, 11, 30)
