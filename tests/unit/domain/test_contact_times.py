"""Contact times over sixty-one years, everywhere, against an oracle written from the text (CON_01..CON_04, CON_10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from chalicelib.domain.calendar import easter, holiday_name, is_bridge_day
from chalicelib.domain.contact_guard import Decision, GuardDecision, evaluate
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.territory import territory_of

from .contact_time_oracle import (
    HOURS_FROM_UTC,
    PLACES,
    Place,
    earliest,
    easter_sunday,
    is_bridge,
    is_holiday,
    last_sunday,
    local,
    offset_hours,
)

YEARS = range(2000, 2061)
DAYS = tuple(date(2000, 1, 1) + timedelta(days=n) for n in range((date(2061, 1, 1) - date(2000, 1, 1)).days))
POLICIES = tuple(GuardPolicy(profile, bridges) for profile, bridges in product(Profile, (False, True)))
KINDS = tuple(DebtorKind)
BOUNDS = (
    timedelta(hours=0),
    timedelta(hours=7, minutes=59, seconds=59),
    timedelta(hours=8),
    timedelta(hours=9, minutes=59, seconds=59),
    timedelta(hours=10),
    timedelta(hours=12, minutes=59, seconds=59),
    timedelta(hours=13),
    timedelta(hours=13, minutes=59, seconds=59),
    timedelta(hours=14),
    timedelta(hours=19, minutes=59, seconds=59),
    timedelta(hours=20),
    timedelta(hours=23, minutes=59, seconds=59),
)
"""Around every opening and closing, as hours of a day that has twenty-four of them."""

EASTERS = {2000: "04-23", 2008: "03-23", 2011: "04-24", 2019: "04-21", 2024: "03-31", 2026: "04-05", 2038: "04-25"}
"""Published dates, so that oracle and calendar are not wrong in the same way; 2038 is the latest."""

each_place = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.departement)


def ask(wanted: datetime, place: Place, policy: GuardPolicy, kind: DebtorKind = DebtorKind.COMPANY) -> GuardDecision:
    return evaluate(wanted, channel="email", debtor_kind=kind, postal_code=place.postal_code, policy=policy)


def judge(wanted: datetime, place: Place, policy: GuardPolicy, kind: DebtorKind = DebtorKind.COMPANY) -> None:
    """The guard's answer is the oracle's instant, on the oracle's local clock."""
    due = earliest(
        wanted,
        place.departement,
        strict=policy.profile is Profile.STRICT,
        bridges_closed=policy.block_bridge_days,
    )
    found = ask(wanted, place, policy, kind)
    where = (wanted.isoformat(), place, policy)
    assert found.allowed_at is not None, where
    assert found.allowed_at.isoformat() == local(due, place.departement).isoformat(), where
    assert (found.decision is Decision.NOW) == (due == wanted) == (not found.reasons), where


def test_easter_is_the_published_one_and_both_computations_agree() -> None:
    assert {year: f"{easter_sunday(year):%m-%d}" for year in EASTERS} == EASTERS
    assert [easter(year) for year in range(1900, 2201)] == [easter_sunday(year) for year in range(1900, 2201)]


@each_place
def test_every_day_of_sixty_one_years_is_a_holiday_or_a_bridge_as_the_law_says(place: Place) -> None:
    """CON_03, CON_04."""
    territory = territory_of(place.postal_code)
    assert territory is not None
    assert territory.departement == place.departement
    wrong = [
        day
        for day in DAYS
        if (holiday_name(day, territory) is not None) != is_holiday(day, place.departement)
        or (day.isoweekday() < 6 and is_bridge_day(day, territory) != is_bridge(day, place.departement))
    ]
    assert wrong == []


def sampled_days() -> Iterator[tuple[date, Place, GuardPolicy, DebtorKind, timedelta]]:
    """Every day once; places, policies, kinds and hours take turns, of lengths without a common divisor."""
    for number, day in enumerate(DAYS):
        yield (
            day,
            PLACES[number % 10],
            POLICIES[number // 10 % len(POLICIES)],
            KINDS[number % len(KINDS)],
            timedelta(minutes=number * 37 % 1440),
        )


def test_every_day_of_sixty_one_years_gives_the_instant_of_the_oracle() -> None:
    """CON_01, CON_02, CON_10: each day at an hour of its own."""
    for day, place, policy, kind, hour in sampled_days():
        judge(datetime(day.year, day.month, day.day, tzinfo=UTC) + hour, place, policy, kind)


def changes_of_clock() -> list[date]:
    return [last_sunday(year, month) for year in YEARS for month in (3, 10)]


@pytest.mark.parametrize("policy", [POLICIES[0], POLICIES[-1]], ids=["standard", "strict, no bridge days"])
def test_around_every_change_of_clock_the_bounds_are_those_of_the_local_clock(policy: GuardPolicy) -> None:
    """CON_01, CON_10, from the Friday before to the Monday after, in metropolitan France and Alsace-Moselle."""
    for change, place in product(changes_of_clock(), PLACES[:2]):
        for shift, bound in product((-2, 0, 1), BOUNDS):
            at = change + timedelta(days=shift)
            noon = datetime(at.year, at.month, at.day, 12, tzinfo=UTC)
            midnight = noon - timedelta(hours=12 + offset_hours(noon, place.departement))
            judge(midnight + bound, place, policy)


def test_around_every_change_of_clock_overseas_stands_still() -> None:
    """CON_01: Paris moves, the territories do not."""
    overseas = [place for place in PLACES if place.departement in HOURS_FROM_UTC]
    for change, place in product(changes_of_clock(), overseas):
        monday = change + timedelta(days=1)
        offset = timedelta(hours=HOURS_FROM_UTC[place.departement])
        for bound in BOUNDS[1:3]:
            wanted = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) + bound - offset
            judge(wanted, place, POLICIES[0])


def test_every_minute_of_the_two_nights_that_are_longer_or_shorter_ends_on_monday_at_eight() -> None:
    """CON_01: no minute is lost or counted twice between Saturday and Monday."""
    for year in (2000, 2026, 2060):
        for month in (3, 10):
            change = last_sunday(year, month)
            start = datetime(change.year, change.month, change.day, tzinfo=UTC) - timedelta(hours=4)
            opened = {ask(start + timedelta(minutes=n), PLACES[0], POLICIES[0]).allowed_at for n in range(0, 1500, 5)}
            (monday,) = {at.replace(tzinfo=None) for at in opened if at is not None}
            first = change + timedelta(days=1)
            while is_holiday(first, "75"):
                first += timedelta(days=1)
            assert monday == datetime(first.year, first.month, first.day, 8)  # noqa: DTZ001 - a local clock is meant


@each_place
def test_the_bounds_of_a_plain_week_hold_everywhere_to_the_second(place: Place) -> None:
    """CON_10: the opening is in, the closing is out."""
    for policy, number, bound in product(POLICIES, range(7), BOUNDS):
        day = date(2026, 6, 1) + timedelta(days=number)
        offset = timedelta(hours=HOURS_FROM_UTC.get(place.departement, 2))
        judge(datetime(day.year, day.month, day.day, tzinfo=UTC) + bound - offset, place, policy)
