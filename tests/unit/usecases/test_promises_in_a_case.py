"""Promises to pay, from the first word to what they came to, played out on case time (R-081, R-124)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import CaseStatus, Outcome
from chalicelib.domain.case_commands import Choice
from chalicelib.domain.errors import Conflict
from chalicelib.domain.negotiation.promise import PromiseState
from chalicelib.domain.negotiation.rules import NegotiationRules, PromiseRules
from chalicelib.domain.writes import Update
from chalicelib.usecases.claim_call_task import ClaimCallTask, claim_call_task
from tests.support.grouped_story import grouped_story, leading, tasks
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory
from tests.support.promising import given, promise, withdraw
from tests.support.story import DUE, Story, d


def day(number: int) -> date:
    return DUE + timedelta(days=number)


@pytest.fixture
def story() -> Iterator[Story]:
    told = Story(d(2))
    told.debtor()
    yield told
    check(told)


def reminders(story: Story, case_id: str) -> list[str]:
    """What the scenario sent, in order: neither receipts nor what confirms or recalls a promise."""
    return [line for line in story.happened(case_id) if not line.endswith(("promise_confirmation", "receipt"))]


def states(story: Story, case_id: str) -> list[str]:
    return [each.state.value for each in given(story, case_id)]


def allow(story: Story, most: int, within_days: int = 30) -> None:
    """The creditor's rule on promises."""
    creditor = story.memory.creditor(story.scope, story.creditor_id)
    rules = NegotiationRules(promises=PromiseRules(most, within_days))
    story.memory.commit([Update(replace(creditor, negotiation_rules=rules, version=creditor.version + 1))])


def test_a_promise_that_is_kept_lets_nothing_be_sent_meanwhile(story: Story) -> None:
    """R-081: only its confirmation; all was promised, and paid on the day."""
    case = story.open()
    story.play(d(10, 10))
    made = promise(story, case, day(25))
    story.play(d(25, 12))
    assert story.happened(case) == ["D+8 call call_verification", "D+10 email promise_confirmation"]
    story.pay(case, made.amount.amount)
    story.play(d(28))
    assert (states(story, case), story.types(case).count("promise.kept")) == (["kept"], 1)
    assert story.case(case).negotiation.firmness == 1


def test_the_reason_for_silence_stands_in_the_trail(story: Story) -> None:
    """R-124: in the next step and in what was moved for it."""
    case = story.open()
    story.play(d(10, 10))
    promise(story, case, day(25))
    story.play(d(12))
    step = story.case(case).next_step
    assert step is not None
    assert (step.action.value, step.reason) == ("check_promise", f"the debtor promised to pay by {day(25)}")
    told = [event.payload for event in story.told(case) if event.type in ("step.scheduled", "step.moved")]
    assert any("promised to pay" in str(each) for each in told)


def test_money_that_comes_early_keeps_it_and_the_scenario_goes_on_with_the_rest(story: Story) -> None:
    case = story.open()
    story.play(d(10, 10))
    promise(story, case, day(35), 60_000)
    story.play(d(20, 10))
    story.pay(case, 60_000)
    assert states(story, case) == ["kept"]
    story.play(d(34))
    assert reminders(story, case)[1:] == ["D+21 email reminder_1", "D+30 email reminder_2", "D+30 sms reminder_2_sms"]


def test_the_payment_that_closes_the_case_keeps_it_too(story: Story) -> None:
    case = story.open()
    story.play(d(10, 10))
    promise(story, case, day(35), 60_000)
    story.play(d(20, 10))
    story.pay(case)
    story.play(d(60))
    types = story.types(case)
    assert (states(story, case), story.case(case).outcome) == (["kept"], Outcome.PAID)
    assert types.index("promise.kept") < types.index("case.closed")
    assert "check_promise" not in str(story.case(case).next_step)


def test_a_part_is_told_as_what_it_is_and_the_promise_is_broken(story: Story) -> None:
    """R-080: at once, and firmer: the courteous reminder is passed over, and the gap after that word stays."""
    case = story.open()
    story.play(d(10, 10))
    promise(story, case, day(20), 60_000)
    story.play(d(18, 10))
    story.pay(case, 25_000)
    story.play(d(35))
    (broken,) = [event.payload for event in story.told(case) if event.type == "promise.broken"]
    assert (broken["amount"]["amount"], broken["received"]["amount"]) == (60_000, 25_000)
    assert reminders(story, case)[1:] == [
        "D+22 email promise_broken",
        "D+30 email reminder_2",
        "D+30 sms reminder_2_sms",
    ]
    skipped = [event.payload for event in story.told(case) if event.type == "step.skipped"]
    assert [(each["step_id"], each["reason"]) for each in skipped] == [("first_reminder", "promise_broken")]


def test_broken_twice_nothing_is_waited_for_any_more(story: Story) -> None:
    """R-081: a third word is refused, noted on the phone, and the scenario goes straight on to the notice."""
    case = story.open()
    for told_on, pay_on in ((10, 14), (18, 22)):
        story.play(d(told_on, 10))
        promise(story, case, day(pay_on))
    story.play(d(26, 10))
    assert states(story, case) == ["broken", "broken"]
    with pytest.raises(Conflict) as refused:
        promise(story, case, day(30))
    assert refused.value.code == "promise_limit_reached"
    story.play(d(75))
    assert [line.split()[-1] for line in reminders(story, case)] == [
        "call_verification",
        "promise_broken",
        "promise_broken",
        "reminder_2",
        "reminder_2_sms",
        "formal_notice",
        "last_call",
    ]
    story.answer_call(CallOutcome.REACHED_PROMISE, day(90))
    assert len(given(story, case)) == 2
    story.play(d(100))
    assert story.case(case).status is CaseStatus.AWAITING_DECISION


def test_the_creditor_may_take_one_word_or_none(story: Story) -> None:
    allow(story, most=1, within_days=5)
    case = story.open()
    story.play(d(10, 10))
    promise(story, case, day(15))
    with pytest.raises(Conflict):
        promise(story, case, day(14))
    assert states(story, case) == ["open"]


def test_a_payment_that_bounces_before_the_check_leaves_the_promise_to_be_kept(story: Story) -> None:
    case = story.open()
    story.play(d(10, 10))
    promise(story, case, day(20), 60_000)
    story.play(d(15, 10))
    payment = story.pay(case, 60_000, method="cheque")
    assert states(story, case) == ["kept"]
    story.play(d(18, 10))
    story.reverse(case, payment)
    assert states(story, case) == ["open"]
    story.pay(case, 60_000)
    story.play(d(24))
    assert states(story, case) == ["kept"]


def test_a_payment_that_bounces_later_breaks_the_promise_at_once(story: Story) -> None:
    """PAY_03: even where it had closed the case."""
    case = story.open()
    story.play(d(10, 10))
    promise(story, case, day(20))
    story.play(d(20, 10))
    payment = story.pay(case, method="cheque")
    story.play(d(40, 10))
    assert story.case(case).is_closed
    story.reverse(case, payment)
    story.play(d(44))  # the letter that withdraws the receipt comes first, and D+40 is a Saturday
    assert (states(story, case), story.case(case).is_closed) == (["broken"], False)
    assert story.types(case).count("promise.broken") == 1
    story.play(d(60))
    assert "reminder_1" not in " ".join(story.happened(case))


def test_a_promise_while_a_formal_notice_runs_puts_the_question_to_the_creditor_off(story: Story) -> None:
    """R-040, R-042: the notice keeps its last day; nobody is asked nor called before the promise was looked at."""
    case = story.open()
    story.play(d(48, 10))
    notice = story.case(case).notice
    made = promise(story, case, day(75))
    story.play(d(76, 20))
    assert "last_call" not in " ".join(story.happened(case))
    assert story.case(case).status is CaseStatus.OPEN
    kept = story.case(case).notice
    assert notice is not None
    assert kept is not None
    assert kept.named_last_day == notice.named_last_day
    story.play(d(85))
    assert given(story, case)[-1].state is PromiseState.BROKEN
    assert made.id in str([event.payload for event in story.told(case) if event.type == "promise.broken"])
    assert "D+84 call last_call" in story.happened(case)  # the usual gap, and D+82 is a Saturday


def test_a_promise_while_the_creditor_is_asked_takes_the_question_back_and_broken_asks_it_again(story: Story) -> None:
    """R-098, R-027."""
    case = story.open()
    story.play(d(95))
    assert story.case(case).status is CaseStatus.AWAITING_DECISION
    promise(story, case, day(105))
    assert story.case(case).status is CaseStatus.OPEN
    with pytest.raises(Conflict) as refused:
        story.decide(case, Choice.HANDOVER)
    assert refused.value.code == "decision_not_awaited"
    story.play(d(115))
    assert story.case(case).status is CaseStatus.AWAITING_DECISION


def test_the_phase_is_longer_by_the_days_of_the_promise(story: Story) -> None:
    """R-027: opened sixty days late, the notice would not run out in time without them."""
    case = story.open(due=DUE - timedelta(days=30))
    story.play(d(6, 10))
    promise(story, case, day(34))
    story.play(d(36, 12))
    assert story.case(case).negotiation.stretched_days == 30


def test_withdrawn_the_scenario_goes_on_as_it_stood(story: Story) -> None:
    case = story.open()
    story.play(d(10, 10))
    made = promise(story, case, day(35))
    story.play(d(14, 10))
    withdraw(story, case, made.id)
    story.play(d(16))
    assert reminders(story, case)[1:] == ["D+15 email reminder_1"]
    assert (states(story, case), given(story, case)[0].end_reason) == (["withdrawn"], "withdrawn_by_creditor")


def test_a_call_that_waits_is_not_made_while_the_promise_stands(story: Story) -> None:
    """R-126."""
    case = story.open()
    story.play(d(9, 10))
    (task,) = story.open_calls()
    promise(story, case, day(20))
    claim = ClaimCallTask(story.scope, task.id, "nadia.b")
    with pytest.raises(Conflict) as refused:
        claim_call_task(claim, recording=story.recording, reply=lambda *_, **__: ())
    assert refused.value.code == "call_held"


def test_a_pause_outlasts_the_promise_and_the_check_comes_after_it(story: Story) -> None:
    case = story.open()
    story.play(d(10, 10))
    promise(story, case, day(15))
    story.pause(case)
    story.play(d(30, 10))
    assert states(story, case) == ["open"]
    story.resume_case(case)
    story.play(d(31))
    assert states(story, case) == ["broken"]


def test_a_condition_on_what_came_of_the_call_sees_a_promise_as_before() -> None:
    """R-031: the word given on the phone is a sign of life, and no refusal."""
    story = Story(d(2))
    story.debtor()
    case = story.open(scenario_id="petite_creance", cents=9_000)
    story.play(d(31))
    story.answer_call(CallOutcome.REACHED_PROMISE, day(36))
    story.play(d(60))
    record = story.case(case).record_of("firm_call")
    assert record is not None
    assert record.outcome is CallOutcome.REACHED_PROMISE
    assert story.case(case).status is CaseStatus.AWAITING_DECISION  # too small for a notice: the branch still leads on
    check(story)


def test_under_a_mandate_nothing_but_its_confirmation_precedes_the_letter_that_it_puts_off() -> None:
    """LTR_01, PAY_04, R-081: the creditor is told of the promise, and the letter goes once it was looked at."""
    story = MandateStory(d(2))
    story.debtor()
    case = story.mandated()
    promise(story, case, day(10))
    story.play(d(12))
    assert "first_letter" not in " ".join(story.happened(case))
    assert "proposal.received" in story.types(case)
    assert any(contact.template == "proposal_advice" for contact in story.contacts(case))
    story.play(d(30))
    assert states(story, case) == ["broken"]
    assert "first_letter" in " ".join(story.happened(case))
    check(story)


def test_a_companion_with_a_promise_is_left_out_of_the_message() -> None:
    """R-123: the other invoice is reminded of alone."""
    story = grouped_story()
    first = story.open(number="FA-1")
    second = story.open(number="FA-2", due=day(1))
    story.play(d(10, 10))
    promise(story, first, day(30))
    story.play(d(20))
    said = [{each.case_id, *each.shared_with} for each in leading(story) if each.template == "reminder_1"]
    assert said == [{second}]
    assert tasks(story)
    check(story)
