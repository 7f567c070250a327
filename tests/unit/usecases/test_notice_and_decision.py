"""The formal notice comes before the decision: its last day, its return, its follow-up (R-040, R-042, R-098)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.contact import DeliveryKind
from chalicelib.domain.errors import Conflict
from chalicelib.domain.notice import FormalNotice, Presentation
from chalicelib.domain.plan import PHASE_OVER
from chalicelib.domain.step_record import StepState
from chalicelib.usecases.ports import Channels
from tests.support import invariants
from tests.support.story import DUE, PARIS, Story, d


@pytest.fixture
def story() -> Story:
    story = Story(d(2))
    story.debtor()
    return story


def notice_of(case: Case) -> FormalNotice:
    assert case.notice is not None
    return case.notice


def asked_on(story: Story, case_id: str) -> list[int]:
    asked = [event.at for event in story.told(case_id) if event.type == "case.decision_required"]
    return [(instant.astimezone(PARIS).date() - DUE).days for instant in asked]


def returned_notice(story: Story, until: int) -> str:
    """A case played until D+``until``, whose formal notice then comes back."""
    case_id = story.open()
    story.play(d(until))
    story.report(story.contact(case_id, "formal_notice").id, DeliveryKind.RETURNED)
    return case_id


def test_a_notice_that_cannot_run_out_inside_the_phase_is_not_sent(story: Story) -> None:
    """Paused until D+85: a notice would name D+102, after the ninety days. The creditor is asked instead."""
    case_id = story.open()
    story.play(d(32))
    story.pause(case_id, until=DUE + timedelta(days=85))
    story.play(d(95))
    record = story.case(case_id).record_of("formal_notice")
    assert (record.state, record.reason) == (StepState.SKIPPED, PHASE_OVER) if record else False
    assert asked_on(story, case_id) == [85]
    invariants.check(story)


def test_a_notice_that_came_back_after_the_last_call_is_sent_again_and_the_call_made_again(story: Story) -> None:
    case_id = returned_notice(story, 66)
    story.resolve(case_id, AttentionAction.RETRY)
    story.play(d(100))
    case = story.case(case_id)
    last_day = (notice_of(case).deadline or DUE) - DUE
    assert story.happened(case_id)[-3:] == [
        "D+65 call last_call",
        "D+66 registered_letter formal_notice",
        "D+86 call last_call",
    ]
    assert asked_on(story, case_id)[0] > last_day.days
    invariants.check(story)


def test_a_notice_that_comes_back_while_the_creditor_is_asked_is_sent_again_before_the_next_question(
    story: Story,
) -> None:
    """The decision waits: the scenario was not over, its notice was void."""
    case_id = returned_notice(story, 75)
    story.resolve(case_id, AttentionAction.RETRY)
    assert story.case(case_id).status is CaseStatus.OPEN
    with pytest.raises(Conflict) as refusal:
        story.decide(case_id, Choice.HANDOVER)
    assert refusal.value.code == "decision_not_awaited"
    story.play(d(110))
    assert story.happened(case_id)[-1] == "D+77 registered_letter formal_notice"
    assert asked_on(story, case_id) == [72, 95]
    invariants.check(story)


def test_a_notice_sent_again_after_an_extension_still_runs_out_before_the_decision(story: Story) -> None:
    case_id = story.open()
    story.play(d(75))
    story.decide(case_id, Choice.EXTEND)
    story.play(d(76))
    story.report(story.contact(case_id, "formal_notice").id, DeliveryKind.RETURNED)
    story.resolve(case_id, AttentionAction.RETRY)
    story.play(d(130))
    last_day = (notice_of(story.case(case_id)).deadline or DUE) - DUE
    assert min(day for day in asked_on(story, case_id) if day > 76) > last_day.days
    invariants.check(story)


@pytest.mark.parametrize("choice", [Choice.HANDOVER, Choice.EXTEND])
@pytest.mark.parametrize("hidden_by", ["pause", "attention"])
def test_the_creditor_decides_whatever_holds_the_case_meanwhile(story: Story, hidden_by: str, choice: Choice) -> None:
    case_id = story.open()
    story.play(d(75))
    if hidden_by == "pause":
        story.pause(case_id)
    else:
        story.report(story.contact(case_id, "formal_notice").id, DeliveryKind.RETURNED)
    held = story.case(case_id).status
    story.decide(case_id, choice)
    case = story.case(case_id)
    if choice is Choice.HANDOVER:
        assert case.outcome is Outcome.HANDED_OVER
    else:
        assert (case.status, case.decision_asked) == (held, ())
    invariants.check(story)


class BlindPostal:
    """A postal provider whose tracking can be down."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.is_down = inner, True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def track(self, *about: Any) -> Any:
        if self.is_down:
            raise OSError("tracking is down")
        return self.inner.track(*about)


@pytest.mark.parametrize("action", list(AttentionAction))
def test_a_posted_notice_stands_when_only_its_tracking_fails(story: Story, action: AttentionAction) -> None:
    """R-028: nothing says that the letter did not arrive; it is neither sent twice nor forgotten."""
    postal = BlindPostal(story.sending.live.postal)
    channels = Channels(story.sending.live.mailer, story.sending.live.texter, postal)
    story.sending = replace(story.sending, live=channels, test=channels)
    case_id = story.open()
    story.play(d(50))
    before = notice_of(story.case(case_id))
    attention = story.case(case_id).attention
    assert attention is not None
    assert attention.code == "step_failed"
    postal.is_down = action is AttentionAction.SKIP
    story.resolve(case_id, action)
    story.play(d(80))
    after = notice_of(story.case(case_id))
    presumed = action is AttentionAction.SKIP
    assert (after.contact_id, after.presentation is Presentation.PRESUMED) == (before.contact_id, presumed)
    assert [line for line in story.happened(case_id) if "formal_notice" in line] == [
        "D+45 registered_letter formal_notice"
    ]
    assert asked_on(story, case_id) == [72]
    invariants.check(story)
