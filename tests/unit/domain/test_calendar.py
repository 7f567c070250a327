"""Holidays and working days: tables, and decades against an independent library (CON_03, CON_04)."""

from __future__ import annotations

from datetime import date, timedelta

import holidays as holidays_library
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.calendar import (
    add_working_days,
    easter,
    holiday_name,
    holidays,
    is_bridge_day,
    is_working_day,
    next_working_day,
)
from chalicelib.domain.territory import HolidayRegion, Territory, territory_of

YEARS = range(1990, 2061)
LIBRARY_NAMES: dict[HolidayRegion, str | None] = {
    HolidayRegion.METROPOLITAN: None,
    HolidayRegion.ALSACE_MOSELLE: "57",
    HolidayRegion.GUADELOUPE: "971",
    HolidayRegion.MARTINIQUE: "972",
    HolidayRegion.GUYANE: "973",
    HolidayRegion.REUNION: "974",
    HolidayRegion.MAYOTTE: "976",
    HolidayRegion.SAINT_MARTIN: "MF",
    HolidayRegion.SAINT_BARTHELEMY: "BL",
}
ABOLITION_ADDED = {
    HolidayRegion.SAINT_MARTIN: [(5, 27), (5, 28)],
    HolidayRegion.SAINT_BARTHELEMY: [(10, 9)],
}
"""Ours alone. Saint-Martin: the decree's 27 May and the usual 28 May are both blocked. The library starts some of
these days with the decrees that created them; we block them in every year, which matters for no contact of today."""

SOLIDARITY_YEARS = range(2005, 2008)
"""Whit Monday was the day of solidarity: worked by default, yet still a holiday by law; the library drops it."""

LENT_MIDDLE = -24


def _place(code: str) -> Territory:
    territory = territory_of(code)
    assert territory is not None
    return territory


PARIS, STRASBOURG, SAINT_DENIS, SAINT_MARTIN = _place("75001"), _place("67000"), _place("97400"), _place("97150")
PLACES = st.sampled_from([PARIS, STRASBOURG, SAINT_DENIS, SAINT_MARTIN])
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def _explained(region: HolidayRegion, year: int) -> tuple[set[date], set[date]]:
    """Days that only we hold, and days that only the library holds, each for a reason."""
    only_ours = {date(year, month, day) for month, day in ABOLITION_ADDED.get(region, [])}
    if year in SOLIDARITY_YEARS:
        only_ours.add(easter(year) + timedelta(days=50))
    only_theirs = set()
    if region in (HolidayRegion.GUADELOUPE, HolidayRegion.MARTINIQUE, HolidayRegion.SAINT_MARTIN):
        # Schœlcher Day: a custom of the administration, not one of the days of C. trav. L3133-1 or L3422-2.
        only_theirs.add(date(year, 7, 21))
    if region is HolidayRegion.GUADELOUPE:
        # Good Friday and mid-Lent: local customs too, without a text of law.
        only_theirs |= {easter(year) - timedelta(days=2), easter(year) + timedelta(days=LENT_MIDDLE)}
    return only_ours, only_theirs


@pytest.mark.parametrize("region", list(HolidayRegion))
def test_decades_of_holidays_agree_with_the_library_but_for_the_explained_days(region: HolidayRegion) -> None:
    for year in YEARS:
        theirs = set(holidays_library.country_holidays("FR", subdiv=LIBRARY_NAMES[region], years=year))
        ours = set(holidays(year, region))
        only_ours, only_theirs = _explained(region, year)
        assert ours - theirs <= only_ours, year
        assert theirs - ours <= only_theirs, year


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
