"""Contact times by the text of the law alone: own Easter, own holidays, own changes of clock, minute by minute.

Written without looking at the calendar or the guard, and sharing nothing with them, so that both can be judged by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache

DAY = timedelta(days=1)

L3133_1 = {"01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"}
"""C. trav. L3133-1, with the three days that follow Easter: its Monday, Ascension Thursday, Whit Monday."""

L3134_13 = {"12-26"}
"""Alsace-Moselle, with Good Friday."""

L3422_2 = {
    "976": {"04-27"},
    "972": {"05-22"},
    "971": {"05-27"},
    "978": {"05-27", "05-28"},
    "973": {"06-10"},
    "977": {"10-09"},
    "974": {"12-20"},
}
HOURS_FROM_UTC = {"971": -4, "972": -4, "977": -4, "978": -4, "973": -3, "974": 4, "976": 3}
"""Overseas clocks never change."""


@dataclass(frozen=True)
class Place:
    """A postal code, and the département whose law and clock apply there."""

    postal_code: str
    departement: str


PLACES = (
    Place("75001", "75"),
    Place("67000", "67"),
    Place("57000", "57"),
    Place("97110", "971"),
    Place("97200", "972"),
    Place("97300", "973"),
    Place("97400", "974"),
    Place("97600", "976"),
    Place("97150", "978"),
    Place("97133", "977"),
)


@cache
def easter_sunday(year: int) -> date:
    """The Sunday after the ecclesiastical full moon on or after 21 March, by golden number and epact (Clavius)."""
    golden = year % 19 + 1
    century = year // 100 + 1
    solar, lunar = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + lunar - solar) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    moon = 44 - epact
    if moon < 21:
        moon += 30
    full_moon = date(year, 3, 1) + timedelta(days=moon - 1)
    return full_moon + timedelta(days=7 - (full_moon.weekday() + 1) % 7)


@cache
def holidays_of(year: int, departement: str) -> frozenset[date]:
    """Every public holiday of a year there."""
    written = L3133_1 | L3422_2.get(departement, set())
    sunday = easter_sunday(year)
    moving = {sunday + timedelta(days=n) for n in (1, 39, 49 + 1)}
    if departement in {"57", "67", "68"}:
        written = written | L3134_13
        moving.add(sunday - timedelta(days=2))
    return frozenset({date.fromisoformat(f"{year}-{day}") for day in written} | moving)


def is_holiday(day: date, departement: str) -> bool:
    return day in holidays_of(day.year, departement)


def is_bridge(day: date, departement: str) -> bool:
    """The Friday after a Thursday holiday, the Monday before a Tuesday holiday; no holiday itself."""
    if is_holiday(day, departement):
        return False
    friday = day.isoweekday() == 5 and is_holiday(day - DAY, departement)
    return friday or (day.isoweekday() == 1 and is_holiday(day + DAY, departement))


def last_sunday(year: int, month: int) -> date:
    """Of a month of 31 days, as March and October are."""
    day = date(year, month, 31)
    return day - timedelta(days=day.isoweekday() % 7)


def offset_hours(instant: datetime, departement: str) -> int:
    """What is added to UTC there at that instant. Summer time is from 01:00 UTC to 01:00 UTC (directive 2000/84)."""
    if departement in HOURS_FROM_UTC:
        return HOURS_FROM_UTC[departement]
    year = instant.year
    one = time(1, tzinfo=timezone.utc)  # noqa: UP017 - the oracle spells it out
    begins = datetime.combine(last_sunday(year, 3), one)
    ends = datetime.combine(last_sunday(year, 10), one)
    return 2 if begins <= instant < ends else 1


def local(instant: datetime, departement: str) -> datetime:
    """The instant on a clock there, with that clock's fixed offset."""
    return instant.astimezone(timezone(timedelta(hours=offset_hours(instant, departement))))


def is_open(instant: datetime, departement: str, *, strict: bool, bridges_closed: bool) -> bool:
    """Whether somebody there may be contacted at this instant, caps aside."""
    at = local(instant, departement)
    day = at.date()
    if at.isoweekday() > 5 or is_holiday(day, departement):
        return False
    if bridges_closed and is_bridge(day, departement):
        return False
    minutes = at.hour * 60 + at.minute
    if strict:
        return 600 <= minutes < 780 or 840 <= minutes < 1200
    return 480 <= minutes < 1200


def earliest(wanted: datetime, departement: str, *, strict: bool, bridges_closed: bool) -> datetime:
    """The first open instant at or after ``wanted``: that one, or the first open half-hour of the clock after it."""
    if is_open(wanted, departement, strict=strict, bridges_closed=bridges_closed):
        return wanted
    step = timedelta(minutes=30)
    instant = wanted.replace(minute=wanted.minute // 30 * 30, second=0, microsecond=0) + step
    while not is_open(instant, departement, strict=strict, bridges_closed=bridges_closed):
        instant += step
    return instant
