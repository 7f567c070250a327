"""Faults around a message for several cases: no contact twice, none lost, every trail whole (R-123, R-141)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import ContactState, DeliveryKind
from tests.support.faults import EFFECTS, Fault, Faults, faults_of
from tests.support.grouped_story import grouped_story, leading, ten_cases
from tests.support.invariants import check
from tests.support.story import Story, d

IN_PART = 23
THREE = 3
Journey = Callable[[Story], None]


def attended(story: Story, until: float) -> None:
    """Plays on; where nobody knows whether a message went out, a person says that it did, about any of its cases."""
    story.play(d(0) + timedelta(days=until))
    for _ in range(6):
        asked = [case_id for case_id in story.case_ids() if story.case(case_id).attention is not None]
        if not asked:
            return
        attention = story.case(asked[0]).attention
        doubtful = attention is not None and attention.code == "delivery_unknown"
        story.resolve(asked[0], AttentionAction.MARK_SENT if doubtful else AttentionAction.RETRY)
        story.play(story.now() + timedelta(hours=3))


def first_reminder(story: Story) -> None:
    ten_cases(story, THREE)
    attended(story, 17)


def answered_and_reminded(story: Story) -> None:
    ten_cases(story, THREE)
    story.play(d(9))
    if story.open_calls():
        story.answer_call(CallOutcome.NO_ANSWER)
    attended(story, 33)


def noticed(story: Story) -> None:
    """Opened late: the last reminder, then the notice."""
    story.play(d(40))
    ten_cases(story, THREE)
    attended(story, 75)


def bounced(story: Story) -> None:
    ten_cases(story, THREE)
    story.play(d(15, 21))
    emails = [each for each in leading(story) if each.template == "reminder_1" and each.state is ContactState.SENT]
    if emails:
        story.report(emails[-1].id, DeliveryKind.BOUNCED)
    attended(story, 22)


JOURNEYS: tuple[Journey, ...] = (first_reminder, answered_and_reminded, noticed, bounced)


def told(journey: Journey, faults: Faults | None = None) -> Story:
    story = grouped_story(faults=faults, watchful=True)
    journey(story)
    story.play(story.now() + timedelta(days=2))
    return story


def check_once(story: Story) -> None:
    """What went out went out once for all: never once for each case (design: ambiguous failure).

    Once more after a doubt, with its mark; once more by another way after a bounce.
    """
    leads = leading(story)
    most = Counter({each.template: 1 for each in leads})
    most.update({each.template for each in leads if each.duplicate_possible})
    most.update({each.template for each in leads if each.state in (ContactState.BOUNCED, ContactState.RETURNED)})
    out = Counter(story.memory.contact(story.scope, each.contact_id).template for each in story.sent)
    assert out <= most, (out, most)
    ran = [story.happened(case_id) for case_id in story.case_ids()]
    said = [{line.split(" ", 2)[2] for line in lines} for lines in ran]
    assert all(each == said[0] for each in said), said


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_one_message_for_all_whatever_fails(journey: Journey) -> None:
    names = told(journey).faults.names
    occasions = [(number, fault) for number, name in enumerate(names) for fault in faults_of(name)]
    effects = [(number, fault) for number, fault in occasions if names[number] in EFFECTS]
    for number, fault in dict.fromkeys((*occasions[::IN_PART], *effects)):
        try:
            story = told(journey, Faults(at=number, kind=fault))
            check(story)
            check_once(story)
        except Exception as error:
            raise AssertionError(f"{journey.__name__}: {names[number]} (call {number}) {fault}") from error


def _commits_of_the_reminder() -> list[int]:
    """The numbers of the calls that commit the grouped intent and its outcome."""
    story = told(first_reminder)
    sent_at = story.faults.names.index("mailer.send")
    before = max(n for n, name in enumerate(story.faults.names[:sent_at]) if name == "store.commit")
    after = next(n for n, name in enumerate(story.faults.names) if n > sent_at and name == "store.commit")
    return [before, after]


@pytest.mark.parametrize("which", [0, 1], ids=["intent", "receipt"])
@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER])
def test_the_intent_and_the_receipt_hold_for_all_or_for_none(which: int, fault: Fault) -> None:
    story = told(first_reminder, Faults(at=_commits_of_the_reminder()[which], kind=fault))
    assert story.faults.struck
    check(story)
    check_once(story)
    states = {each.state for each in story.contacts(story.case_ids()[0]) if each.template == "reminder_1"}
    for case_id in story.case_ids()[1:]:
        assert {each.state for each in story.contacts(case_id) if each.template == "reminder_1"} == states
