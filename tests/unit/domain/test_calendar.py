"""Holidays and working days, by tables and properties (CON_03, CON_04)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.calendar import (
    add_working_days,
    holiday_name,
    holidays,
    is_bridge_day,
    is_working_day,
    next_working_day,
)
from chalicelib.domain.territory import HolidayRegion, Territory, territory_of


def _place(code: str) -> Territory:
    territory = territory_of(code)
    assert territory is not None
    return territory


PARIS, STRASBOURG, SAINT_DENIS, SAINT_MARTIN = _place("75001"), _place("67000"), _place("97400"), _place("97150")
PLACES = st.sampled_from([PARIS, STRASBOURG, SAINT_DENIS, SAINT_MARTIN])
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("75001", date(2026, 4, 6), "Lundi de Pâques"),
        ("75001", date(2026, 5, 14), "Ascension"),
        ("75001", date(2026, 5, 25), "Lundi de Pentecôte"),
        ("75001", date(2027, 3, 29), "Lundi de Pâques"),
        ("75001", date(2027, 5, 6), "Ascension"),
        ("75001", date(2027, 5, 17), "Lundi de Pentecôte"),
        ("75001", date(2026, 4, 3), None),
        ("67000", date(2026, 4, 3), "Vendredi saint"),
        ("57000", date(2026, 12, 26), "Saint-Étienne"),
        ("75001", date(2026, 12, 26), None),
        ("97600", date(2026, 4, 27), "Abolition de l’esclavage"),
        ("97200", date(2026, 5, 22), "Abolition de l’esclavage"),
        ("97100", date(2026, 5, 27), "Abolition de l’esclavage"),
        ("97150", date(2026, 5, 27), "Abolition de l’esclavage"),
        ("97150", date(2026, 5, 28), "Abolition de l’esclavage"),
        ("97300", date(2026, 6, 10), "Abolition de l’esclavage"),
        ("97133", date(2026, 10, 9), "Abolition de l’esclavage"),
        ("97400", date(2027, 12, 20), "Abolition de l’esclavage"),
        ("75001", date(2027, 12, 20), None),
        ("75001", date(2008, 5, 1), "Ascension, Fête du Travail"),
    ],
)
def test_a_holiday_is_one_of_its_territory_only(code: str, day: date, name: str | None) -> None:
    """CON_03."""
    assert holiday_name(day, _place(code)) == name


def test_there_are_eleven_national_holidays_a_year() -> None:
    assert len(holidays(2026, HolidayRegion.METROPOLITAN)) == 11
    assert len(holidays(2026, HolidayRegion.ALSACE_MOSELLE)) == 13


def test_the_next_working_day_skips_weekend_and_holiday() -> None:
    assert next_working_day(date(2026, 4, 3), STRASBOURG) == date(2026, 4, 7)
    assert next_working_day(date(2026, 4, 3), PARIS) == date(2026, 4, 3)


def test_working_days_are_added_around_ascension() -> None:
    assert add_working_days(date(2026, 5, 13), 1, PARIS) == date(2026, 5, 15)
    assert add_working_days(date(2026, 5, 13), 3, PARIS) == date(2026, 5, 19)
    assert add_working_days(date(2026, 5, 15), -1, PARIS) == date(2026, 5, 13)
    assert add_working_days(date(2026, 5, 16), 0, PARIS) == date(2026, 5, 16)


def test_a_bridge_day_lies_between_a_holiday_and_a_weekend() -> None:
    """CON_04: Friday after a Thursday holiday, Monday before a Tuesday holiday."""
    assert is_bridge_day(date(2026, 5, 15), PARIS)
    assert is_bridge_day(date(2026, 7, 13), PARIS)
    assert not is_bridge_day(date(2026, 5, 13), PARIS)
    assert not is_bridge_day(date(2026, 5, 14), PARIS)
    assert not is_bridge_day(date(2026, 5, 18), PARIS)
    assert not is_bridge_day(date(2026, 5, 16), PARIS)


@settings(deadline=None)
@given(DAYS, st.integers(-40, 40), PLACES)
def test_added_working_days_land_on_a_working_day_and_count_right(day: date, count: int, place: Territory) -> None:
    landed = add_working_days(day, count, place)
    first, last = (day + timedelta(days=1), landed) if count > 0 else (landed, day - timedelta(days=1))
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(is_working_day(each, place) for each in between) == abs(count)
    assert count == 0 or is_working_day(landed, place)
