"""A dispute, a representative or a death holds the case until it is lifted by name (STOP_01, STOP_04)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.errors import Conflict
from chalicelib.domain.holds import PauseKind
from tests.support import invariants
from tests.support.story import DUE, Story, d

CALL_ONLY = ["D+8 call call_verification"]


@pytest.fixture
def story() -> Story:
    story = Story(d(2))
    story.debtor()
    return story


def answered(story: Story, outcome: CallOutcome) -> str:
    case_id = story.open()
    story.play(d(10))
    story.answer_call(outcome)
    return case_id


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (CallOutcome.REACHED_DISPUTE, PauseKind.DISPUTE),
        (CallOutcome.REPRESENTED, PauseKind.REPRESENTED),
        (CallOutcome.DECEASED, PauseKind.DEATH),
    ],
)
def test_a_later_pause_with_an_end_does_not_end_what_lasts(story: Story, outcome: CallOutcome, kind: PauseKind) -> None:
    case_id = answered(story, outcome)
    story.pause(case_id, until=DUE + timedelta(days=14))
    story.play(d(60))
    pause = story.case(case_id).pause
    told = [line for line in story.happened(case_id) if "dispute_received" not in line]
    assert (pause.kind if pause else None, told) == (kind, CALL_ONLY)
    invariants.check(story)


def test_a_dead_debtor_hears_nothing_after_the_attention_is_resolved_and_a_holiday_pause_is_over(story: Story) -> None:
    case_id = answered(story, CallOutcome.DECEASED)
    story.pause(case_id, until=DUE + timedelta(days=12))
    story.resolve(case_id, AttentionAction.RETRY)
    story.play(d(60))
    assert (story.case(case_id).status, story.happened(case_id)) == (CaseStatus.PAUSED, CALL_ONLY)
    invariants.check(story)


def test_resolving_the_dispute_leaves_a_longer_holiday_pause_and_then_the_case_goes_on(story: Story) -> None:
    case_id = answered(story, CallOutcome.REACHED_DISPUTE)
    story.pause(case_id, until=DUE + timedelta(days=21))
    with pytest.raises(Conflict) as refusal:
        story.resume_case(case_id)
    assert refusal.value.code == "dispute_open"
    story.resume_case(case_id, dispute=True)
    assert story.types(case_id)[-3:-1] == ["dispute.resolved", "case.paused"]
    story.play(d(20))
    assert story.happened(case_id) == [*CALL_ONLY, "D+10 email dispute_resolved"]
    story.play(d(28))
    assert story.happened(case_id)[2:] == ["D+21 email reminder_1"]
    invariants.check(story)


def test_a_dispute_outlasts_a_payment_that_bounced(story: Story) -> None:
    """The case closes when paid; reopened by the reversal, it is as disputed as before."""
    case_id = answered(story, CallOutcome.REACHED_DISPUTE)
    payment = story.pay(case_id)
    story.play(d(12))
    story.reverse(case_id, payment)
    story.play(d(60))
    case = story.case(case_id)
    assert (case.status, case.pause.kind if case.pause else None) == (CaseStatus.PAUSED, PauseKind.DISPUTE)
    assert [line for line in story.happened(case_id) if "reminder" in line] == []
    invariants.check(story)
