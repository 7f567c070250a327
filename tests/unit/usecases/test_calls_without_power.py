"""A call task that was open when the mandate, or the collector's cover, came to its end (MAND_01, MAND_03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.call_task import CallOutcome, CallTaskStatus
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory, collector
from tests.support.story import d


@pytest.fixture
def story() -> MandateStory:
    told = MandateStory(d(2))
    told.debtor()
    return told


@pytest.mark.parametrize("over", ["mandate", "cover"])
def test_without_power_an_open_call_is_taken_back_at_the_next_wake_up(story: MandateStory, over: str) -> None:
    """MAND_01, MAND_03: nobody is asked to call without power; a person is asked what comes next."""
    case = story.mandated()
    story.play(d(9))
    (task,) = story.open_calls()
    (mandate,) = story.memory.creditor(story.scope, story.creditor_id).mandates
    if over == "mandate":
        story.creditor(mandates=(replace(mandate, ended_on=date(2026, 1, 12)),))
    else:
        story.creditor(collector=collector(insurance=replace(collector().insurance, valid_until=date(2026, 1, 11))))
    story.play(d(16))
    assert story.open_calls() == []
    assert story.memory.call_task(story.scope, task.id).status is CallTaskStatus.EXPIRED
    attention = story.case(case).attention
    assert attention is not None
    assert attention.code == ("mandate_ended" if over == "mandate" else "collector_incomplete")
    check(story)


def test_a_call_that_took_place_is_recorded_although_the_mandate_ended_since(story: MandateStory) -> None:
    """R-071: what happened is never refused."""
    case = story.mandated()
    story.play(d(9))
    (task,) = story.open_calls()
    (mandate,) = story.memory.creditor(story.scope, story.creditor_id).mandates
    story.creditor(mandates=(replace(mandate, ended_on=story.today(case)),))
    story.answer_task(task.id, CallOutcome.VOICEMAIL)
    story.play(d(16))
    assert story.memory.call_task(story.scope, task.id).status is CallTaskStatus.DONE
