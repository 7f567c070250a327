"""One call about several cases that no longer stand alike: who may take it, and whom its outcome concerns (R-071)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.call_task import CallOutcome, CallTaskStatus
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.errors import Conflict, InvalidInput
from chalicelib.domain.scenarios.own import OwnScenario
from chalicelib.domain.scenarios.presets import LATEST
from chalicelib.domain.writes import Create
from chalicelib.usecases.claim_call_task import ClaimCallTask, claim_call_task
from tests.support.grouped_story import day, grouped_story, tasks, ten_cases
from tests.support.invariants import check
from tests.support.story import Story, d


@pytest.fixture
def story() -> Story:
    return grouped_story()


def short_lived(story: Story) -> str:
    """A scenario of the tenant's own that is over after 25 days."""
    scenario = replace(LATEST["progressif"], id="scn_short", version=1, ends_within_days=25)
    own = OwnScenario("scn_short", story.scope, 1, scenario, story.now(), story.now(), "key_1")
    story.memory.commit([Create(own), Create(own.latest)])
    return own.id


def test_a_promise_about_one_case_is_not_refused_for_the_phase_of_another(story: Story) -> None:
    """R-071: an outcome is measured by the cases that it concerns."""
    target = short_lived(story)
    first, second = story.open(number="FA-1"), story.open(number="FA-2", due=day(1), scenario_id=target)
    story.play(d(9))
    (task,) = tasks(story)
    story.answer_task(task.id, CallOutcome.REACHED_PROMISE, day(36), about=(first,))
    assert [story.case(each).negotiation.open_promise is None for each in (first, second)] == [False, True]


def test_a_promise_about_the_others_is_not_refused_for_the_phase_of_the_first(story: Story) -> None:
    target = short_lived(story)
    first, second = story.open(number="FA-1", scenario_id=target), story.open(number="FA-2", due=day(1))
    story.play(d(9))
    (task,) = tasks(story)
    assert task.case_id == first
    story.answer_task(task.id, CallOutcome.REACHED_PROMISE, day(36), about=(second,))
    assert [story.case(each).negotiation.open_promise is None for each in (first, second)] == [True, False]


@pytest.mark.parametrize("concerned", [0, 1])
def test_an_amount_is_promised_in_the_one_case_that_is_named(story: Story, concerned: int) -> None:
    """R-071, R-081: of several cases nobody could tell which one it belongs to."""
    cases = sorted(ten_cases(story, 2))
    story.play(d(9))
    (task,) = tasks(story)
    with pytest.raises(InvalidInput) as refused:
        story.answer_task(task.id, CallOutcome.REACHED_PROMISE, day(19), amount=5_000)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("#/amount", "of_one_case")]
    story.answer_task(task.id, CallOutcome.REACHED_PROMISE, day(19), about=(cases[concerned],), amount=5_000)
    other, given = (story.case(cases[each]).negotiation.open_promise for each in (1 - concerned, concerned))
    assert other is None
    assert given is not None
    assert given.amount.amount == 5_000


def test_a_wrong_number_is_closed_even_where_the_first_case_of_the_call_is_paid(story: Story) -> None:
    """CON_09: nobody dials it again for the other."""
    ten_cases(story, 2)
    story.play(d(9))
    (task,) = tasks(story)
    story.pay(task.case_id)
    story.answer_task(task.id, CallOutcome.WRONG_NUMBER)
    debtor, _ = story.memory.debtor(story.scope, "deb_1")
    assert sorted(block.channel for block in debtor.blocks) == ["call", "sms"]
    story.play(d(14))
    assert len(tasks(story)) == 1
    check(story)


def claim(story: Story, task_id: str) -> None:
    command = ClaimCallTask(story.scope, task_id, "nadia.b", 30)
    claim_call_task(command, recording=story.recording, reply=lambda *_, **__: ())


def test_a_call_about_several_cases_is_still_taken_once_the_first_of_them_is_paid(story: Story) -> None:
    """R-069, R-123: it is to be made about the others."""
    ten_cases(story, 3)
    story.play(d(8, 20))
    (task,) = tasks(story)
    story.pay(task.case_id)
    assert story.case(task.case_id).status is CaseStatus.CLOSED
    assert tasks(story)[0].status is CallTaskStatus.OPEN
    story.wall.instant = d(9, 10)
    claim(story, task.id)
    assert tasks(story)[0].claim is not None


def test_nobody_calls_while_each_of_its_cases_waits(story: Story) -> None:
    cases = ten_cases(story, 2)
    story.play(d(8, 20))
    (task,) = tasks(story)
    for case_id in cases:
        story.pause(case_id)
    story.wall.instant = d(9, 10)
    with pytest.raises(Conflict) as error:
        claim(story, task.id)
    assert error.value.code == "call_held"
