"""When simulated debtors and carriers act (R-132)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.decision_facts import start_of
from chalicelib.domain.plan import local_day

MORNING = time(10)
"""When simulated debtors and carriers act, where the debtor lives: before the noon at which presentations are seen."""


def on_day(case: Case, days: int) -> datetime:
    """In the morning of D+``days``; at the opening of a case that opens later."""
    return max(start_of(case, case.day_zero + timedelta(days=days), MORNING), case.opened_at)


def days_after(case: Case, at: datetime, days: int) -> datetime:
    """In the morning of the day so many days after that instant."""
    return start_of(case, local_day(case, at) + timedelta(days=days), MORNING)
