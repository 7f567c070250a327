"""French public holidays and working days, computed for any year and territory (CON_03, CON_04).

The national days are those of C. trav. L3133-1, Alsace-Moselle those of L3134-13, overseas those of L3422-2.
They move contacts, never limitation, payment terms or interest (PRE_13).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from .territory import HolidayRegion, Territory

ONE_DAY = timedelta(days=1)
MONDAY, FRIDAY = 0, 4

FIXED_DAYS = (
    (1, 1, "Jour de l’an"),
    (5, 1, "Fête du Travail"),
    (5, 8, "Victoire de 1945"),
    (7, 14, "Fête nationale"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "Armistice de 1918"),
    (12, 25, "Noël"),
)
EASTER_DAYS = ((1, "Lundi de Pâques"), (39, "Ascension"), (50, "Lundi de Pentecôte"))
GOOD_FRIDAY = -2

ABOLITION = "Abolition de l’esclavage"
REGIONAL_DAYS: Mapping[HolidayRegion, tuple[tuple[int, int, str], ...]] = {
    HolidayRegion.ALSACE_MOSELLE: ((12, 26, "Saint-Étienne"),),
    HolidayRegion.MAYOTTE: ((4, 27, ABOLITION),),
    HolidayRegion.MARTINIQUE: ((5, 22, ABOLITION),),
    HolidayRegion.GUADELOUPE: ((5, 27, ABOLITION),),
    # The decree says 27 May, a circular has it kept on 28 May since 2018: nobody is contacted on either.
    HolidayRegion.SAINT_MARTIN: ((5, 27, ABOLITION), (5, 28, ABOLITION)),
    HolidayRegion.GUYANE: ((6, 10, ABOLITION),),
    HolidayRegion.SAINT_BARTHELEMY: ((10, 9, ABOLITION),),
    HolidayRegion.REUNION: ((12, 20, ABOLITION),),
}


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (anonymous algorithm, Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int, region: HolidayRegion) -> Mapping[date, str]:
    """The holidays of a year in a region, in order, with their French names; two on one day share the entry."""
    sunday = easter(year)
    days = [(date(year, month, day), name) for month, day, name in (*FIXED_DAYS, *REGIONAL_DAYS.get(region, ()))]
    days += [(sunday + timedelta(days=offset), name) for offset, name in EASTER_DAYS]
    if region is HolidayRegion.ALSACE_MOSELLE:
        days.append((sunday + timedelta(days=GOOD_FRIDAY), "Vendredi saint"))
    named: dict[date, str] = {}
    for day, name in sorted(days):
        named[day] = f"{named[day]}, {name}" if day in named else name
    return MappingProxyType(named)


def holiday_name(day: date, territory: Territory) -> str | None:
    """The name of the holiday that day is there, or ``None``."""
    return holidays(day.year, territory.holiday_region).get(day)


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() > FRIDAY


def is_working_day(day: date, territory: Territory) -> bool:
    """Monday to Friday, no public holiday of the territory."""
    return not is_weekend(day) and holiday_name(day, territory) is None


def next_working_day(day: date, territory: Territory) -> date:
    """The first working day on or after ``day``."""
    while not is_working_day(day, territory):
        day += ONE_DAY
    return day


def add_working_days(day: date, count: int, territory: Territory) -> date:
    """The ``count``-th working day after ``day`` (before it when negative); 0 gives ``day`` itself."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, territory):
            day += step
    return day


def is_bridge_day(day: date, territory: Territory) -> bool:
    """A working Friday after a Thursday holiday, or a working Monday before a Tuesday holiday (CON_04)."""
    if not is_working_day(day, territory):
        return False
    if day.weekday() == FRIDAY:
        return holiday_name(day - ONE_DAY, territory) is not None
    return day.weekday() == MONDAY and holiday_name(day + ONE_DAY, territory) is not None
