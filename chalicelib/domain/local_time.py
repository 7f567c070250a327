"""The calendar where the debtor lives: what day an instant is there."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from .case import Case
from .territory import territory_of


def local_day(case: Case, instant: datetime) -> date:
    """The calendar day of an instant where the debtor lives."""
    return instant.astimezone(zone_of(case)).date()


def zone_of(case: Case) -> ZoneInfo:
    """The debtor's time zone."""
    return zone_at(case.postal_code)


@lru_cache(maxsize=512)
def zone_at(postal_code: str | None) -> ZoneInfo:
    """The time zone of a postal code; Paris where the territory is unknown (nobody is contacted there)."""
    territory = territory_of(postal_code)
    return ZoneInfo(territory.time_zone if territory else "Europe/Paris")
