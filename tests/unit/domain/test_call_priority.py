"""Who is called first (R-033, R-069): weights as a table, and an order that waiting never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb import index_keys
from chalicelib.domain.call_priority import (
    ASKED_TO_BE_CALLED_POINTS,
    BROKEN_AT_MOST,
    KIND_POINTS,
    MOST_DAYS,
    NEW_CUSTOMER_POINTS,
    REFUSED_POINTS,
    SOLVENCY_POINTS,
    call_priority,
)
from chalicelib.domain.call_rank import CallPriority, Given, Ground
from chalicelib.domain.case import Case
from chalicelib.domain.holds import Hold
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.limitation_record import RecordedAct
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Debtor, DebtorKind, Solvency
from tests.support import stored_things as things

TODAY = date(2026, 11, 24)
PLAIN = things.case()


def points(case: Case = PLAIN, owed: int = 0, today: date = TODAY, **debtor: Any) -> dict[Ground, int]:
    who: Debtor = replace(things.debtor(), **{"solvency": Solvency.GOOD, **debtor})
    return {each.ground: each.points for each in call_priority(case, who, Money(owed), today).given}


def test_every_solvency_and_every_kind_has_its_weight() -> None:
    assert set(SOLVENCY_POINTS) == set(Solvency)
    assert set(KIND_POINTS) == set(DebtorKind)


@pytest.mark.parametrize(("solvency", "expected"), SOLVENCY_POINTS.items())
def test_the_poorer_a_debtor_the_sooner_they_are_called(solvency: Solvency, expected: int) -> None:
    """R-013, R-033."""
    assert points(solvency=solvency).get(Ground.SOLVENCY, 0) == expected


@pytest.mark.parametrize(("kind", "expected"), KIND_POINTS.items())
def test_a_debtor_who_can_fail_comes_before_one_who_cannot(kind: DebtorKind, expected: int) -> None:
    assert points(replace(PLAIN, debtor_kind=kind)).get(Ground.DEBTOR_KIND, 0) == expected


@pytest.mark.parametrize(
    ("cents", "expected"),
    [(49_999, 0), (50_000, 20), (199_999, 20), (200_000, 40), (500_000, 60), (2_000_000, 80), (10_000_000, 100)],
)
def test_a_higher_amount_is_called_about_sooner(cents: int, expected: int) -> None:
    assert points(owed=cents).get(Ground.AMOUNT_OWED, 0) == expected


@pytest.mark.parametrize(("days", "expected"), [(-9, 0), (0, 0), (1, 1), (MOST_DAYS, MOST_DAYS), (400, MOST_DAYS)])
def test_each_day_overdue_is_a_point_up_to_half_a_year(days: int, expected: int) -> None:
    assert points(today=PLAIN.day_zero + timedelta(days=days)).get(Ground.DAYS_OVERDUE, 0) == expected


def test_words_not_kept_and_payments_that_bounced_count_three_at_most() -> None:
    """R-033: promises made on earlier calls whose debt is still open."""
    word = RecordedAct("act_1", ActKind.REQUEST_FOR_TIME, TODAY, oral=True)
    bounced = Payment("pay_1", Money(1), TODAY, 1, reversed_on=TODAY)
    one = replace(PLAIN, limitation=replace(PLAIN.limitation, acts=(word,)))
    assert points(one)[Ground.PROMISE_NOT_KEPT] == 60
    many = replace(
        one, limitation=replace(one.limitation, acts=(word, replace(word, id="act_2"))), payments=(bounced,) * 3
    )
    found = points(many)
    assert found[Ground.PROMISE_NOT_KEPT] + found[Ground.PAYMENT_BOUNCED] == BROKEN_AT_MOST


def test_who_refused_and_who_is_new_is_called_sooner() -> None:
    found = points(replace(PLAIN, refused_on=TODAY), new_customer=True)
    assert (found[Ground.REFUSED_TO_PAY], found[Ground.NEW_CUSTOMER]) == (REFUSED_POINTS, NEW_CUSTOMER_POINTS)


def test_who_asked_to_be_called_today_comes_before_everybody() -> None:
    asked = replace(PLAIN, hold=Hold(TODAY, "reached_call_back"))
    assert points(asked)[Ground.ASKED_TO_BE_CALLED] == ASKED_TO_BE_CALLED_POINTS
    most = max(SOLVENCY_POINTS.values()) + BROKEN_AT_MOST + REFUSED_POINTS + NEW_CUSTOMER_POINTS
    assert most + max(KIND_POINTS.values()) + MOST_DAYS + 100 < ASKED_TO_BE_CALLED_POINTS
    for other in (Hold(TODAY, "reached_promise"), Hold(TODAY + timedelta(days=1), "reached_call_back"), None):
        assert Ground.ASKED_TO_BE_CALLED not in points(replace(PLAIN, hold=other))


def test_the_heaviest_ground_is_told_first() -> None:
    found = call_priority(PLAIN, things.debtor(), Money(120_000), TODAY)
    assert [each.points for each in found.given] == sorted((each.points for each in found.given), reverse=True)
    assert found.score == sum(each.points for each in found.given)


@given(
    one=st.tuples(st.integers(0, 2000), st.integers(0, 4000)),
    other=st.tuples(st.integers(0, 2000), st.integers(0, 4000)),
    later=st.integers(0, 4000),
)
def test_a_stored_rank_orders_tasks_as_their_scores_do_on_every_later_day(
    one: tuple[int, int], other: tuple[int, int], later: int
) -> None:
    """A point a day for every task: on any day on which both exist, the order is that of the stored ranks."""
    first = date(2026, 1, 1)
    a, b = (_scored(points, first + timedelta(days=on)) for points, on in (one, other))
    today = max(a.as_of, b.as_of) + timedelta(days=later)
    now = [each.score + (today - each.as_of).days for each in (a, b)]
    assert (a.rank > b.rank) == (now[0] > now[1])
    places = [index_keys.ranked(each.rank, "tsk_1") for each in (a, b)]
    assert (places[0] > places[1]) == (a.rank > b.rank)


def _scored(points: int, on: date) -> CallPriority:
    return CallPriority(on, (Given(Ground.DAYS_OVERDUE, points),))


def test_the_place_in_the_index_has_one_width_for_centuries() -> None:
    ranks = [CallPriority(day, ()).rank for day in (date(1900, 1, 1), date(2100, 12, 31))]
    assert {len(index_keys.ranked(rank, "")) for rank in ranks} == {9}
