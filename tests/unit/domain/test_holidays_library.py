"""Our holidays beside those of the public ``holidays`` library: every difference is listed with its reason (CON_03).

``docs/law.md`` explains them to readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import holidays as holidays_library
import pytest

from chalicelib.domain.calendar import easter, holidays
from chalicelib.domain.territory import HolidayRegion

YEARS = range(2000, 2061)
EVERYWHERE = frozenset(HolidayRegion)
OURS, THEIRS = "ours", "theirs"
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


@dataclass(frozen=True)
class Difference:
    """A day that only one side holds: ``MM-DD``, or a number of days after Easter Sunday."""

    only: str
    regions: frozenset[HolidayRegion]
    day: str | int
    why: str
    first: int = YEARS[0]
    last: int = YEARS[-1]

    def in_year(self, year: int) -> date:
        if isinstance(self.day, int):
            return easter(year) + timedelta(days=self.day)
        return date.fromisoformat(f"{year}-{self.day}")

    def holds(self, region: HolidayRegion, year: int) -> bool:
        return region in self.regions and self.first <= year <= self.last


DIFFERENCES = (
    Difference(
        OURS,
        EVERYWHERE,
        50,
        "Whit Monday was the day of solidarity: worked by default, yet a holiday by law; the library drops it",
        2005,
        2007,
    ),
    Difference(
        OURS,
        frozenset({HolidayRegion.SAINT_MARTIN}),
        "05-27",
        "the decree's day; the library holds the 28th alone, which is the day kept since 2018: both are blocked",
    ),
    Difference(
        OURS,
        frozenset({HolidayRegion.SAINT_MARTIN}),
        "05-28",
        "the library starts with the law of 2011; a contact of those years is none of ours",
        last=2011,
    ),
    Difference(
        OURS,
        frozenset({HolidayRegion.SAINT_BARTHELEMY}),
        "10-09",
        "the library starts with the law of 2011; a contact of those years is none of ours",
        last=2011,
    ),
    Difference(
        THEIRS,
        frozenset({HolidayRegion.GUADELOUPE, HolidayRegion.MARTINIQUE}),
        "07-21",
        "Schoelcher day: a custom of the administration, in none of L3133-1, L3134-13 and L3422-2",
    ),
    Difference(
        THEIRS,
        frozenset({HolidayRegion.SAINT_MARTIN}),
        "07-21",
        "Schoelcher day: a custom of the administration, in none of L3133-1, L3134-13 and L3422-2",
        first=2012,
    ),
    Difference(
        THEIRS,
        frozenset({HolidayRegion.GUADELOUPE}),
        -2,
        "Good Friday is a local custom there; by law it is a holiday in Alsace-Moselle only",
    ),
    Difference(THEIRS, frozenset({HolidayRegion.GUADELOUPE}), -24, "mid-Lent Thursday: a local custom"),
)


def theirs_of(region: HolidayRegion, year: int) -> set[date]:
    return set(holidays_library.country_holidays("FR", subdiv=LIBRARY_NAMES[region], years=year))


def listed(only: str, region: HolidayRegion, year: int) -> set[date]:
    return {each.in_year(year) for each in DIFFERENCES if each.only == only and each.holds(region, year)}


@pytest.mark.parametrize("region", list(HolidayRegion))
def test_the_days_differ_from_the_library_exactly_as_listed(region: HolidayRegion) -> None:
    for year in YEARS:
        ours, theirs = set(holidays(year, region)), theirs_of(region, year)
        assert ours - theirs == listed(OURS, region, year) - theirs, year
        assert theirs - ours == listed(THEIRS, region, year) - ours, year


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda each: f"{each.only} {each.day}")
def test_no_difference_is_listed_that_is_none(difference: Difference) -> None:
    for region in difference.regions:
        found = [year for year in range(difference.first, difference.last + 1) if _differs(difference, region, year)]
        assert found, region


def _differs(difference: Difference, region: HolidayRegion, year: int) -> bool:
    day = difference.in_year(year)
    in_ours, in_theirs = day in holidays(year, region), day in theirs_of(region, year)
    return in_ours != in_theirs and in_ours == (difference.only == OURS)


def test_the_whole_of_alsace_moselle_keeps_good_friday_though_some_communes_do_not() -> None:
    """C. trav. L3134-13 asks for a Protestant or mixed church in the commune; a postal code does not tell."""
    for year in YEARS:
        assert easter(year) - timedelta(days=2) in holidays(year, HolidayRegion.ALSACE_MOSELLE)
        assert easter(year) - timedelta(days=2) not in holidays(year, HolidayRegion.METROPOLITAN)
