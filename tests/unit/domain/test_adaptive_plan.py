"""The plan adapts: conditions, branches, time to answer; asked anew until a later step begins (R-028..R-032, R-124)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.case import Case, PriorReminder
from chalicelib.domain.contact import Channel, ContactState
from chalicelib.domain.parties import Debtor, Solvency
from chalicelib.domain.passed_steps import leave_behind
from chalicelib.domain.plan import Plan, plan
from chalicelib.domain.scenarios.conditions import Conditions, DeliveryIs, Range
from chalicelib.domain.scenarios.course import TakenBranch
from chalicelib.domain.scenarios.model import Anchor, Branch, Message, Scenario, Step
from chalicelib.domain.scenarios.presets import PROGRESSIF
from chalicelib.domain.step_record import StepRecord, StepState

from .cases import DUE, at, case, day, debtor, done, ref

SILENT = Conditions(unanswered_contacts=Range(at_least=1))
NEW = Conditions(new_customer=True)
EMAIL = (Message(Channel.EMAIL, "reminder_1"),)
CALL = (Message(Channel.CALL, "call_firm"),)

WROTE = done("a", 8, ref("reminder_1", 8))
CALLED = done("c", 22, ref("call_firm", 22, channel=Channel.CALL))


def scenario(*steps: Step, **changes: object) -> Scenario:
    return replace(PROGRESSIF, id="own", steps=steps, **changes)  # type: ignore[arg-type]  # by name


def step(name: str, offset: int, **changes: object) -> Step:
    return replace(Step(name, 1, Anchor.DUE_DATE, offset, EMAIL, title=name), **changes)  # type: ignore[arg-type]  # idem


THREE = scenario(
    step("a", 8, branches=(Branch(SILENT, "c"),), answer_days=9), step("b", 15), step("c", 22, messages=CALL)
)


def days(found: Plan) -> dict[str, int]:
    return {each.step.id: (each.on - DUE).days for each in found.steps if not each.skipped}


def test_a_step_whose_condition_fails_is_left_out_and_says_which() -> None:
    found = plan(case(), scenario(step("a", 8), step("b", 15, conditions=NEW), step("c", 22)), debtor())
    assert days(found) == {"a": 8, "c": 22}
    assert (found.of("b").skipped, found.of("b").conditions) == ("condition_not_met", ("new_customer",))


def test_solvency_that_is_refreshed_changes_what_comes_next() -> None:
    """R-013."""
    own = scenario(step("a", 8), step("b", 15, conditions=Conditions(solvency=(Solvency.POOR,))))
    of = case(steps=(WROTE,))
    assert days(plan(of, own, debtor())) == {"a": 8}
    assert days(plan(of, own, debtor(solvency=Solvency.POOR))) == {"a": 8, "b": 15}


def test_silence_leads_along_the_branch_once_the_time_to_answer_is_over() -> None:
    """R-031, R-032; and a preview shows a silent debtor what will happen to them."""
    for of in (case(), case(steps=(WROTE,))):
        found = plan(of, THREE, debtor())
        assert days(found) == {"a": 8, "c": 22}
        assert found.of("b").branch == TakenBranch("a", 1, "c")
    sooner = scenario(*(replace(each, offset=10 + n) if n else each for n, each in enumerate(THREE.steps)))
    assert days(plan(case(steps=(WROTE,)), sooner, debtor())) == {"a": 8, "c": 8 + 9}


def test_an_answer_in_time_keeps_the_step_and_one_that_comes_later_changes_nothing_any_more() -> None:
    answered = case(steps=(WROTE,), answered_at=at(9))
    assert days(plan(answered, THREE, debtor())) == {"a": 8, "b": 17, "c": 22}
    begun, _ = leave_behind(case(steps=(WROTE,)), THREE, debtor(), at(22), step_id="c")
    late = replace(begun.with_record(CALLED), answered_at=at(23))
    assert days(plan(late, THREE, debtor())) == {"a": 8, "c": 22}


def test_the_first_branch_that_holds_wins_and_one_that_leads_back_is_never_taken() -> None:
    branches = (Branch(NEW, "a"), Branch(NEW, "c"), Branch(SILENT, "b"))
    found = plan(case(), scenario(step("a", 8, branches=branches), step("b", 15), step("c", 22)), debtor())
    assert set(days(found)) == {"a", "b", "c"}
    found = plan(case(), scenario(*found_steps(found)), debtor(new_customer=True))
    assert found.of("b").branch == TakenBranch("a", 2, "c")


def found_steps(found: Plan) -> tuple[Step, ...]:
    return tuple(each.step for each in found.steps)


@pytest.mark.parametrize(("refused_on", "decision"), [(None, 8 + 12), (day(9), 8)])
def test_a_branch_to_the_decision_ends_the_scenario_when_the_time_to_answer_is_over(
    refused_on: object, decision: int
) -> None:
    """R-042, R-098: a refusal is an answer."""
    own = scenario(step("a", 8, branches=(Branch(SILENT, "decision"),), answer_days=12), step("b", 15))
    found = plan(case(steps=(WROTE,), refused_on=refused_on), own, debtor())
    assert days(found) == {"a": 8}
    assert (found.decision_on - DUE).days == decision


def test_the_time_to_answer_of_the_last_step_is_waited_for_where_it_is_the_longer_one() -> None:
    own = scenario(step("a", 8, answer_days=12), decision_after_days=7)
    assert plan(case(), own, debtor()).decision_on == day(20)
    assert plan(case(), replace(own, decision_after_days=15), debtor()).decision_on == day(23)


def test_a_step_may_count_from_the_opening() -> None:
    own = scenario(step("a", 3, anchor=Anchor.OPENING), step("b", 10, anchor=Anchor.OPENING))
    assert days(plan(case(40), own, debtor())) == {"a": 43, "b": 50}


def test_a_step_counts_from_the_last_one_that_takes_place_or_from_the_opening() -> None:
    following = step("c", 10, anchor=Anchor.PREVIOUS_STEP)
    own = scenario(step("a", 8), step("b", 15, conditions=NEW), following)
    assert days(plan(case(), own, debtor())) == {"a": 8, "c": 18}
    assert days(plan(case(30), scenario(following), debtor())) == {"c": 40}


def test_each_planned_solicitation_counts_as_unanswered_for_what_follows() -> None:
    """A preview of a silent debtor's case is what happens to them."""
    twice = Conditions(unanswered_contacts=Range(at_least=2))
    own = scenario(step("a", 8), step("b", 15, conditions=twice), step("c", 22), step("d", 29, conditions=twice))
    assert set(days(plan(case(), own, debtor()))) == {"a", "c", "d"}


NOTICE = replace(PROGRESSIF.step("formal_notice"), offset=40)


@pytest.mark.parametrize(
    ("steps", "kept"),
    [
        ((step("a", 8, conditions=NEW), step("b", 15, conditions=NEW), NOTICE), "b"),
        ((step("c", 8, messages=CALL, branches=(Branch(SILENT, "formal_notice"),)), step("b", 15), NOTICE), "b"),
    ],
)
def test_a_written_reminder_precedes_the_formal_notice_whatever_the_scenario_says(
    steps: tuple[Step, ...], kept: str
) -> None:
    """Design: late opening; the linter refuses such a scenario, the plan does not depend on it."""
    found = plan(case(), scenario(*steps), debtor())
    assert list(days(found))[-2:] == [kept, "formal_notice"]
    reminded = case(prior_reminders=(PriorReminder("letter", day(1)),))
    assert kept not in days(plan(reminded, scenario(*steps), debtor()))


def test_what_a_case_leaves_behind_is_recorded_with_its_reason_when_a_later_step_begins() -> None:
    """R-028, R-124."""
    of = case(steps=(WROTE,))
    left, told = leave_behind(of, THREE, debtor(), at(22), step_id="c")
    record = left.record_of("b")
    assert record == StepRecord("b", StepState.SKIPPED, at(22), "branch_taken")
    branch = {"step_id": "a", "number": 1, "go_to": "c"}
    assert [dict(each.public) for each in told] == [{"step_id": "b", "reason": "branch_taken", "branch": branch}]
    again, nothing = leave_behind(left.with_record(CALLED), THREE, debtor(), at(22), step_id="c")
    assert (again.steps, nothing) == ((WROTE, record, CALLED), ())


def test_what_was_recorded_never_comes_back_and_what_was_only_planned_may() -> None:
    known, new = debtor(new_customer=True), debtor()
    own = scenario(step("a", 8), step("b", 15, conditions=NEW), step("c", 22))
    of = case(steps=(WROTE,))
    left, _ = leave_behind(of, own, new, at(22), step_id="c")
    assert set(days(plan(left, own, known))) == {"a", "c"}
    assert set(days(plan(of, own, known))) == {"a", "b", "c"}


def test_a_reminder_that_was_kept_inside_a_branch_leaves_the_rest_of_the_way_behind() -> None:
    """It begins on the way that was taken: what lies further on it does not come back."""
    first = step("c", 8, messages=CALL, branches=(Branch(SILENT, "formal_notice"),))
    own = scenario(first, step("b", 15), step("d", 20, messages=CALL), NOTICE)
    of = case(steps=(replace(CALLED, at=at(8)),))
    left, _ = leave_behind(of, own, debtor(), at(15), step_id="b")
    after = left.with_record(done("b", 15, ref("reminder_1", 15)))
    assert set(days(plan(after, own, debtor()))) == {"c", "b", "formal_notice"}


def test_the_creditor_is_asked_once_everything_has_its_reason() -> None:
    tried = StepRecord(
        "a", StepState.STARTED, at(8), contacts=(ref("call_firm", 8, ContactState.FAILED, Channel.CALL),)
    )
    own = scenario(step("a", 8, messages=CALL), step("b", 15, conditions=NEW), step("c", 200))
    left, told = leave_behind(case(steps=(tried,)), own, debtor(), at(100))
    assert [(r.step_id, r.state.value, r.reason) for r in left.steps] == [
        ("a", "done", None),
        ("b", "skipped", "condition_not_met"),
        ("c", "skipped", "amicable_phase_over"),
    ]
    assert [each.public["step_id"] for each in told] == ["b", "c"]


@pytest.mark.parametrize(("state", "called"), [(ContactState.BOUNCED, True), (ContactState.SENT, False)])
def test_a_message_that_bounced_may_lead_to_the_phone(state: ContactState, *, called: bool) -> None:
    """R-031: what became of an e-mail steers what follows it, also behind the letter that took its place."""
    asked = Conditions(delivery=DeliveryIs("a", (ContactState.BOUNCED,)))
    own = scenario(step("a", 8), step("c", 15, messages=CALL, conditions=asked), step("d", 22))
    of = case(steps=(done("a", 8, ref("reminder_1", 8, state), ref("reminder_1", 9, channel=Channel.LETTER)),))
    assert ("c" in days(plan(of, own, debtor()))) is called


def test_a_late_opening_keeps_a_reminder_that_can_take_place() -> None:
    """Of the late reminders the last whose conditions hold stays."""
    own = scenario(step("a", 8), step("b", 15, conditions=NEW), NOTICE)
    known: Debtor = debtor(new_customer=True)
    of: Case = case(30)
    assert set(days(plan(of, own, debtor()))) == {"a", "formal_notice"}
    assert set(days(plan(of, own, known))) == {"b", "formal_notice"}
