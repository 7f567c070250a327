"""LTR_01 as a property: whatever happens to a case, no contact precedes the posted letter of its mandate."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain.address import Address
from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.contact import DeliveryKind
from chalicelib.domain.errors import DomainError
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory, check_letter_first
from tests.support.story import d

Act = Callable[[MandateStory, str], None]


def wait(days: int) -> Act:
    return lambda story, _: story.play(story.now() + timedelta(days=days))


def report(kind: DeliveryKind) -> Act:
    def act(story: MandateStory, case_id: str) -> None:
        letters = [contact for contact in story.contacts(case_id) if contact.template == "first_letter"]
        if letters:
            story.report(letters[-1].id, kind, story.today(case_id))

    return act


def answer(outcome: CallOutcome) -> Act:
    def act(story: MandateStory, case_id: str) -> None:
        if story.open_calls():
            promised = outcome is CallOutcome.REACHED_PROMISE
            story.answer_call(outcome, story.today(case_id) if promised else None)

    return act


def reverse(story: MandateStory, case_id: str) -> None:
    if story.case(case_id).payments:
        story.reverse(case_id, story.case(case_id).payments[-1].id)


def carrier(*, posts: bool) -> Act:
    return lambda story, _: setattr(story.carrier, "posts", posts)


def pay(story: MandateStory, case_id: str, cents: int | None) -> None:
    story.pay(case_id, cents)


COMMANDS: dict[str, Act] = {
    "wait": wait(1),
    "wait_long": wait(9),
    "pay": lambda story, case_id: pay(story, case_id, 20_000),
    "pay_all": lambda story, case_id: pay(story, case_id, None),
    "reverse": reverse,
    "pause": lambda story, case_id: story.pause(case_id),
    "resume": lambda story, case_id: story.resume_case(case_id),
    "switch": lambda story, case_id: story.switch(case_id),
    "posted": report(DeliveryKind.POSTED),
    "returned": report(DeliveryKind.RETURNED),
    "retry": lambda story, case_id: story.resolve(case_id, AttentionAction.RETRY),
    "skip": lambda story, case_id: story.resolve(case_id, AttentionAction.SKIP),
    "mark_sent": lambda story, case_id: story.resolve(case_id, AttentionAction.MARK_SENT),
    "promise": answer(CallOutcome.REACHED_PROMISE),
    "no_answer": answer(CallOutcome.NO_ANSWER),
    "lost_address": lambda story, _: story.moved("deb_1", None),
    "new_address": lambda story, _: story.moved("deb_1", Address("3 rue Neuve", "75011", "Paris")),
    "extend": lambda story, case_id: story.decide(case_id, Choice.EXTEND),
    "withdraw": lambda story, case_id: story.decide(case_id, Choice.WITHDRAW),
    "carrier_stops": carrier(posts=False),
    "carrier_posts": carrier(posts=True),
}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.booleans(), st.lists(st.sampled_from(sorted(COMMANDS)), max_size=14))
def test_no_contact_precedes_the_posted_letter_whatever_happens(mandated: bool, commands: list[str]) -> None:
    """LTR_01."""
    story = MandateStory(d(2))
    story.debtor()
    case_id = story.mandated() if mandated else story.open()
    for command in commands:
        with suppress(DomainError):
            COMMANDS[command](story, case_id)
    story.play(story.now() + timedelta(days=20))
    check_letter_first(story, case_id)
    check(story)
