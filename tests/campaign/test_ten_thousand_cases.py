"""Ten thousand cases in one process and virtual time: all finish, invariants hold, work per step stays the same."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.parties import DebtorKind
from tests.support.invariants import check
from tests.support.story import DUE, Story, d

MANY, FEW = 10_000, 500
KINDS = (DebtorKind.COMPANY, DebtorKind.SOLE_TRADER, DebtorKind.PUBLIC_BODY)
CODES = ("75011", "67000", "97400", "97110", "20000", "59000")
POSTPONING = (CallOutcome.REACHED_WILL_PAY, CallOutcome.NO_ANSWER, CallOutcome.REACHED_REFUSES)


class Forgotten(list[Any]):
    """What ten thousand cases committed would fill the memory."""

    def append(self, _: Any) -> None:
        """Nothing is kept."""


def portfolio(count: int, seed: int = 1) -> Story:
    """Cases of many debtors, opened early or late; some pay, in part or in full, some answer the phone."""
    dice = random.Random(seed)  # noqa: S311 - no secret is drawn, only a portfolio that is the same each time
    story = Story(d(2))
    story.memory.commits = Forgotten()
    opening = sorted(dice.choice((2, 2, 3, 10, 47, 50)) for _ in range(count))
    for number, day in enumerate(opening):
        story.play(d(day, 9) + timedelta(seconds=number))
        debtor = story.debtor(f"deb_{number}", kind=dice.choice(KINDS), postal_code=dice.choice(CODES))
        story.open(debtor, number=f"FA-{number}", cents=dice.randrange(5_000, 900_000))
    cases = story.case_ids()
    for day in (16, 25, 48, 60, 80):
        story.play(max(story.now(), d(day, 21)))
        for case_id in dice.sample(cases, count // 20):
            case = story.case(case_id)
            if not case.is_closed:
                owed = story.owed(case_id)
                story.pay(case_id, owed if dice.random() < 0.7 else max(owed // 3, 1))
        for task in dice.sample(story.open_calls(), min(count // 50, len(story.open_calls()))):
            story.answer_task(task.id, dice.choice(POSTPONING))
    story.play(d(190))
    return story


def work_per_wake_up(story: Story) -> float:
    return sum(story.memory.calls.values()) / sum(story.invocations.values())


@pytest.mark.campaign
def test_ten_thousand_cases_all_finish_and_no_step_costs_more_than_with_few() -> None:
    many = portfolio(MANY)
    check(many)
    statuses = {many.case(case_id).status for case_id in many.case_ids()}
    assert statuses == {CaseStatus.CLOSED, CaseStatus.AWAITING_DECISION}
    transitions = sum(run.transitions for run in many.executions.values())
    assert transitions / sum(many.invocations.values()) <= 3.0
    assert work_per_wake_up(many) == pytest.approx(work_per_wake_up(portfolio(FEW)), rel=0.02)


def test_a_hundred_cases_all_finish() -> None:
    """The same in small, on every `make test`."""
    story = portfolio(100)
    check(story)
    assert {story.case(case_id).status for case_id in story.case_ids()} == {
        CaseStatus.CLOSED,
        CaseStatus.AWAITING_DECISION,
    }
    assert story.case(story.case_ids()[0]).day_zero == DUE
