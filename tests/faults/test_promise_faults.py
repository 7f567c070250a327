"""Faults around promises: given once, looked at once, one message each, and every trail whole (R-081, R-141)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.call_task import CallOutcome
from tests.support.faults import Fault, Faults, occasions_in
from tests.support.invariants import check
from tests.support.promising import given, promise, withdraw
from tests.support.story import DUE, Story, d

from .journeys import attended

IN_PART = 61  # a prime, so that over the calls each kind has its turn
Journey = Callable[[Story], None]


def kept(story: Story) -> None:
    case = story.open()
    promise(story, case, DUE + timedelta(days=14), 60_000)
    attended(story, case, d(12))
    story.pay(case, 60_000)
    attended(story, case, d(18))


def broken(story: Story) -> None:
    """With what came, told to the debtor, and firmer."""
    case = story.open()
    promise(story, case, DUE + timedelta(days=14), 60_000)
    story.play(d(13))
    story.pay(case, 10_000)
    attended(story, case, d(20))


def bounced(story: Story) -> None:
    case = story.open()
    promise(story, case, DUE + timedelta(days=14), 60_000)
    story.play(d(13))
    payment = story.pay(case, 60_000)
    attended(story, case, d(20))
    story.reverse(case, payment)
    attended(story, case, d(24))


def said_on_the_phone(story: Story) -> None:
    case = story.open()
    story.play(d(9, 10))
    story.answer_call(CallOutcome.REACHED_PROMISE, DUE + timedelta(days=13), case_id=case)
    attended(story, case, d(18))


def replaced_and_withdrawn(story: Story) -> None:
    case = story.open()
    promise(story, case, DUE + timedelta(days=14))
    second = promise(story, case, DUE + timedelta(days=16))
    attended(story, case, d(11))
    withdraw(story, case, second.id)
    attended(story, case, d(18))


ENDS: dict[Journey, list[str]] = {
    kept: ["kept"],
    broken: ["broken"],
    bounced: ["broken"],
    said_on_the_phone: ["broken"],
    replaced_and_withdrawn: ["withdrawn", "withdrawn"],
}


def told(journey: Journey, faults: Faults | None = None) -> Story:
    """From D+9, when the first call is over; with a call from D+7."""
    story = Story(d(7 if journey is said_on_the_phone else 9), faults=faults, watchful=True)
    story.debtor()
    journey(story)
    return story


def check_promises(journey: Journey, story: Story) -> None:
    """Each is told once as what it is, and so is each message about it."""
    case = story.case_ids()[-1]
    ends = [each.state.value for each in given(story, case)]
    assert ends == ENDS[journey], ends
    types = Counter(story.types(case))
    assert types["promise.created"] == len(ends)
    for state in ("broken", "withdrawn"):
        assert types[f"promise.{state}"] == ends.count(state)
    sent = Counter(story.memory.contact(story.scope, each.contact_id).template for each in story.sent)
    doubled = Counter(each.template for each in story.contacts(case) if each.duplicate_possible)
    for template in ("promise_confirmation", "promise_broken"):
        assert sent[template] <= len(ends) + doubled[template], (template, sent)
    assert sent["promise_broken"] >= ends.count("broken")


@pytest.mark.parametrize("journey", list(ENDS), ids=lambda journey: journey.__name__)
def test_a_promise_is_followed_once_whatever_fails(journey: Journey) -> None:
    """At some of the calls; `make campaign` plays every one (R-141)."""
    play_with_each_fault(journey, IN_PART)


@pytest.mark.campaign
@pytest.mark.parametrize("journey", list(ENDS), ids=lambda journey: journey.__name__)
def test_a_promise_is_followed_once_whichever_call_fails(journey: Journey) -> None:
    play_with_each_fault(journey, 1)


def play_with_each_fault(journey: Journey, part: int) -> None:
    """One in ``part`` of the occasions for a fault, those of effects far more often."""
    plain = told(journey)
    check_promises(journey, plain)
    names = plain.faults.names
    for number, fault in occasions_in(names, part):
        try:
            story = told(journey, Faults(at=number, kind=fault))
            check(story)
            check_promises(journey, story)
        except Exception as error:
            raise AssertionError(f"{journey.__name__}: {names[number]} (call {number}) {fault}") from error


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER])
def test_the_check_of_a_promise_holds_whole_or_not_at_all(fault: Fault) -> None:
    """What is told, what is skipped and what is due to the debtor stand together."""
    story = told(broken)
    names = story.faults.names
    check_at = next(n for n, name in enumerate(names) if name == "invoke:check_promise")
    commit = next(n for n, name in enumerate(names) if n > check_at and name == "store.commit")
    again = told(broken, Faults(at=commit, kind=fault))
    assert again.faults.struck
    check(again)
    check_promises(broken, again)
    assert (
        again.case(again.case_ids()[-1]).negotiation.firmness == story.case(story.case_ids()[-1]).negotiation.firmness
    )
