"""A signed plan from its signature to its end, in virtual time: kept, late, missed, renegotiated (R-077..R-082)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.case import CaseStatus, Outcome
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.contact import Channel, Contact, Purpose
from chalicelib.domain.negotiation.payment_plan import PlanInterest, PlanState
from chalicelib.domain.notice import Presentation
from chalicelib.domain.parties import DebtorKind
from tests.support.invariants import check
from tests.support.plan_story import PlanStory
from tests.support.story import DUE, d, paris
from tests.support.world import TEST

SIGNED = 20
FIRST, SECOND, THIRD = date(2026, 1, 30), date(2026, 3, 2), date(2026, 3, 31)


def hour(day: date, at: int = 10) -> datetime:
    return paris(day, at)


def signed(*, kind: DebtorKind = DebtorKind.COMPANY, **more: object) -> tuple[PlanStory, str]:
    """A plan in force on D+20, after the first reminder: instalments on 30 January, 2 March and 31 March."""
    story = PlanStory(d(2))
    story.debtor(kind=kind)
    case_id = story.open()
    story.play(d(SIGNED))
    story.sign(case_id, **more)  # type: ignore[arg-type]  # as the verb takes them
    return story, case_id


def after_signing(story: PlanStory, case_id: str) -> list[str]:
    """What left the house since the signature."""
    return [line for line in story.happened(case_id) if int(line[2:].split()[0]) >= SIGNED]


def test_a_plan_kept_to_the_end_closes_the_case_with_a_receipt_for_each_instalment_and_a_final_one() -> None:
    """R-079, R-082, R-092: and no reminder of the scenario while it lives."""
    story, case_id = signed()
    for each in story.plan(case_id).instalments:
        story.play(hour(each.on, 15))
        story.pay(case_id, each.amount.amount)
    story.play(d(150))
    assert story.plan_told(case_id) == [
        "2026-01-30 plan.instalment_due 1",
        "2026-01-30 plan.instalment_paid 1",
        "2026-03-02 plan.instalment_due 2",
        "2026-03-02 plan.instalment_paid 2",
        "2026-03-31 plan.instalment_due 3",
        "2026-03-31 plan.instalment_paid 3",
        "2026-03-31 plan.completed",
        "2026-03-31 case.closed",
    ]
    assert [line.split(" ", 1)[1] for line in after_signing(story, case_id)] == [
        "email plan_confirmation",
        "email instalment_upcoming",
        "email receipt",
        "email instalment_upcoming",
        "email receipt",
        "email instalment_upcoming",
        "email final_receipt",
    ]
    closed = story.case(case_id)
    assert (closed.outcome, story.plan(case_id).state) == (Outcome.PAID, PlanState.COMPLETED)
    check(story)


def test_an_instalment_three_days_late_is_reminded_once_and_courteously_and_the_plan_lives_on() -> None:
    """R-080."""
    story, case_id = signed()
    story.play(hour(FIRST + timedelta(days=3), 16))
    story.pay(case_id, story.plan(case_id).instalments[0].amount.amount)
    story.play(hour(SECOND - timedelta(days=5)))
    assert story.plan_told(case_id) == [
        "2026-01-30 plan.instalment_due 1",
        "2026-02-01 plan.instalment_missed 1",
        "2026-02-02 plan.instalment_paid 1",
    ]
    sent = [line.split(" ", 1)[1] for line in after_signing(story, case_id)]
    assert sent.count("email instalment_reminder") == 1
    assert not [line for line in sent if "acceleration" in line or "reminder_2" in line]
    assert story.plan(case_id).missed_at is None
    check(story)


def test_a_part_of_an_instalment_counts_as_what_it_is() -> None:
    """R-079: the event says what is missing of it."""
    story, case_id = signed()
    story.play(hour(FIRST))
    story.pay(case_id, 10_000)
    story.play(hour(FIRST + timedelta(days=3)))
    missed = next(e.payload for e in story.told(case_id) if e.type == "plan.instalment_missed")
    amount = story.plan(case_id).instalments[0].amount.amount
    assert missed["missing"] == {"amount": amount - 10_000, "currency": "EUR"}


def test_a_missed_instalment_accelerates_the_plan_and_the_scenario_goes_on_firmer_and_longer() -> None:
    """PLAN_02, R-077: the notice ten days after the missed day, eight days from its presentation, then the rest."""
    story, case_id = signed()
    story.play(d(150))
    told = story.plan_told(case_id)
    assert told == [
        "2026-01-30 plan.instalment_due 1",
        "2026-02-01 plan.instalment_missed 1",
        "2026-02-09 plan.acceleration_announced 1",
        "2026-02-25 plan.accelerated",
    ]
    plan = story.plan(case_id)
    assert plan.notice is not None
    assert plan.notice.named_last_day == date(2026, 2, 24)
    assert [line.split(" ", 1)[1] for line in after_signing(story, case_id)] == [
        "email plan_confirmation",
        "email instalment_upcoming",
        "email instalment_reminder",
        "registered_letter acceleration_notice",
        "email plan_accelerated",
        "email reminder_2",
        "sms reminder_2_sms",
        "registered_letter formal_notice",
        "call last_call",
    ]
    case = story.case(case_id)
    held = (date(2026, 2, 25) - story.today(case_id)).days
    assert held < 0
    assert case.negotiation.stretched_days == (date(2026, 2, 25) - (DUE + timedelta(days=SIGNED))).days
    assert case.status is CaseStatus.AWAITING_DECISION
    check(story)


def test_a_consumer_is_left_thirty_days_from_the_presentation_of_the_notice() -> None:
    """PLAN_02 (Cass. 1re civ., 22 March 2023, no. 21-16.044): an acceleration is never automatic."""
    story, case_id = signed(kind=DebtorKind.CONSUMER, days=30)
    story.play(d(110))
    told = story.plan_told(case_id)
    handed_over = story.plan(case_id).notice
    assert handed_over is not None
    assert handed_over.named_last_day - handed_over.handed_over_on == timedelta(days=37)
    accelerated = next(line for line in told if "accelerated" in line)
    assert date.fromisoformat(accelerated[:10]) > handed_over.named_last_day
    check(story)


def test_several_at_once_and_early_pay_the_next_instalments_in_order_and_nobody_is_reminded() -> None:
    """R-082: cumulative; what comes early is told paid at once, and never told due."""
    story, case_id = signed()
    story.play(hour(FIRST - timedelta(days=2)))
    first, second, third = (each.amount.amount for each in story.plan(case_id).instalments)
    story.pay(case_id, first + second + 1)
    story.play(hour(THIRD))
    story.pay(case_id, third - 1)
    assert story.plan_told(case_id) == [
        "2026-01-28 plan.instalment_paid 1",
        "2026-01-28 plan.instalment_paid 2",
        "2026-03-31 plan.instalment_due 3",
        "2026-03-31 plan.instalment_paid 3",
        "2026-03-31 plan.completed",
        "2026-03-31 case.closed",
    ]
    story.play(d(150))
    assert not [line for line in after_signing(story, case_id) if "instalment_reminder" in line]
    check(story)


def test_more_than_the_whole_plan_completes_it_and_is_told_overpaid() -> None:
    story, case_id = signed()
    story.play(hour(FIRST))
    story.pay(case_id, story.plan(case_id).total.amount + 500)
    assert story.plan_told(case_id)[-2:] == ["2026-01-30 plan.completed", "2026-01-30 case.closed"]
    assert "payment.overpaid" in story.types(case_id)
    check(story)


@pytest.mark.parametrize(("at", "received"), [(9, 0), (17, 0), (9, 1), (17, 1)])
def test_a_bank_payment_on_the_very_day_of_the_acceleration_keeps_the_plan_alive(at: int, received: int) -> None:
    """R-077: the acceleration falls in the evening of the first working day after the last day of the notice.

    Recorded that day, before the evening: received by the last day, or that day itself, it regularises the plan.
    """
    story, case_id = signed()
    story.play(hour(date(2026, 2, 25), at))
    first = story.plan(case_id).instalments[0].amount.amount
    story.pay(case_id, first, on=date(2026, 2, 24) + timedelta(days=received))
    story.play(hour(date(2026, 2, 27)))
    assert story.plan(case_id).state is PlanState.ACTIVE
    assert story.plan(case_id).notice is None
    check(story)


def test_money_that_came_in_time_and_was_recorded_too_late_makes_the_acceleration_void() -> None:
    """R-077: the debtor had paid; the plan lives on, and both sides are told."""
    story, case_id = signed()
    story.play(hour(date(2026, 2, 26)))
    assert story.plan(case_id).state is PlanState.ACCELERATED
    first = story.plan(case_id).instalments[0].amount.amount
    story.pay(case_id, first, on=date(2026, 2, 24))
    assert story.plan_told(case_id)[-3:] == [
        "2026-02-25 plan.accelerated",
        "2026-02-26 plan.reinstated",
        "2026-02-26 plan.instalment_paid 1",
    ]
    story.play(hour(SECOND, 8))
    assert story.plan(case_id).state is PlanState.ACTIVE
    assert not [line for line in story.happened(case_id) if "reminder_2" in line]
    check(story)


def test_money_that_came_after_the_last_day_pays_a_part_of_the_whole_balance() -> None:
    story, case_id = signed()
    story.play(hour(date(2026, 2, 26)))
    first = story.plan(case_id).instalments[0].amount.amount
    story.pay(case_id, first, on=date(2026, 2, 25))
    assert story.plan(case_id).state is PlanState.ACCELERATED
    assert "plan.reinstated" not in story.types(case_id)


def test_a_plan_of_eighteen_months_is_followed_by_executions_that_hand_over() -> None:
    """A wake-up older than 300 days starts a fresh execution, and nothing is told twice (R-082)."""
    story = PlanStory(d(2))
    story.debtor()
    case_id = story.open()
    story.play(d(SIGNED))
    story.sign(case_id, count=18, apart=31)
    plan = story.plan(case_id)
    for each in plan.instalments:
        story.play(hour(each.on, 15))
        story.pay(case_id, each.amount.amount)
    assert (plan.instalments[-1].on - plan.instalments[0].on).days > 500
    told = [line.split(" ", 1)[1] for line in story.plan_told(case_id)]
    assert told == [
        *(f"plan.instalment_{what} {n}" for n in range(1, 19) for what in ("due", "paid")),
        "plan.completed",
        "case.closed",
    ]
    check(story)


def test_an_execution_of_three_hundred_days_hands_over_in_the_middle_of_a_plan() -> None:
    """Two instalments far apart: the run that slept between them is too old to act, and a fresh one does."""
    story = PlanStory(d(2))
    story.debtor()
    case_id = story.open()
    story.play(d(SIGNED))
    total = story.owed(case_id)
    far = date(2027, 3, 15)
    story.sign(case_id, [(FIRST, total // 2), (far, total - total // 2)])
    story.play(hour(FIRST))
    story.pay(case_id, total // 2)
    run = story.case(case_id).run
    story.play(hour(far, 12))
    assert story.case(case_id).run > run
    assert story.plan_told(case_id)[-1] == f"{far} plan.instalment_due 2"
    check(story)


def test_what_plans_put_off_is_owed_once_accelerated() -> None:
    """The statement tells the days, and the interest of them from the acceleration on."""
    story, case_id = signed(interest=PlanInterest.DUE_IF_ACCELERATED)
    story.play(hour(date(2026, 2, 24)))
    rates = story.rates_as_read.current()
    kept = statement_of(story.case(case_id), rates, story.today(case_id))
    story.play(hour(date(2026, 2, 26)))
    over = statement_of(story.case(case_id), rates, date(2026, 2, 25))
    assert over.interest.amount > kept.interest.amount
    assert over.suspended[0].owed_on == date(2026, 2, 25)
    told = next(e.payload for e in story.told(case_id) if e.type == "plan.accelerated")
    assert told["outstanding"]["amount"] == over.total.amount


def test_on_a_test_clock_a_plan_is_kept_as_in_real_time() -> None:
    story = PlanStory(d(20), scope=TEST)
    clock = story.clock(d(20))
    story.debtor()
    case_id = story.open(clock_id=clock)
    story.sign(case_id)
    for each in story.plan(case_id).instalments:
        story.advance(clock, hour(each.on, 15))
        story.pay(case_id, each.amount.amount)
    assert story.case(case_id).outcome is Outcome.PAID
    assert story.plan_told(case_id).count("2026-03-31 plan.completed") == 1


def test_notes_of_a_plan_are_no_solicitations_but_its_reminder() -> None:
    """The caps count what asks for money: the reminder of an instalment, nothing else of a plan (R-080)."""
    story, case_id = signed()
    story.play(d(40))
    contacts = sorted(story.memory._all(Contact), key=lambda each: each.intended_at)
    purposes = {each.template: each.purpose for each in contacts}
    assert purposes["instalment_upcoming"] is Purpose.SERVICE
    assert purposes["plan_confirmation"] is Purpose.SERVICE
    assert purposes["acceleration_notice"] is Purpose.LEGAL
    assert (
        next(each.channel for each in contacts if each.template == "acceleration_notice") is Channel.REGISTERED_LETTER
    )
    notice = story.plan(case_id).notice
    assert notice is not None
    assert notice.presentation in (None, Presentation.PRESENTED, Presentation.RECEIVED)
