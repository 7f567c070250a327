"""What provider, carrier, caller or a person say of a contact reaches every case that it spoke for (R-123, R-071)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib.adapters.dynamodb.transaction import MOST_ACTIONS
from chalicelib.domain.call_task import CallOutcome, CallTaskStatus
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Channel, ContactState, DeliveryKind
from chalicelib.usecases.writes import AppendEvents, Write
from tests.support.grouped_story import day, grouped_story, leading, led, left, tasks, ten_cases
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory
from tests.support.promising import given, promise
from tests.support.story import Story, d
from tests.support.world import TEST

THREE = 3


@pytest.fixture
def story() -> Story:
    return grouped_story()


def three(story: Story) -> list[str]:
    return ten_cases(story, THREE)


def test_a_delivery_is_known_in_every_case(story: Story) -> None:
    three(story)
    story.play(d(16))
    lead = leading(story)[-1]
    story.report(lead.id, DeliveryKind.DELIVERED)
    assert {each.state for each in (story.memory.contact(story.scope, lead.id), *led(story, lead))} == {
        ContactState.DELIVERED
    }
    check(story)


def test_a_report_that_comes_again_changes_nothing(story: Story) -> None:
    cases = three(story)
    story.play(d(16))
    lead = leading(story)[-1]
    story.report(lead.id, DeliveryKind.DELIVERED)
    before = [story.case(case_id).chain for case_id in cases]
    story.report(lead.id, DeliveryKind.DELIVERED)
    assert [story.case(case_id).chain for case_id in cases] == before


def test_a_report_about_any_of_its_records_is_one_about_the_contact(story: Story) -> None:
    three(story)
    story.play(d(16))
    lead = leading(story)[-1]
    story.report(led(story, lead)[0].id, DeliveryKind.DELIVERED)
    assert story.memory.contact(story.scope, lead.id).state is ContactState.DELIVERED
    check(story)


def test_a_bounce_brings_one_letter_for_all_of_them(story: Story) -> None:
    """CON_09: the address is closed once, and the message goes out again once."""
    cases = three(story)
    story.play(d(15, 21))
    story.report(leading(story)[-1].id, DeliveryKind.BOUNCED)
    story.play(d(20))
    assert left(story) == {Channel.EMAIL: 1, Channel.LETTER: 1}
    debtor, _ = story.memory.debtor(story.scope, "deb_1")
    assert len(debtor.blocks) == 1
    assert all("letter reminder_1" in story.happened(case_id)[-1] for case_id in cases)
    check(story)


@pytest.mark.parametrize("kind", [DeliveryKind.UNCLAIMED, DeliveryKind.REFUSED])
def test_what_becomes_of_the_notice_is_so_in_every_case(story: Story, kind: DeliveryKind) -> None:
    story.carrier.reports = ((3, DeliveryKind.PRESENTED), (18, kind))
    cases = three(story)
    story.play(d(120))
    assert len({notice.deadline for case_id in cases if (notice := story.case(case_id).notice)}) == 1
    assert left(story)[Channel.REGISTERED_LETTER] == 1
    check(story)


def test_a_returned_notice_asks_in_every_case_and_is_answered_once(story: Story) -> None:
    """A person finds the address; their answer about the letter is the answer for all that it spoke for."""
    story.carrier.reports = ((5, DeliveryKind.RETURNED),)
    cases = three(story)
    story.play(d(56))
    assert {story.case(case_id).status for case_id in cases} == {CaseStatus.NEEDS_ATTENTION}
    story.carrier.reports = ((3, DeliveryKind.PRESENTED),)
    story.resolve(cases[1], AttentionAction.RETRY)
    story.play(d(62))
    assert {story.case(case_id).status for case_id in cases} == {CaseStatus.OPEN}
    assert left(story)[Channel.REGISTERED_LETTER] == 2
    check(story)


def test_an_sms_nobody_knows_about_is_asked_about_and_answered_once(story: Story) -> None:
    cases = three(story)
    story.faults.lost = frozenset({"texter.send"})
    story.play(d(32))
    assert {story.case(case_id).status for case_id in cases} == {CaseStatus.NEEDS_ATTENTION}
    story.faults.lost = frozenset()
    story.resolve(cases[0], AttentionAction.MARK_SENT)
    assert {story.case(case_id).status for case_id in cases} == {CaseStatus.OPEN}
    story.play(d(50))
    assert left(story) == {Channel.EMAIL: 2, Channel.REGISTERED_LETTER: 1}
    check(story)


def test_an_email_in_doubt_is_sent_once_more_for_all_with_its_mark(story: Story) -> None:
    """Design, ambiguous failure: once more, marked; never once for each case."""
    cases = three(story)
    story.play(d(14))
    story.faults.lost = frozenset({"mailer.send"})
    story.play(d(15, 8) + timedelta(minutes=20))
    assert leading(story)[-1].channel is Channel.EMAIL
    story.faults.lost = frozenset()
    story.play(d(16))
    assert left(story) == {Channel.EMAIL: 1}
    again = leading(story)[-1]
    assert again.duplicate_possible
    assert len(again.shared_with) == THREE - 1
    assert all(story.happened(case_id)[-1].endswith("reminder_1") for case_id in cases)
    check(story)


def test_a_promise_on_the_phone_holds_every_case(story: Story) -> None:
    cases = three(story)
    story.play(d(8, 20))
    (task,) = tasks(story)
    assert sorted([task.case_id, *task.grouped_with]) == cases
    assert task.owed.amount == sum(story.owed(case_id) for case_id in cases)
    story.answer_call(CallOutcome.REACHED_PROMISE, day(19))
    for case_id in cases:
        promise = story.case(case_id).negotiation.open_promise
        assert promise is not None
        assert (promise.pay_on, promise.amount.amount) == (day(19), story.owed(case_id))
        (done,) = [event for event in story.told(case_id) if event.type == "call_task.done"]
        assert done.payload["call_task_id"] == task.id
    story.play(d(20, 20))
    assert {line.split()[-1] for case_id in cases for line in story.happened(case_id)[1:]} == {"promise_confirmation"}
    story.play(d(24))
    assert all("promise.broken" in story.types(case_id) for case_id in cases)
    check(story)


def test_a_dispute_on_the_phone_pauses_every_case(story: Story) -> None:
    cases = three(story)
    story.play(d(9))
    story.answer_call(CallOutcome.REACHED_DISPUTE)
    assert {story.case(case_id).status for case_id in cases} == {CaseStatus.PAUSED}
    story.play(d(40))
    assert [each.template for each in leading(story)[1:]] == ["dispute_received"] * 3
    check(story)


def test_a_dispute_of_one_invoice_pauses_its_case_alone(story: Story) -> None:
    cases = three(story)
    story.play(d(9))
    (task,) = tasks(story)
    story.answer_task(task.id, CallOutcome.REACHED_DISPUTE, about=(cases[1],))
    assert [story.case(case_id).status for case_id in cases] == [CaseStatus.OPEN, CaseStatus.PAUSED, CaseStatus.OPEN]
    assert all("call_task.done" in story.types(case_id) for case_id in cases)
    story.play(d(16))
    received, email = [each for each in leading(story) if each.channel is Channel.EMAIL]
    assert (received.case_id, received.template) == (cases[1], "dispute_received")
    assert {email.case_id, *(place.case_id for place in email.shared_with)} == {cases[0], cases[2]}
    check(story)


def test_nobody_answered_is_tried_once_more_for_all(story: Story) -> None:
    three(story)
    story.play(d(9))
    story.answer_call(CallOutcome.NO_ANSWER)
    story.play(d(12))
    assert [task.status for task in tasks(story)] == [CallTaskStatus.DONE, CallTaskStatus.OPEN]
    assert len(tasks(story)[-1].grouped_with) == THREE - 1
    check(story)


def test_who_refuses_on_the_phone_is_written_to_once_at_each_later_stage(story: Story) -> None:
    cases = three(story)
    story.play(d(9))
    story.answer_call(CallOutcome.REACHED_REFUSES)
    story.play(d(60))
    assert left(story)[Channel.REGISTERED_LETTER] == 1
    stages = [[line.split(" ", 1)[1] for line in story.happened(case_id)] for case_id in cases]
    assert all(one == other for one, other in pairwise(stages))
    check(story)


def test_a_number_that_is_wrong_is_closed_once(story: Story) -> None:
    three(story)
    story.play(d(9))
    story.answer_call(CallOutcome.WRONG_NUMBER)
    debtor, _ = story.memory.debtor(story.scope, "deb_1")
    assert sorted(block.channel for block in debtor.blocks) == ["call", "sms"]
    story.play(d(20))
    assert left(story) == {Channel.EMAIL: 1}
    check(story)


def test_the_call_stays_to_be_made_while_one_of_its_cases_is_open(story: Story) -> None:
    cases = three(story)
    story.play(d(9))
    story.pay(cases[0])
    assert [task.status for task in tasks(story)] == [CallTaskStatus.OPEN]
    story.pay(cases[1])
    story.pay(cases[2])
    assert [task.status for task in tasks(story)] == [CallTaskStatus.EXPIRED]


def test_a_receipt_is_each_cases_own(story: Story) -> None:
    """R-092: a payment belongs to its case; so does what thanks for it."""
    cases = three(story)
    story.play(d(16))
    story.pay(cases[0])
    story.pay(cases[1])
    story.play(d(20))
    receipts = [each for each in leading(story) if each.payment_id]
    assert sorted(each.case_id for each in receipts) == cases[:2]
    assert all(not each.shared_with for each in receipts)
    check(story)


def writes_of(commit: tuple[Write, ...]) -> int:
    return sum(len(write.events) if isinstance(write, AppendEvents) else 1 for write in commit)


@pytest.mark.parametrize("outcome", list(CallOutcome))
def test_what_came_of_a_call_about_ten_cases_fits_into_one_transaction(outcome: CallOutcome) -> None:
    """On a test clock, which takes the most; a limitation act of each case may be one write more, a dispute is none."""
    story = grouped_story(scope=TEST)
    clock = story.clock(d(7))
    cases = ten_cases(story, clock_id=clock)
    story.advance(clock, d(8, 21))
    before = len(story.memory.commits)
    needs_day = outcome in (CallOutcome.REACHED_PROMISE, CallOutcome.REACHED_CALL_BACK)
    story.answer_call(outcome, day(12) if needs_day else None)
    most = max(writes_of(commit) for commit in story.memory.commits[before:])
    acts = 0 if outcome is CallOutcome.REACHED_DISPUTE else len(cases)
    assert most + acts <= MOST_ACTIONS
    assert all("call_task.done" in story.types(case_id) for case_id in cases)


def test_a_promise_in_place_of_another_under_a_mandate_fits_for_every_case_of_the_call() -> None:
    """R-081, PAY_04: a call is about as many cases as the most that is said on it can be written of."""
    story = MandateStory(d(1), scope=TEST)
    story.debtor()
    clock = story.clock(d(1))
    cases = [
        story.mandated(number=f"FA-{n}", due=day(-(n % 3)), cents=10_000 * (n + 1), clock_id=clock) for n in range(10)
    ]
    story.advance(clock, d(16, 21))
    task = max(story.open_calls(), key=lambda each: len(each.grouped_with))
    concerned = (task.case_id, *task.grouped_with)
    assert 5 < len(concerned) < len(cases)
    for case_id in concerned:
        promise(story, case_id, day(20))
    before = len(story.memory.commits)
    story.answer_task(task.id, CallOutcome.REACHED_PROMISE, day(22))
    most = max(writes_of(commit) for commit in story.memory.commits[before:])
    assert most + len(concerned) <= MOST_ACTIONS
    assert all([each.state.value for each in given(story, case_id)] == ["withdrawn", "open"] for case_id in concerned)
