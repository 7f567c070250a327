"""What came of a call and what it changes, outcome by outcome (R-031, R-071)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.call_outcomes import EFFECTS, Called, Promised, record_outcome
from chalicelib.domain.call_task import CallOutcome, CallTaskStatus
from chalicelib.domain.case import Case, CaseStatus, PriorReminder
from chalicelib.domain.decide import decide
from chalicelib.domain.errors import Conflict, InvalidInput
from chalicelib.domain.holds import Hold, PauseKind
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.promise import Promise, PromiseState
from chalicelib.domain.negotiation.record import Negotiation
from chalicelib.domain.negotiation.rules import PromiseRules
from chalicelib.domain.next_step import Action
from chalicelib.domain.plan import plan
from chalicelib.domain.scenarios.presets import PROGRESSIF, RISQUE
from chalicelib.domain.step_record import StepState

from .cases import CALLED, LAST_CALLED, NOTIFIED, OWED, REMINDED, REMINDED_AGAIN, at, case, day, debtor, facts, task

DATED = {CallOutcome.REACHED_PROMISE: day(20), CallOutcome.REACHED_CALL_BACK: day(12)}


def answered(outcome: CallOutcome, of: Case | None = None, **changes: object) -> Called:
    found = of or case(steps=(CALLED,))
    given = {"on": DATED.get(outcome), **changes}
    return record_outcome(found, task(), debtor(), outcome, PROGRESSIF, at(8, 10), **given)  # type: ignore[arg-type]  # by name


def test_every_outcome_has_an_effect() -> None:
    assert set(EFFECTS) == set(CallOutcome)


@pytest.mark.parametrize("outcome", list(CallOutcome))
def test_every_outcome_closes_the_task_and_is_an_event(outcome: CallOutcome) -> None:
    called = answered(outcome, notes="said so")
    assert (called.task.status, called.task.outcome, called.task.notes) == (CallTaskStatus.DONE, outcome, "said so")
    assert called.events[0].type == "call_task.done"
    assert "notes" not in called.events[0].public


WARNED_AT = datetime(2030, 7, 8, 7, tzinfo=UTC)  # PRE_14: nothing else comes before that


@pytest.mark.parametrize(
    ("outcome", "action", "due"),
    [
        (CallOutcome.NO_ANSWER, "ask_for_call", at(9)),
        (CallOutcome.VOICEMAIL, "ask_for_call", at(9)),
        (CallOutcome.TECHNICAL_PROBLEM, "ask_for_call", at(9)),
        (CallOutcome.REACHED_THIRD_PARTY, "ask_for_call", at(9)),
        (CallOutcome.REACHED_CALL_BACK, "ask_for_call", at(14)),  # D+12 is a Saturday
        (CallOutcome.REACHED_WILL_PAY, "send_email", at(15)),
        (CallOutcome.REACHED_REFUSES, "send_email", at(14)),  # five days after the call is a Sunday
        (CallOutcome.REACHED_DISPUTE, "send_email", at(8, 10)),  # that the dispute was received
        (CallOutcome.REACHED_ALREADY_PAID, "warn_of_limitation", WARNED_AT),
        (CallOutcome.REPRESENTED, "warn_of_limitation", WARNED_AT),
        (CallOutcome.DECEASED, "warn_of_limitation", WARNED_AT),
    ],
)
def test_what_was_said_changes_what_comes_next(outcome: CallOutcome, action: str, due: object) -> None:
    """R-031."""
    step = decide(facts(answered(outcome).case), PROGRESSIF, at(8, 10))
    assert (step.action.value, step.due_at) == (action, due)


def test_a_promise_on_the_phone_is_confirmed_and_then_waited_for() -> None:
    """R-031, R-081: nothing of the scenario comes before the second day after the promised one."""
    promised = answered(CallOutcome.REACHED_PROMISE, notes="Pays on the 20th.").case
    promise = promised.negotiation.open_promise
    assert promise is not None
    assert (promise.amount, promise.pay_on, promise.channel) == (OWED, day(20), "call")
    assert [note.template for note in promised.negotiation.notes] == ["promise_confirmation"]
    told = replace(promised, negotiation=promised.negotiation.without_notes(lambda _: True))
    step = decide(facts(told), PROGRESSIF, at(8, 10))
    assert (step.action, step.due_at, step.reason) == (
        Action.CHECK_PROMISE,
        at(22, 9),
        f"the debtor promised to pay by {day(20)}",
    )


@pytest.mark.parametrize(
    ("outcome", "kind", "status"),
    [
        (CallOutcome.REACHED_DISPUTE, PauseKind.DISPUTE, CaseStatus.PAUSED),
        (CallOutcome.REACHED_ALREADY_PAID, PauseKind.PAYMENT_CLAIMED, CaseStatus.PAUSED),
        (CallOutcome.REPRESENTED, PauseKind.REPRESENTED, CaseStatus.PAUSED),
        (CallOutcome.DECEASED, PauseKind.DEATH, CaseStatus.NEEDS_ATTENTION),
    ],
)
def test_some_outcomes_pause_the_case(outcome: CallOutcome, kind: PauseKind, status: CaseStatus) -> None:
    """STOP_01, STOP_04."""
    after = answered(outcome).case
    assert after.pause is not None
    assert (after.pause.kind, after.status) == (kind, status)


@pytest.mark.parametrize("outcome", [CallOutcome.WRONG_NUMBER, CallOutcome.REACHED_WRONG_PERSON])
def test_a_number_of_somebody_else_is_never_used_again(outcome: CallOutcome) -> None:
    """CON_07: no disclosure to third parties."""
    called = answered(outcome)
    assert called.debtor is not None
    assert (called.debtor.usable_phones(), called.debtor.usable_mobiles()) == ((), ())


@pytest.mark.parametrize("outcome", [CallOutcome.REACHED_PROMISE, CallOutcome.REACHED_CALL_BACK])
@pytest.mark.parametrize("on", [None, 7])
def test_a_promise_or_a_call_back_needs_a_day_to_come(outcome: CallOutcome, on: int | None) -> None:
    with pytest.raises(InvalidInput):
        answered(outcome, on=day(on) if on else None)


PROMISE, CALL_BACK = CallOutcome.REACHED_PROMISE, CallOutcome.REACHED_CALL_BACK


@pytest.mark.parametrize(
    ("outcome", "opened", "on", "is_taken"),
    [
        *((outcome, 2, *told) for outcome in (PROMISE, CALL_BACK) for told in ((8, True), (38, True), (39, False))),
        *((outcome, 2, 2000, False) for outcome in (PROMISE, CALL_BACK)),
        *((CALL_BACK, -60, *told) for told in ((30, True), (31, False))),
        *((PROMISE, -60, *told) for told in ((31, True), (38, True), (39, False))),
    ],
)
def test_nobody_waits_longer_than_a_month_and_for_a_call_back_not_beyond_the_phase(
    outcome: CallOutcome, opened: int, on: int, is_taken: bool
) -> None:
    """R-026, R-027, R-031: answered at D+8; opened at D-60, for an older invoice, the phase ends at D+30."""
    of = case(opened, steps=(CALLED,), day_zero=day(min(opened, 0)))
    if is_taken:
        after = answered(outcome, of, on=day(on)).case
        assert after.hold if outcome is CALL_BACK else after.negotiation.open_promise
        return
    with pytest.raises(InvalidInput) as refusal:
        answered(outcome, of, on=day(on))
    assert [(problem.pointer, problem.code) for problem in refusal.value.errors] == [("#/date", "date_too_far")]


def test_how_far_a_promise_may_be_is_the_creditors_rule() -> None:
    """R-081."""
    strict = Promised(PromiseRules(most=1, within_days=5))
    assert answered(PROMISE, on=day(13), promised=strict).case.negotiation.open_promise
    with pytest.raises(InvalidInput):
        answered(PROMISE, on=day(14), promised=strict)


@pytest.mark.parametrize("rules", [PromiseRules(most=0), PromiseRules(most=1)])
def test_a_word_beyond_the_creditors_limit_is_noted_and_nothing_waits_for_it(rules: PromiseRules) -> None:
    """R-081, PRE_07: the call is told, it acknowledges the debt, and the scenario goes straight on."""
    broken = Promise("prm_0", OWED, day(3), at(1), "api", PromiseState.BROKEN, ended_at=at(5))
    of = case(steps=(CALLED,), negotiation=Negotiation(promises=(broken,)))
    after = answered(PROMISE, of, promised=Promised(rules)).case
    assert (after.negotiation.promises, after.negotiation.notes, after.hold) == ((broken,), (), None)
    assert [act.oral for act in after.limitation.acts] == [True]
    assert decide(facts(after), PROGRESSIF, at(8, 10)).step_id == "first_reminder"


@pytest.mark.parametrize(
    ("outcome", "cents", "code"), [(PROMISE, 120_001, "more_than_owed"), (CallOutcome.NO_ANSWER, 1, "not_of_a_promise")]
)
def test_an_amount_is_a_promises_and_no_more_than_what_is_owed(outcome: CallOutcome, cents: int, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        answered(outcome, promised=Promised(amount=Money(cents)))
    assert [problem.code for problem in refusal.value.errors] == [code]


def test_a_promised_part_is_that_part() -> None:
    promise = answered(PROMISE, promised=Promised(amount=Money(1))).case.negotiation.open_promise
    assert promise is not None
    assert promise.amount == Money(1)


def test_on_a_closed_case_any_day_to_come_is_noted() -> None:
    closed = case(steps=(CALLED,), status=CaseStatus.CLOSED)
    assert answered(CallOutcome.REACHED_PROMISE, closed, on=day(2000)).task.outcome_date == day(2000)


def test_a_task_is_answered_once() -> None:
    done = replace(task(), status=CallTaskStatus.DONE)
    with pytest.raises(Conflict) as refusal:
        record_outcome(case(steps=(CALLED,)), done, debtor(), CallOutcome.NO_ANSWER, PROGRESSIF, at(8))
    assert refusal.value.code == "call_task_not_open"


def test_on_a_closed_case_the_outcome_is_noted_only() -> None:
    closed = case(steps=(CALLED,), status=CaseStatus.CLOSED)
    assert answered(CallOutcome.REACHED_DISPUTE, closed).case == closed


def test_an_attempt_that_failed_long_ago_is_not_repeated_after_a_later_step() -> None:
    record = answered(CallOutcome.NO_ANSWER, case(steps=(CALLED, REMINDED))).case.record_of("verification_call")
    assert record is not None
    assert record.state is StepState.DONE


class TestRefusal:
    """A debtor who refuses gets no more courteous steps, but always one reminder in writing before the notice."""

    def left(self, of: Case) -> list[str]:
        after = answered(CallOutcome.REACHED_REFUSES, of).case
        return [step.id for step in PROGRESSIF.steps if after.record_of(step.id) is None]

    def test_the_last_reminder_stays_when_nothing_was_written_yet(self) -> None:
        assert self.left(case(steps=(CALLED,))) == ["second_reminder", "formal_notice", "last_call"]

    def test_none_stays_when_one_was_written(self) -> None:
        assert self.left(case(steps=(CALLED, REMINDED))) == ["formal_notice", "last_call"]

    def test_none_stays_when_the_creditor_wrote_before(self) -> None:
        of = case(steps=(CALLED,), prior_reminders=(PriorReminder("letter", day(1)),))
        assert self.left(of) == ["formal_notice", "last_call"]

    def test_what_is_left_counts_from_the_refusal(self) -> None:
        """R-031: whoever refuses is not left in peace until D+30; an earlier promise holds nothing any more."""
        of = case(steps=(CALLED,), hold=Hold(day(30), "reached_promise"))
        after = answered(CallOutcome.REACHED_REFUSES, of).case
        planned = plan(after, PROGRESSIF, debtor())
        days = [planned.of(step).on for step in ("second_reminder", "formal_notice", "last_call")]
        assert days == [day(13), day(22), day(22 + 17 + 3)]
        assert after.hold is None

    def test_what_is_written_after_the_refusal_is_given_the_days_that_it_names(self) -> None:
        """R-050: the notice never leaves within the days that the writing before it gave, whoever refused."""
        after = answered(CallOutcome.REACHED_REFUSES, case(steps=(CALLED,))).case
        for scenario, writing in ((PROGRESSIF, "second_reminder"), (RISQUE, "last_notice")):
            planned = plan(after, scenario, debtor())
            written, notice = planned.of(writing), planned.of("formal_notice")
            assert written.skipped is None
            assert (notice.on - written.on).days >= 8, scenario.id

    def test_each_skipped_step_says_why(self) -> None:
        events = answered(CallOutcome.REACHED_REFUSES).events
        assert [(e.public["step_id"], e.public["reason"]) for e in events[1:]] == [("first_reminder", "debtor_refuses")]

    def test_at_the_last_call_nothing_is_left_to_skip(self) -> None:
        everything = case(steps=(CALLED, REMINDED, REMINDED_AGAIN, NOTIFIED, LAST_CALLED))
        assert self.left(everything) == []
