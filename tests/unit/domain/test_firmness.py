"""What a broken word changes in the scenario, and how long a word given stretches the amicable phase."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.case import Case, PriorReminder
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.firmness import (
    freed,
    hardened,
    held,
    held_until,
    least_tone,
    tone_after,
    word_was_broken,
)
from chalicelib.domain.negotiation.payment_plan import Instalment, PaymentPlan, PlanState, Side
from chalicelib.domain.negotiation.promise import Promise, PromiseState
from chalicelib.domain.negotiation.record import Negotiation
from chalicelib.domain.plan import phase_ends_on, plan
from chalicelib.domain.scenario_move import move_to_scenario
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.presets import COLLECTIVITE, PROGRESSIF, RISQUE
from chalicelib.domain.step_record import StepRecord

from .cases import CALLED, NOTIFIED, REMINDED, REMINDED_AGAIN, at, case, day, debtor


def promised(on: int, made: int = 10, state: PromiseState = PromiseState.OPEN) -> Promise:
    return Promise(f"prm_{made}", Money(10_000), day(on), at(made), "api", state)


def planned(*on: int, state: PlanState = PlanState.ACTIVE) -> PaymentPlan:
    parts = tuple(Instalment(number, day(each), Money(1_000)) for number, each in enumerate(on, start=1))
    return PaymentPlan("plan_1", state, Side.DEBTOR, at(10), parts, Money(1_000 * len(on)), Money(1_000), 8)


def with_negotiation(of: Case, **changes: object) -> Case:
    return replace(of, negotiation=replace(of.negotiation, **changes))  # type: ignore[arg-type]  # by name


def coming(of: Case, scenario: Scenario = PROGRESSIF) -> list[str]:
    return [each.step.id for each in plan(of, scenario, debtor()).steps if not each.skipped]


@pytest.mark.parametrize(
    ("steps", "tone", "left"),
    [
        ((CALLED,), 1, ["verification_call", "first_reminder", "second_reminder", "formal_notice", "last_call"]),
        ((CALLED,), 2, ["verification_call", "second_reminder", "formal_notice", "last_call"]),
        ((CALLED,), 3, ["verification_call", "second_reminder", "formal_notice", "last_call"]),
        ((CALLED, REMINDED), 3, ["verification_call", "first_reminder", "formal_notice", "last_call"]),
        ((), 4, ["second_reminder", "formal_notice", "last_call"]),
        ((CALLED, REMINDED, REMINDED_AGAIN, NOTIFIED), 4, None),
    ],
)
def test_after_a_broken_word_nothing_softer_is_said_but_one_reminder_before_the_notice(
    steps: tuple[StepRecord, ...], tone: int, left: list[str] | None
) -> None:
    """R-081, R-036."""
    before = case(steps=steps)
    after, drafts = hardened(before, PROGRESSIF, tone, at(40), "promise_broken")
    assert coming(after) == (left or coming(before))
    skipped = {record.step_id for record in after.steps} - {record.step_id for record in before.steps}
    assert {draft.public["step_id"] for draft in drafts} == skipped
    assert all(draft.type == "step.skipped" and draft.public["reason"] == "promise_broken" for draft in drafts)


def test_a_reminder_that_the_creditor_sent_before_is_reminder_enough() -> None:
    """R-016, R-036."""
    before = case(steps=(CALLED,), prior_reminders=(PriorReminder("email", day(-3)),))
    after, _ = hardened(before, PROGRESSIF, 4, at(20), "promise_broken")
    assert coming(after) == ["verification_call", "formal_notice", "last_call"]


def test_essential_steps_stay_however_soft() -> None:
    after, _ = hardened(case(), COLLECTIVITE, 3, at(20), "plan_accelerated")
    assert coming(after, COLLECTIVITE) == ["finance_call", "written_demand", "formal_notice", "last_call"]


def test_what_is_hard_stays_hard_and_says_so_once() -> None:
    once, _ = hardened(case(steps=(CALLED,)), RISQUE, 3, at(20), "promise_broken")
    again, drafts = hardened(once, RISQUE, 2, at(25), "promise_broken")
    assert (least_tone(again), drafts, again.steps) == (3, (), once.steps)
    assert (word_was_broken(case()), word_was_broken(again)) == (False, True)


@pytest.mark.parametrize(
    ("steps", "tone"),
    [((), 2), ((CALLED,), 2), ((CALLED, REMINDED, REMINDED_AGAIN), 3), ((REMINDED_AGAIN, NOTIFIED), 4)],
)
def test_what_follows_is_one_tone_above_what_the_debtor_has_heard(steps: tuple[StepRecord, ...], tone: int) -> None:
    assert tone_after(case(steps=steps), PROGRESSIF) == tone


def test_on_another_scenario_a_broken_word_stays_broken() -> None:
    """R-122, R-081: and one reminder in writing still precedes its notice (R-036)."""
    broken, _ = hardened(case(steps=(CALLED,)), PROGRESSIF, 3, at(20), "promise_broken")
    moved = move_to_scenario(broken, PROGRESSIF, RISQUE, at(21), reason="x")
    steps = [each.step for each in plan(moved.case, moved.scenario, debtor()).steps if not each.skipped]
    to_come = [step for step in steps if moved.case.record_of(step.id) is None]
    assert any(step.is_written_reminder for step in to_come)
    assert all(step.tone >= 3 or step.essential or step.is_written_reminder for step in to_come)


ENDS: date = phase_ends_on(case(), PROGRESSIF)


def test_the_phase_is_longer_by_the_days_that_a_promise_held_it() -> None:
    """R-027: and while it stands by the days that it is expected to."""
    made = held(with_negotiation(case(), promises=(promised(20),)), at(10))
    assert (held_until(made), (phase_ends_on(made, PROGRESSIF) - ENDS).days) == (day(22), 12)
    over = with_negotiation(made, promises=(promised(20, state=PromiseState.KEPT),))
    kept = freed(over, at(16))
    assert (phase_ends_on(kept, PROGRESSIF) - ENDS).days == 6
    assert freed(kept, at(30)) == kept


def test_nothing_is_stretched_by_a_word_taken_and_given_on_one_day() -> None:
    made = held(with_negotiation(case(), promises=(promised(20),)), at(10))
    back = freed(with_negotiation(made, promises=(promised(20, state=PromiseState.WITHDRAWN),)), at(10, 12))
    assert (back.negotiation.stretched_days, back.negotiation.stopped_at) == (0, None)


def test_days_that_a_plan_takes_over_from_a_promise_count_once() -> None:
    """R-027."""
    made = held(with_negotiation(case(), promises=(promised(20),)), at(10))
    signed = with_negotiation(made, plans=(planned(15, 45, 75),), promises=(promised(20, state=PromiseState.KEPT),))
    still = freed(held(signed, at(14)), at(14))
    assert still.negotiation.stopped_at == at(10)
    assert (phase_ends_on(still, PROGRESSIF) - ENDS).days == 67
    over = with_negotiation(still, plans=(planned(15, 45, 75, state=PlanState.ACCELERATED),))
    assert freed(over, at(50)).negotiation.stretched_days == 40


def test_a_plan_that_is_only_proposed_holds_until_its_answer_is_due() -> None:
    """R-027: who answers slowly shortens no phase."""
    waiting = replace(planned(15, state=PlanState.PROPOSED), answer_by=day(17))
    proposed = held(with_negotiation(case(), plans=(waiting,)), at(10))
    assert (held_until(proposed), (phase_ends_on(proposed, PROGRESSIF) - ENDS).days) == (day(18), 8)
    refused = with_negotiation(proposed, plans=(replace(waiting, state=PlanState.REFUSED),))
    assert freed(refused, at(12)).negotiation.stretched_days == 2


def test_no_step_is_planned_before_the_promised_day_was_looked_at() -> None:
    """R-081."""
    made = held(with_negotiation(case(steps=(CALLED,)), promises=(promised(20),)), at(10))
    assert next(each.on for each in plan(made, PROGRESSIF, debtor()).steps if each.step.id == "first_reminder") == day(
        22
    )


def test_a_case_without_negotiation_is_as_it_was() -> None:
    assert case().negotiation == Negotiation()
    assert (least_tone(case()), held_until(case())) == (1, None)
