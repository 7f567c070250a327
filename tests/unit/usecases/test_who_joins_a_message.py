"""Which cases speak in another's message, at both boundaries of its point of no return (R-123, R-126)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.contact import Channel, Contact
from chalicelib.usecases.writes import Create, Update
from tests.support.grouped_story import day, grouped_story, leading, left
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory
from tests.support.story import PAUL, Story, d
from tests.support.world import TEST


@pytest.fixture
def story() -> Story:
    return grouped_story()


def spoken_for(story: Story, template: str) -> list[set[str]]:
    """The cases of each message of this text."""
    found = [each for each in leading(story) if each.template == template]
    return [{each.case_id, *(place.case_id for place in each.shared_with)} for each in found]


def two_cases(story: Story) -> tuple[str, str]:
    return story.open(number="FA-1"), story.open(number="FA-2", due=day(2))


def test_a_case_paid_before_the_intent_drops_out(story: Story) -> None:
    """The payment commits while the message is being made: the message is made again, without that invoice."""
    first, second = two_cases(story)
    story.play(d(14))
    story.faults.hooks["archive.put_once"] = [lambda: _paid(story, second)]
    story.play(d(16))
    assert spoken_for(story, "reminder_1") == [{first}]
    assert story.case(second).status is CaseStatus.CLOSED
    email = next(each for each in story.sent if b"|reminder_1|" in each.content)
    alone = statement_of(story.case(first), story.rates_as_read.current(), email.at.date()).total.amount
    assert f"reminder_1 {email.at.date()} {alone} " in email.content.decode()
    check(story)


def _paid(story: Story, case_id: str) -> None:
    pump, story.pump = story.pump, lambda: None  # type: ignore[method-assign]  # the step that is at work goes on later
    story.pay(case_id)
    story.pump = pump  # type: ignore[method-assign]


def test_a_case_paid_after_the_intent_was_spoken_for(story: Story) -> None:
    """What commits after the point of no return stands later in the chain."""
    first, second = two_cases(story)
    story.play(d(14))
    story.faults.hooks["mailer.send"] = [lambda: _paid(story, second)]
    story.play(d(16))
    assert spoken_for(story, "reminder_1") == [{first, second}]
    types = story.types(second)
    assert types.index("contact.intended") < types.index("payment.recorded") < types.index("contact.sent")
    check(story)


def test_the_lead_paid_before_the_intent_leaves_the_others_to_speak_for_themselves(story: Story) -> None:
    first, second = two_cases(story)
    story.play(d(14))
    story.faults.hooks["archive.put_once"] = [lambda: _paid(story, first)]
    story.play(d(18))
    assert spoken_for(story, "reminder_1") == [{second}]
    check(story)


Stop = Callable[[Story, str], object]


@pytest.mark.parametrize(
    "stop",
    [
        lambda story, case: story.pause(case),
        lambda story, case: story.pay(case),
        lambda story, case: story.credit(case, 120_000),
    ],
    ids=["paused", "paid", "credited"],
)
def test_who_says_nothing_is_not_spoken_for(story: Story, stop: Stop) -> None:
    first, second = two_cases(story)
    story.play(d(10))
    stop(story, second)
    story.play(d(16))
    assert spoken_for(story, "reminder_1") == [{first}]
    check(story)


@pytest.mark.parametrize("outcome", [CallOutcome.REACHED_DISPUTE, CallOutcome.REACHED_ALREADY_PAID])
def test_a_call_that_stops_one_case_by_itself_stops_it_alone(story: Story, outcome: CallOutcome) -> None:
    """Opened a week apart they are called about apart, and what comes of one call is no matter of the other's."""
    first = story.open(number="FA-1", due=day(-1))
    story.play(d(8))
    second = story.open(number="FA-2", due=day(4))
    story.answer_call(outcome, case_id=first)
    story.play(d(24))
    assert story.case(first).status is CaseStatus.PAUSED
    assert spoken_for(story, "reminder_1") == [{second}]


def test_a_promise_is_waited_for(story: Story) -> None:
    first = story.open(number="FA-1", due=day(-1))
    story.play(d(7, 20))
    second = story.open(number="FA-2", due=day(3))
    story.answer_call(CallOutcome.REACHED_PROMISE, day(19), case_id=first)
    story.play(d(19))
    assert spoken_for(story, "reminder_1") == [{second}]


def test_the_gap_after_the_last_step_stays(story: Story) -> None:
    """Steps stay at least five days apart: a reminder that has just left brings no other one forward."""
    first = story.open(number="FA-1")
    second = story.open(number="FA-2", due=day(-14))
    story.play(d(46))
    for case_id in (first, second):
        days = sorted({int(line.split()[0][2:]) for line in story.happened(case_id)})
        assert all(later - earlier >= 5 for earlier, later in pairwise(days)), days
    check(story)


def test_another_creditor_is_never_spoken_for(story: Story) -> None:
    """CON_07: a reason or a trail never names another creditor's case."""
    first = story.open(number="FA-1")
    one = story.memory.creditor(story.scope, "cred_1")
    story.memory.commit([Create(replace(one, id="cred_2", version=1, name="Moulin SARL"))])
    story.creditor_id = "cred_2"
    second = story.open(number="FA-2", due=day(2))
    story.play(d(60))
    assert all({first, second} - cases for cases in spoken_for(story, "reminder_1"))
    assert all(not each.shared_with for each in story.memory._all(Contact))
    told = [event.payload for event in story.told(first)]
    assert second not in repr(told)


def test_another_contact_person_signs_for_its_own_case(story: Story) -> None:
    """R-091."""
    first = story.open(number="FA-1")
    second = story.open(number="FA-2", due=day(2), case_manager=PAUL)
    story.play(d(20))
    assert spoken_for(story, "reminder_1") == [{first}, {second}]


def test_another_test_clock_is_another_time() -> None:
    story = grouped_story(scope=TEST)
    one, other = story.clock(d(7)), story.clock(d(7))
    first = story.open(number="FA-1", clock_id=one)
    second = story.open(number="FA-2", due=day(2), clock_id=other)
    story.advance(one, d(20))
    assert spoken_for(story, "reminder_1") == [{first}]
    story.advance(other, d(20))
    assert spoken_for(story, "reminder_1") == [{first}, {second}]


def test_a_fact_of_the_debtor_stops_all_of_them(story: Story) -> None:
    """STOP: the debtor's version is a condition of the intent, for whomever it speaks."""
    two_cases(story)
    story.play(d(14))
    debtor, key = story.memory.debtor(story.scope, "deb_1")
    changed = replace(debtor, version=debtor.version + 1, new_customer=True)
    story.faults.hooks["archive.put_once"] = [lambda: story.memory.commit([Update(changed, key)])]
    before = story.memory.calls["cases"]
    story.play(d(16))
    assert story.memory.calls["cases"] - before == 2, "the message was decided on again"
    assert left(story) == {Channel.EMAIL: 1}


def test_a_formal_notice_joins_formal_notices_only(story: Story) -> None:
    """R-049: nobody gets one for an invoice whose own scenario has not come to it."""
    first = story.open(number="FA-1")
    story.play(d(40))
    second = story.open(number="FA-2", due=day(30))
    story.play(d(80))
    assert spoken_for(story, "formal_notice")[0] == {first}
    assert story.happened(second)[0] == "D+15 email reminder_1"
    check(story)


def test_under_a_mandate_the_first_letter_is_one_and_each_claim_has_its_annex() -> None:
    """LTR_01, LTR_04, MAND_02: the one letter is recalled by its own reference in every case."""
    story = MandateStory(d(7))
    story.debtor()
    cases = [story.mandated(number=f"FA-{n}", due=day(n)) for n in range(3)]
    story.play(d(30))
    letters = [story.case(case_id).mandate for case_id in cases]
    references = {each.first_letter.reference for each in letters if each and each.first_letter}
    assert len(references) == 1
    assert len({each.annex_document_id for each in letters if each}) == len(cases)
    assert left(story)[Channel.LETTER] == 1
    assert left(story)[Channel.EMAIL] == 1
    check(story)


def test_on_a_test_clock_the_companions_wake_at_their_own_later_instants() -> None:
    """R-132: parked days later, they find that their step was done, and wait for the next one."""
    story = grouped_story(scope=TEST)
    clock = story.clock(d(7))
    cases = [story.open(number=f"FA-{n}", due=day(n), clock_id=clock) for n in range(5)]
    for upto in (10, 16, 31, 50, 120):
        story.advance(clock, d(upto))
        (kept,) = story.clocks()
        assert kept.status.value == "ready", kept.failure
    assert left(story) == {Channel.EMAIL: 2, Channel.SMS: 1, Channel.REGISTERED_LETTER: 1}
    assert {story.case(case_id).status for case_id in cases} == {CaseStatus.AWAITING_DECISION}
    story.play(story.now() + timedelta(minutes=5))
    check(story)
