"""Whatever fails while a plan is followed: each thing is told once, each message leaves once (R-079, R-080)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from chalicelib.domain.negotiation.payment_plan import PlanState
from tests.support.faults import Fault, Faults, faults_of
from tests.support.invariants import check
from tests.support.plan_story import PlanStory
from tests.support.story import d, paris

from .journeys import attended

IN_PART = 211
FIRST = date(2026, 1, 30)
TOLD = (
    "plan.instalment_due 1",
    "plan.instalment_paid 1",
    "plan.instalment_due 2",
    "plan.instalment_missed 2",
    "plan.acceleration_announced 2",
    "plan.accelerated",
)


def told(faults: Faults | None = None) -> tuple[PlanStory, str]:
    """The first of two instalments is paid, the second missed: reminder, notice, acceleration."""
    story = PlanStory(d(19), faults=faults, watchful=True)
    story.debtor()
    case_id = story.open()
    story.play(d(20))
    story.sign(case_id, count=2, apart=14)
    story.play(paris(FIRST, 12))
    story.pay(case_id, story.plan(case_id).instalments[0].amount.amount)
    attended(story, case_id, paris(FIRST + timedelta(days=48), 12))
    return story, case_id


def check_followed(story: PlanStory, case_id: str) -> None:
    check(story)
    assert story.plan(case_id).state is PlanState.ACCELERATED
    assert [line.split(" ", 1)[1] for line in story.plan_told(case_id)] == list(TOLD)
    sent = Counter(line.split(" ", 1)[1] for line in story.happened(case_id))
    assert sent["registered_letter acceleration_notice"] == 1
    assert sent["email instalment_reminder"] in (1, 2), sent  # once more only after a doubt, and marked as such
    assert sent["email plan_accelerated"] in (1, 2), sent


def occasions(names: list[str]) -> Iterator[tuple[int, Fault]]:
    for number, name in enumerate(names):
        for fault in faults_of(name):
            yield number, fault


def test_whichever_call_fails_the_plan_is_followed_to_its_acceleration_and_nothing_is_told_twice() -> None:
    """The checks, the reminder, the notice, the acceleration: some of each; `make campaign` plays every one (R-141)."""
    play_with_each_fault(IN_PART)


@pytest.mark.campaign
def test_whichever_of_all_calls_fails_the_plan_is_followed_to_its_acceleration() -> None:
    play_with_each_fault(1)


def play_with_each_fault(part: int) -> None:
    """One in ``part`` of the occasions for a fault; effects and checks far more often."""
    story, case_id = told()
    check_followed(story, case_id)
    names = story.faults.names
    every = list(occasions(names))
    effects = [(number, fault) for number, fault in every if ".send" in names[number]]
    checks = [(n, f) for n, f in every if "check_instalment" in names[n] or "check_delivery" in names[n]]
    assert checks
    for number, fault in dict.fromkeys((*every[::part], *(*effects, *checks)[:: max(1, part // 40)])):
        try:
            check_followed(*told(Faults(at=number, kind=fault)))
        except Exception as error:
            raise AssertionError(f"{names[number]} (call {number}) {fault}") from error


def test_a_check_that_wakes_late_tells_what_came_due_meanwhile_once() -> None:
    """The clock stood still for three weeks: due, missed and the notice follow in order, and no reminder is lost."""
    story = PlanStory(d(19), watchful=True)
    story.debtor()
    case_id = story.open()
    story.play(d(20))
    story.sign(case_id, count=2, apart=14)
    story.wall.instant = paris(FIRST + timedelta(days=21), 12)
    story.play(paris(FIRST + timedelta(days=48), 12))
    check(story)
    assert len(set(story.plan_told(case_id))) == len(story.plan_told(case_id))
    sent = Counter(line.split(" ", 1)[1] for line in story.happened(case_id))
    assert sent["email instalment_reminder"] == 1
    assert sent["registered_letter acceleration_notice"] == 1
