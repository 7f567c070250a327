"""What changes a signed plan beside payments: reversals, credit notes, another plan, facts, notices (R-077..R-082)."""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib.domain.case import Outcome
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import DeliveryKind
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.payment_plan import PlanState
from chalicelib.domain.negotiation.plan_money import left_of
from tests.support.invariants import check
from tests.support.plan_story import PlanStory
from tests.support.story import d

from .test_plan_stories import FIRST, SECOND, hour, signed


def test_a_reversed_payment_makes_its_instalment_missing_again_and_nothing_is_told_twice() -> None:
    story, case_id = signed()
    story.play(hour(FIRST))
    payment = story.pay(case_id, story.plan(case_id).instalments[0].amount.amount)
    story.play(hour(FIRST + timedelta(days=6)))
    story.reverse(case_id, payment)
    story.play(hour(FIRST + timedelta(days=7)))
    assert story.plan_told(case_id) == [
        "2026-01-30 plan.instalment_due 1",
        "2026-01-30 plan.instalment_paid 1",
        "2026-02-05 plan.instalment_missed 1",
    ]
    story.pay(case_id, story.plan(case_id).instalments[0].amount.amount)
    assert story.plan_told(case_id)[-1] == "2026-02-05 plan.instalment_missed 1"
    check(story)


def test_the_reversal_of_the_payment_that_completed_a_plan_brings_plan_and_case_back() -> None:
    """R-082: a plan is open until it is fully paid. R-092: no reminder before the void receipt is withdrawn."""
    story, case_id = signed()
    story.play(hour(FIRST))
    payment = story.pay(case_id, story.plan(case_id).total.amount)
    story.play(hour(FIRST + timedelta(days=2)))
    story.reverse(case_id, payment)
    assert story.plan(case_id).state is PlanState.ACTIVE
    assert story.plan_told(case_id)[-2:] == ["2026-02-01 plan.reinstated", "2026-02-01 plan.instalment_missed 1"]
    story.play(hour(FIRST + timedelta(days=4)))
    assert [each.template for each in story.contacts(case_id)][-2:] == ["receipt_withdrawal", "instalment_reminder"]
    check(story)


def test_a_credit_note_takes_the_end_off_the_plan() -> None:
    """The last instalments shrink, then vanish; the others stay, and no cent is lost."""
    story, case_id = signed()
    before = story.plan(case_id)
    story.play(hour(FIRST - timedelta(days=1)))
    story.credit(case_id, 50_000)
    after = story.plan(case_id)
    interest_on_it = 333  # of the days before the plan: a part that was credited from the due date never bore any
    assert [each.amount.amount for each in after.instalments] == [
        before.instalments[0].amount.amount,
        before.total.amount - 50_000 - interest_on_it - before.instalments[0].amount.amount,
    ]
    assert after.total.amount == story.owed(case_id)
    assert sum((each.amount for each in after.instalments), Money(0)) == after.total
    assert after.principal + after.interest + after.fixed_indemnity == after.total
    assert after.credited == Money(50_000 + interest_on_it)
    for each in after.instalments:
        story.play(hour(each.on, 15))
        story.pay(case_id, each.amount.amount)
    assert story.case(case_id).outcome is Outcome.PAID
    check(story)


def test_a_renegotiated_plan_takes_the_place_of_the_first_and_keeps_its_history() -> None:
    story, case_id = signed()
    story.play(hour(FIRST))
    story.pay(case_id, story.plan(case_id).instalments[0].amount.amount)
    story.play(hour(FIRST + timedelta(days=10)))
    story.sign(case_id, count=5)
    first, second = story.case(case_id).negotiation.plans
    assert (first.state, second.state) == (PlanState.REPLACED, PlanState.ACTIVE)
    assert "2026-02-09 plan.cancelled" in story.plan_told(case_id)
    for each in second.instalments:
        story.play(hour(each.on, 15))
        story.pay(case_id, each.amount.amount)
    assert story.case(case_id).outcome is Outcome.PAID
    check(story)


def test_a_plan_that_is_given_up_lets_the_scenario_go_on_as_it_was() -> None:
    story, case_id = signed()
    story.play(hour(FIRST - timedelta(days=1)))
    story.give_up(case_id)
    story.play(d(60))
    assert story.plan(case_id).state is PlanState.CANCELLED
    assert "D+30 email reminder_2" in story.happened(case_id)
    check(story)


def test_a_pause_stops_the_plan_too_and_what_came_due_meanwhile_is_told_at_its_end() -> None:
    story, case_id = signed()
    story.play(hour(FIRST - timedelta(days=1)))
    story.pause(case_id)
    story.play(hour(FIRST + timedelta(days=20)))
    assert story.plan_told(case_id) == []
    story.resume_case(case_id)
    story.play(hour(FIRST + timedelta(days=21)))
    assert [line.split(" ", 1)[1] for line in story.plan_told(case_id)] == [
        "plan.instalment_due 1",
        "plan.instalment_missed 1",
    ]
    check(story)


def test_an_insolvency_stops_the_plan(
) -> None:
    story, case_id = signed()
    story.play(hour(FIRST - timedelta(days=3)))
    story.insolvent(story.today(case_id))
    story.play(d(150))
    assert story.plan_told(case_id) == []
    check(story)


def test_a_notice_that_comes_back_asks_a_person_and_starts_no_delay() -> None:
    """PLAN_02: what was never presented accelerates nothing."""
    story, case_id = signed()
    story.play(hour(date(2026, 2, 10)))
    notice = story.plan(case_id).notice
    assert notice is not None
    story.report(notice.contact_id, DeliveryKind.RETURNED, date(2026, 2, 10))
    case = story.case(case_id)
    assert case.attention is not None
    assert story.plan(case_id).notice is None
    story.play(d(100))
    assert "plan.accelerated" not in story.types(case_id)
    story.resolve(case_id, AttentionAction.RETRY)
    story.play(d(150))
    assert story.types(case_id).count("plan.acceleration_announced") == 2
    assert "plan.accelerated" in story.types(case_id)


def test_a_notice_that_the_carrier_never_posts_asks_a_person_who_says_what_becomes_of_it() -> None:
    story, case_id = signed()
    story.carrier.posts, story.carrier.reports = False, None
    story.play(d(60))
    asked = story.case(case_id).attention
    assert asked is not None
    assert (asked.code, asked.step_id) == ("letter_not_posted", f"{story.plan(case_id).id}/acceleration_notice/1")
    story.resolve(case_id, AttentionAction.MARK_SENT)
    story.play(d(100))
    assert "plan.accelerated" in story.types(case_id)
    assert story.types(case_id).count("plan.acceleration_announced") == 1
    check(story)


def test_a_notice_that_a_person_passes_over_puts_nobody_on_notice() -> None:
    story, case_id = signed()
    story.carrier.posts, story.carrier.reports = False, None
    story.play(d(60))
    story.resolve(case_id, AttentionAction.SKIP)
    story.play(hour(SECOND - timedelta(days=4)))
    assert story.plan(case_id).notice is None
    assert "plan.accelerated" not in story.types(case_id)
    assert story.case(case_id).attention is None


def test_a_credit_note_of_everything_completes_the_plan_with_its_instalments_as_they_were_signed() -> None:
    """What nobody owes any more is not shrunk to nothing: the plan is over, and so is the case."""
    story, case_id = signed()
    story.play(hour(FIRST - timedelta(days=1)))
    story.credit(case_id, 120_000)
    plan = story.plan(case_id)
    assert (plan.state, plan.end_reason, story.owed(case_id)) == (PlanState.COMPLETED, "nothing_left", 0)
    assert sum((each.amount for each in plan.instalments), Money(0)) == plan.total
    assert story.case(case_id).is_closed
    check(story)


def test_a_plan_that_payments_and_a_credit_note_completed_stands_again_once_a_payment_bounces() -> None:
    """R-082, R-124: what is missing again is asked for by the plan, never by a reminder that knows nothing of it."""
    story = PlanStory(d(12, 10))
    story.debtor()
    case_id = story.open()
    each = story.sign(case_id, count=3).instalments[0].amount.amount
    story.pay(case_id, each)
    bounced = story.pay(case_id, each)
    story.credit(case_id, story.owed(case_id))
    assert (story.plan(case_id).state, story.case(case_id).is_closed) == (PlanState.COMPLETED, True)
    story.reverse(case_id, bounced)
    assert story.plan(case_id).state is PlanState.ACTIVE
    assert story.owed(case_id) == left_of(story.case(case_id), story.plan(case_id)).amount > 0
