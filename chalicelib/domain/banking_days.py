"""Days on which a bank transfer can be made and booked: no weekend, no public holiday, no closing day of TARGET.

TARGET, through which euro transfers between banks settle, is closed on Saturdays and Sundays, New Year's Day, Good
Friday and Easter Monday, 1 May, 25 and 26 December (European Central Bank, long-term calendar for TARGET closing days,
14 December 2000; kept by the guideline on TARGET, (EU) 2022/912). The public holidays are those where the debtor lives.
"""

from __future__ import annotations

from datetime import date, timedelta

from .calendar import ONE_DAY, easter, holidays, is_weekend
from .territory import HolidayRegion, Territory

TARGET_FIXED_DAYS = frozenset({(1, 1), (5, 1), (12, 25), (12, 26)})
TARGET_EASTER_DAYS = (timedelta(days=-2), timedelta(days=1))


def is_target_closing_day(day: date) -> bool:
    """Whether no euro transfer settles between banks that day."""
    moving = {easter(day.year) + after for after in TARGET_EASTER_DAYS}
    return is_weekend(day) or (day.month, day.day) in TARGET_FIXED_DAYS or day in moving


def is_banking_day(day: date, territory: Territory | None) -> bool:
    """Where the territory is not known, the national public holidays alone."""
    region = territory.holiday_region if territory else HolidayRegion.METROPOLITAN
    return not is_target_closing_day(day) and day not in holidays(day.year, region)


def next_banking_day(day: date, territory: Territory | None) -> date:
    """The first banking day on or after ``day``; six days later at most."""
    while not is_banking_day(day, territory):
        day += ONE_DAY
    return day
