"""What becomes of the deadline that is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.local_time import local_day
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.rates import RateTable

from .deadlines import Change, Deadline, is_over
from .dispute_deadlines import answer_overdue, dispute_deadlines
from .plan_deadlines import plan_deadlines, plan_expired
from .settlement_deadlines import settlement_deadlines, settlement_expired

KINDS: tuple[tuple[Callable[[Case], tuple[Deadline, ...]], Callable[[Case, str, datetime], Change]], ...] = (
    (plan_deadlines, plan_expired),
    (settlement_deadlines, settlement_expired),
    (dispute_deadlines, answer_overdue),
)


def deadlines_of(case: Case) -> tuple[Deadline, ...]:
    """Every last day that is waited for, in the order in which they come."""
    found = [each for deadlines, _ in KINDS for each in deadlines(case)]
    return tuple(sorted(found, key=lambda each: each.last_day))


def checked(case: Case, step: NextStep, rates: RateTable, now: datetime) -> Change:
    """The case after the check, and what it tells. A last day that is not over any more changes nothing."""
    del rates
    for deadlines, overdue in KINDS:
        for each in deadlines(case):
            if each.subject_id == step.subject_id and is_over(each, local_day(case, now)):
                return overdue(case, each.subject_id, now)
    return case, ()
