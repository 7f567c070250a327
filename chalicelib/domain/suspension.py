"""Days on which no interest runs, because a payment plan that both signed is being kept (R-075..R-082)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Suspension:
    """``first`` to ``last`` inclusive; ``last`` is ``None`` while the plan lives.

    ``owed_on``: from that day the interest of those days is owed after all, as if it had run. ``None``: never.
    """

    first: date
    last: date | None = None
    owed_on: date | None = None


def running(suspended: Sequence[Suspension], after: date, until: date) -> Iterator[tuple[date, date]]:
    """The spans after ``after`` and up to ``until`` on which interest runs, in order, each as (after, until)."""
    for each in suspended:
        before = each.first - ONE_DAY
        if after < before and after < until:
            yield after, min(before, until)
        after = max(after, each.last or date.max)
    if after < until:
        yield after, until


def is_suspended(suspended: Sequence[Suspension], day: date) -> bool:
    """Whether no interest runs on that day."""
    return any(each.first <= day <= (each.last or date.max) for each in suspended)
