"""Faults around the first letter of a mandate: whatever fails, it precedes every contact and leaves once (LTR_01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import DeliveryKind
from tests.support.faults import Fault, Faults, faults_of
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory, check_letter_first
from tests.support.story import DUE, d

IN_PART = 13
Journey = Callable[[MandateStory], None]


def resolved(story: MandateStory, case_id: str) -> None:
    """A person says that what nobody knows about went out, and has everything else done again."""
    for _ in range(4):
        attention = story.case(case_id).attention
        if attention is None:
            return
        in_doubt = attention.code == "delivery_unknown"
        story.resolve(case_id, AttentionAction.MARK_SENT if in_doubt else AttentionAction.RETRY)
        story.play(story.now() + timedelta(days=3))


def from_the_start(story: MandateStory) -> None:
    case = story.mandated()
    story.play(d(10))
    resolved(story, case)
    story.play(d(20))
    resolved(story, case)
    story.pay(case, 50_000)
    story.play(d(33))


def posted_later(story: MandateStory) -> None:
    story.carrier.posts = False
    case = story.mandated()
    story.play(d(4))
    for contact in story.with_debtor(case):
        story.report(contact.id, DeliveryKind.POSTED, DUE + timedelta(days=4))
    story.play(d(12))
    resolved(story, case)
    story.play(d(25))


def switched(story: MandateStory) -> None:
    case = story.open()
    story.play(d(16))
    story.switch(case)
    story.play(d(24))
    resolved(story, case)
    story.play(d(40))


JOURNEYS: tuple[Journey, ...] = (from_the_start, posted_later, switched)


def told(journey: Journey, faults: Faults | None = None) -> MandateStory:
    story = MandateStory(d(2), faults=faults, watchful=faults is not None)
    story.debtor()
    journey(story)
    return story


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_the_letter_comes_first_and_once_whatever_fails(journey: Journey) -> None:
    names = told(journey).faults.names
    occasions = [(number, fault) for number, name in enumerate(names) for fault in faults_of(name)]
    posts = [(number, fault) for number, fault in occasions if names[number] == "postal.send"]
    for number, fault in dict.fromkeys((*occasions[::IN_PART], *posts)):
        try:
            story = told(journey, Faults(at=number, kind=fault))
            check(story)
            for case_id in story.case_ids():
                check_letter_first(story, case_id)
        except Exception as error:
            raise AssertionError(f"{journey.__name__}: {names[number]} (call {number}) {fault}") from error


def test_a_lost_answer_is_looked_up_and_the_letter_not_sent_twice() -> None:
    """Design, ambiguous failure: the carrier is asked; the day it was posted is its own."""
    names = told(from_the_start).faults.names
    story = told(from_the_start, Faults(at=names.index("postal.send"), kind=Fault.LOST_ANSWER))
    (case_id,) = story.case_ids()
    assert [line for line in story.happened(case_id) if "first_letter" in line] == ["D+2 letter first_letter"]
    check_letter_first(story, case_id)


def test_an_unknown_letter_waits_for_a_person_and_is_believed_on_its_own_day() -> None:
    story = MandateStory(d(2))
    story.debtor()
    story.carrier.answers = False
    story.faults.lost = frozenset({"postal.send"})
    case = story.mandated()
    story.play(d(9))
    attention = story.case(case).attention
    assert attention is not None
    assert attention.code == "delivery_unknown"
    assert story.happened(case) == []
    story.faults.lost = frozenset()
    story.resolve(case, AttentionAction.MARK_SENT)
    mandate = story.case(case).mandate
    assert mandate is not None
    assert mandate.first_letter is not None
    assert mandate.first_letter.posted_on == DUE + timedelta(days=2)
    story.play(d(16))
    check_letter_first(story, case)


def test_nothing_more_is_done_for_an_erased_debtor() -> None:
    """R-142: the letter that was due is not sent."""
    story = MandateStory(d(2))
    debtor = story.debtor()
    case = story.mandated()
    story.memory.erase_debtor_key(story.scope, debtor)
    story.play(d(20))
    assert story.sent == []
    assert story.case(case).mandate is not None
