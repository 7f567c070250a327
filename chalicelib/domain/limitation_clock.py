"""The running of one limitation period: start, interruptions and suspensions give a last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
RESUMED_MONTHS = 6  # PRE_12, C. civ. 2238
LONG_STOP_YEARS = 20  # C. civ. 2232

Span = tuple[date, date]


@dataclass(frozen=True)
class Period:
    """A length in years and the rule that sets it. ``from_next_january``: counted as for public debtors (PRE_04).

    ``alert_years``: the shorter length that alerts use where the period is uncertain (PRE_05).
    """

    years: int
    rule: str
    from_next_january: bool = False
    uncertain: bool = False
    alert_years: int | None = None


class Clock:
    """One period while acts are played in order. An interruption starts the same length anew (PRE_11, C. civ. 2231)."""

    def __init__(self, period: Period, start: date, suspensions: Sequence[Span]) -> None:
        self.period = period
        self.born_on = start
        self.start = start
        self.suspensions = suspensions
        self.judicial = False

    def interrupt(self, on: date, *, judicial: bool) -> None:
        """A new full period from ``on``; a judicial act also lifts the long stop of twenty years."""
        self.start = on
        self.judicial = self.judicial or judicial

    def last_day(self) -> date:
        """The last day to act, 24:00; never moved by a weekend or a holiday (PRE_13)."""
        if self.period.from_next_january:
            return date(self.start.year + self.period.years, 12, 31)
        last = add_months(self.start, 12 * self.period.years)
        for begin, end in self.suspensions:
            if end <= self.start:
                continue
            if begin > last:
                break
            stood = (end - max(begin, self.start + ONE_DAY)).days + 1
            last = max(last + timedelta(days=stood), add_months(end, RESUMED_MONTHS))
        long_stop = add_months(self.born_on, 12 * LONG_STOP_YEARS)
        return last if self.judicial else min(last, long_stop)


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Suspensions in order, overlapping or touching ones as one."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return tuple(joined)


def add_months(day: date, months: int) -> date:
    """The same calendar day so many months later, or the last day of a shorter month (29 Feb gives 28 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - ONE_DAY).day))
