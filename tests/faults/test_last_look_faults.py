"""A last look in between changes no invariant: nothing lost, nothing twice, and nothing without agreement (R-133)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.support.books import agrees, is_down
from tests.support.faults import Fault, Faults, faults_of
from tests.support.invariants import check
from tests.support.looks import with_callback
from tests.support.story import Story, d

from .journeys import attended

IN_PART = 7
SEEN = ("contact.intended", "call_task.created")


def told(faults: Faults | None = None, *, down_until: int = 0) -> Story:
    """Until the second reminder, which has two channels; the books may be down for some days."""
    story = Story(d(14), faults=faults, watchful=True)
    story.debtor()
    with_callback(story)
    case_id = story.open()
    if down_until:
        story.books.answering = is_down
        story.play(d(down_until))
        story.books.answering = agrees
    attended(story, case_id, d(33))
    return story


def check_looked(story: Story) -> None:
    """Before each intent there is an agreement for its step, and no doubt after it."""
    check(story)
    for case_id in story.case_ids():
        agreed_for: str | None = None
        for event in story.told(case_id):
            if event.type == "balance.confirmed":
                agreed_for = str(event.payload["step_id"])
            elif event.type == "balance.doubted":
                agreed_for = None
            elif event.type in SEEN:
                assert agreed_for == event.payload["step_id"], f"{event.type} of {event.payload['step_id']}"
        said = {line.split(" ", 1)[1] for line in story.happened(case_id)}
        assert said >= {"email reminder_1", "email reminder_2", "sms reminder_2_sms"}, said


def occasions(names: list[str]) -> Iterator[tuple[int, Fault]]:
    for number, name in enumerate(names):
        for fault in faults_of(name):
            yield number, fault


@pytest.mark.parametrize("down_until", [0, 17], ids=["books agree", "books were down"])
def test_whichever_call_fails_nothing_leaves_without_agreement_and_nothing_is_lost(down_until: int) -> None:
    names = told(down_until=down_until).faults.names
    every = list(occasions(names))
    looks = [(number, fault) for number, fault in every if names[number].startswith("books")]
    assert looks
    for number, fault in dict.fromkeys((*every[::IN_PART], *looks)):
        try:
            story = told(Faults(at=number, kind=fault), down_until=down_until)
            check_looked(story)
        except Exception as error:
            raise AssertionError(f"{names[number]} (call {number}) {fault}") from error


def test_a_payment_between_look_and_intent_stops_the_contact() -> None:
    """The intent's condition is the case as it was looked at (design: intent and receipt)."""
    story = Story(d(14))
    story.debtor()
    with_callback(story)
    case_id = story.open()

    def paid(question: dict[str, object]) -> object:
        story.books.answering = agrees
        answer = agrees(question)
        story.pay(case_id)
        return answer

    story.books.answering = paid  # type: ignore[assignment]  # what it answers is what agrees does
    story.play(d(20))
    assert [line for line in story.happened(case_id) if "reminder" in line] == []
    assert story.case(case_id).is_closed


def test_an_agreement_that_grew_old_is_asked_for_again() -> None:
    """Who dies after the look and comes back later asks again: no agreement is older than an intent may be."""
    story = Story(d(14))
    story.debtor()
    with_callback(story)
    case_id = story.open()
    faults = story.faults

    def late() -> None:
        story.wall.instant += timedelta(seconds=31)

    faults.hooks["books.send"] = [lambda: faults.hooks.update({"store.commit": [late]})]
    story.play(d(16))
    assert story.happened(case_id) == ["D+15 email reminder_1"]
    assert len(story.books.questions) == 2
