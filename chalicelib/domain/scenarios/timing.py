"""The latest day on which each step of a way can fall, in days after day 0, for a debtor who stays silent (R-026)."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Anchor, Scenario, Step
from .ways import START, Ways

LONGEST_PHASE_DAYS = 90
PRESUMED_AFTER_DAYS = 7


@dataclass(frozen=True)
class Moment:
    """``day`` of a step on the longest way to it; ``deadline`` of a formal notice sent until then."""

    day: int
    deadline: int | None

    def last_day(self, scenario: Scenario, place: int) -> int:
        """Of a formal notice, the last day it leaves; of any other step, its own."""
        is_notice = scenario.steps[place].is_formal_notice
        return self.deadline if is_notice and self.deadline is not None else self.day


def limit_days(scenario: Scenario) -> int:
    """How long the phase may last: as the scenario says, and 90 days at most."""
    return min(scenario.ends_within_days, LONGEST_PHASE_DAYS)


def timed(way: Ways) -> dict[int, Moment]:
    """Each step that can take place, as late as the plan may put it; opened on day 0."""
    found = {START: Moment(0, None)}
    for place in range(START, way.end):
        if place not in found:
            continue
        for later in way.follows[place]:
            if later != way.end:
                arrived = next_moment(way.scenario, place, later, found[place])
                found[later] = _later(found[later], arrived) if later in found else arrived
    return found


def next_moment(scenario: Scenario, place: int, later: int, before: Moment) -> Moment:
    """When ``later`` takes place, directly after ``place``."""
    step = scenario.steps[later]
    day = _nominal(step, before)
    if place != START:
        day = max(day, before.day + max(scenario.minimum_gap_days, scenario.steps[place].answer_days))
    deadline = day + PRESUMED_AFTER_DAYS + scenario.notice_days if step.is_formal_notice else before.deadline
    return Moment(day, deadline)


def _nominal(step: Step, before: Moment) -> int:
    if step.anchor is Anchor.PREVIOUS_STEP:
        return before.day + step.offset
    if step.anchor is Anchor.NOTICE_DEADLINE:
        return (before.deadline if before.deadline is not None else before.day) + step.offset
    return step.offset


def _later(one: Moment, other: Moment) -> Moment:
    deadlines = [d for d in (one.deadline, other.deadline) if d is not None]
    return Moment(max(one.day, other.day), max(deadlines, default=None))
