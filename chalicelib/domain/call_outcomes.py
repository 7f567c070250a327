"""What came of a call, and what it changes (R-031, R-071): data first, then one function that applies it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .advice import propose
from .call_task import CallOutcome, CallTask, CallTaskStatus
from .case import Case
from .case_commands import needs_attention, pause
from .contact import ContactState
from .errors import Conflict, FieldProblem, InvalidInput
from .events import CaseEvent, EventType, event
from .holds import Attention, Hold, PauseKind
from .ledger_lines import Statement
from .money import Money
from .negotiation.agreement import may_agree
from .negotiation.dispute import DisputeReason
from .negotiation.disputes import Contesting, open_dispute
from .negotiation.promises import (
    Given,
    acknowledged,
    give_promise,
    latest_day,
    owed_today,
    promises_left,
    proposal_of,
)
from .negotiation.record import MOST_DISPUTES
from .negotiation.rules import DEFAULT_RULES, DisputeRules, PromiseRules
from .parties import ChannelBlock, Debtor
from .plan import local_day, phase_ends_on
from .scenarios.model import Scenario, Step
from .step_record import StepRecord, StepState

WILL_PAY_DAYS = 7
LONGEST_CALL_BACK_DAYS = 30


@dataclass(frozen=True)
class Called:
    """The case, the task and the debtor after an outcome; ``debtor`` is ``None`` when unchanged."""

    case: Case
    task: CallTask
    debtor: Debtor | None
    events: tuple[CaseEvent, ...]


@dataclass(frozen=True)
class Promised:
    """What a promise on the phone is measured by. ``amount`` ``None`` is all that is owed.

    ``account`` is the décompte on the day of the call; ``None`` while a rate is missing.
    ``disputes`` are the rules for what is contested instead.
    """

    rules: PromiseRules = DEFAULT_RULES.promises
    account: Statement | None = None
    amount: Money | None = None
    disputes: DisputeRules = DEFAULT_RULES.disputes


OF_EVERYTHING = Promised()


@dataclass(frozen=True)
class Effect:
    """What an outcome does to the case. ``answered``: the debtor spoke, and that is a sign of life."""

    answered: bool = False
    attempt_failed: bool = False
    phone_unusable: str | None = None
    hold_days: int | None = None
    needs_date: bool = False
    pause: PauseKind | None = None
    attention: str | None = None
    straight_to_notice: bool = False
    acknowledges: bool = False


EFFECTS: dict[CallOutcome, Effect] = {
    CallOutcome.REACHED_WILL_PAY: Effect(answered=True, hold_days=WILL_PAY_DAYS, acknowledges=True),
    CallOutcome.REACHED_PROMISE: Effect(answered=True, needs_date=True),
    CallOutcome.REACHED_CALL_BACK: Effect(answered=True, needs_date=True, hold_days=0, attempt_failed=True),
    CallOutcome.REACHED_DISPUTE: Effect(answered=True, pause=PauseKind.DISPUTE),
    CallOutcome.REACHED_ALREADY_PAID: Effect(answered=True, pause=PauseKind.PAYMENT_CLAIMED),
    CallOutcome.REACHED_REFUSES: Effect(answered=True, straight_to_notice=True),
    CallOutcome.VOICEMAIL: Effect(attempt_failed=True),
    CallOutcome.NO_ANSWER: Effect(attempt_failed=True),
    CallOutcome.TECHNICAL_PROBLEM: Effect(attempt_failed=True),
    CallOutcome.REACHED_THIRD_PARTY: Effect(attempt_failed=True),
    CallOutcome.WRONG_NUMBER: Effect(phone_unusable="wrong_number"),
    CallOutcome.REACHED_WRONG_PERSON: Effect(phone_unusable="wrong_person"),
    CallOutcome.REPRESENTED: Effect(pause=PauseKind.REPRESENTED),
    CallOutcome.DECEASED: Effect(pause=PauseKind.DEATH, attention="debtor_deceased"),
}


def record_outcome(
    case: Case,
    task: CallTask,
    debtor: Debtor,
    outcome: CallOutcome,
    scenario: Scenario,
    now: datetime,
    *,
    on: date | None = None,
    notes: str | None = None,
    concerned: bool = True,
    promised: Promised = OF_EVERYTHING,
) -> Called:
    """Closes the task and applies the outcome's effect. ``on`` is the promised or call-back day where one is needed.

    A case that is closed, or not ``concerned`` by the outcome of a call about several, learns that the call was made.
    That a number is wrong is known of the debtor all the same (CON_09).

    Errors: ``call_task_not_open``; on ``#/date`` ``date_required`` or ``date_too_far`` (the creditor's rules for a
    promise; for a call back a month, or the phase's end); on ``#/amount`` ``not_of_a_promise``, ``more_than_owed``.
    """
    if task.status is not CallTaskStatus.OPEN:
        raise Conflict(f"The call task is {task.status} already.", code="call_task_not_open")
    effect = EFFECTS[outcome]
    today = local_day(case, now)
    spoken_of = concerned and not case.is_closed
    if effect.needs_date:
        latest = _latest_day(case, outcome, scenario, promised.rules, today) if spoken_of else date.max
        _check_day(outcome, on, today, latest)
    _check_amount(outcome, promised.amount, owed_today(case, promised.account) if spoken_of else None)
    done = replace(
        task,
        status=CallTaskStatus.DONE,
        outcome=outcome,
        outcome_at=now,
        outcome_date=on,
        notes=notes,
        version=task.version + 1,
    )
    said = replace(done, outcome_date=on or today)
    changed, more = _apply(case, said, outcome, scenario, now, promised) if spoken_of else (case, ())
    return Called(changed, done, _without_phone(debtor, task, effect, today), (_recorded(done), *more))


def _recorded(done: CallTask) -> CaseEvent:
    """The call as the trail keeps it."""
    return event(
        EventType.CALL_TASK_DONE,
        {"notes": done.notes, "by": done.made_by},
        call_task_id=done.id,
        contact_id=done.contact_id,
        outcome=done.outcome.value if done.outcome else None,
        date=done.outcome_date.isoformat() if done.outcome_date else None,
        duration_seconds=done.duration_seconds,
    )


def _latest_day(case: Case, outcome: CallOutcome, scenario: Scenario, rules: PromiseRules, today: date) -> date:
    """A promise as far as the creditor allows; a call back not beyond a month nor the amicable phase (R-026)."""
    if outcome is CallOutcome.REACHED_PROMISE:
        return latest_day(rules, today)
    return max(today, min(today + timedelta(days=LONGEST_CALL_BACK_DAYS), phase_ends_on(case, scenario)))


def _check_amount(outcome: CallOutcome, amount: Money | None, owed: Money | None) -> None:
    if amount is None:
        return
    if outcome is not CallOutcome.REACHED_PROMISE:
        problem = FieldProblem("#/amount", "not_of_a_promise", f"{outcome} takes no amount")
    elif owed is not None and amount.amount > owed.amount:
        problem = FieldProblem("#/amount/amount", "more_than_owed", f"what is owed today is {owed.amount} cents")
    else:
        return
    raise InvalidInput("The outcome cannot be recorded.", errors=(problem,))


def _check_day(outcome: CallOutcome, on: date | None, today: date, latest: date) -> None:
    if on is None or on < today:
        problem = FieldProblem("#/date", "date_required", f"{outcome} needs a date, today ({today}) or later")
    elif on > latest:
        problem = FieldProblem("#/date", "date_too_far", f"{outcome} takes a date until {latest}")
    else:
        return
    raise InvalidInput("The outcome cannot be recorded.", errors=(problem,))


def _apply(
    case: Case, task: CallTask, outcome: CallOutcome, scenario: Scenario, now: datetime, promised: Promised
) -> tuple[Case, tuple[CaseEvent, ...]]:
    effect = EFFECTS[outcome]
    drafts: tuple[CaseEvent, ...] = ()
    case = _told(case, task, outcome)
    case = case.answered(now) if effect.answered else case
    if effect.attempt_failed or effect.phone_unusable:
        case = _attempt_failed(case, task)
    if effect.acknowledges:
        case = acknowledged(case, task.id, local_day(case, now), oral=True)
    if effect.hold_days is not None:
        day = task.outcome_date or local_day(case, now)
        case = replace(case, hold=Hold(day + timedelta(days=effect.hold_days), outcome.value))
    if outcome is CallOutcome.REACHED_PROMISE:
        case, drafts = _promised(case, task, promised, now)
    if effect.straight_to_notice:
        case, drafts = _skip_to_notice(replace(case, hold=None, refused_on=local_day(case, now)), scenario, now)
    if effect.pause is not None:
        case, paused = _paused(case, task, effect.pause, promised.disputes, now)
        drafts = (*drafts, *paused)
    if effect.attention is not None:
        attention = Attention(effect.attention, "a person decides how to go on", now)
        case, asked = needs_attention(case, attention)
        drafts = (*drafts, *asked)
    return case, drafts


def _paused(
    case: Case, task: CallTask, kind: PauseKind, rules: DisputeRules, now: datetime
) -> tuple[Case, tuple[CaseEvent, ...]]:
    """What was said holds the case; a dispute is one like any other, of all that the call was about."""
    said = task.outcome.value if task.outcome else ""
    if kind is not PauseKind.DISPUTE or len(case.negotiation.disputes) >= MOST_DISPUTES:
        return pause(case, kind, now, reason=said)
    contesting = Contesting(DisputeReason.OTHER, task.notes, "call", reason_code=said)
    return open_dispute(case, f"dsp_{task.id.partition('_')[2]}", contesting, rules, now)


def _told(case: Case, task: CallTask, outcome: CallOutcome) -> Case:
    """The step remembers what came of its last call: conditions and branches look at it."""
    record = case.record_of(task.step_id)
    return case if record is None else case.with_record(replace(record, outcome=outcome))


def _promised(case: Case, task: CallTask, promised: Promised, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    """The case waits for the promise. A word that the creditor's rules do not take is noted, and nothing waits for it.

    It acknowledges the debt all the same, and a creditor who gave a mandate is told (PRE_07, PAY_04).
    """
    today, pay_on = local_day(case, now), task.outcome_date or local_day(case, now)
    owed, takes_it = owed_today(case, promised.account), promises_left(case, promised.rules) > 0 and may_agree(case)
    if takes_it and case.negotiation.active_plan is None and owed.amount > 0:
        given = Given(f"prm_{task.id.partition('_')[2]}", promised.amount, pay_on, "call", task.notes)
        return give_promise(case, given, promised.rules, owed, now)
    case = acknowledged(case, task.id, today, oral=True)
    return propose(case, proposal_of(task.id, today, "call", pay_on))


def _attempt_failed(case: Case, task: CallTask) -> Case:
    """The step is tried again (twice at most) unless a later step was taken already."""
    record = case.record_of(task.step_id)
    if record is None:
        return case
    contacts = tuple(
        replace(ref, state=ContactState.FAILED) if ref.id == task.contact_id else ref for ref in record.contacts
    )
    is_last = case.steps[-1].step_id == record.step_id
    return case.with_record(replace(record, contacts=contacts, state=StepState.STARTED if is_last else record.state))


def _skip_to_notice(case: Case, scenario: Scenario, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    """A debtor who refuses gets no more courteous steps: the last reminder before the notice, then the notice.

    Both are brought forward: what is left counts from the refusal, with the usual gap between two steps.
    """
    before = [step for step in _before_notice(case, scenario) if case.record_of(step.id) is None and not step.essential]
    written = [step for step in before if step.is_written_reminder]
    has_written = any(reminder.is_written for reminder in case.prior_reminders) or any(
        record.state is StepState.DONE and scenario.step(record.step_id).is_written_reminder for record in case.steps
    )
    kept = None if has_written or not written else written[-1]
    drafts = []
    for step in before:
        if step is kept:
            continue
        case = case.with_record(StepRecord(step.id, StepState.SKIPPED, now, "debtor_refuses"))
        drafts.append(event(EventType.STEP_SKIPPED, step_id=step.id, reason="debtor_refuses"))
    return case, tuple(drafts)


def _before_notice(case: Case, scenario: Scenario) -> list[Step]:
    """The steps that lead to a formal notice that is still to come; none once it began."""
    place = next((n for n, step in enumerate(scenario.steps) if step.is_formal_notice), len(scenario.steps))
    notice = case.record_of(scenario.steps[place].id) if place < len(scenario.steps) else None
    return [] if notice is not None and notice.has_begun else list(scenario.steps[:place])


def _without_phone(debtor: Debtor, task: CallTask, effect: Effect, today: date) -> Debtor | None:
    if effect.phone_unusable is None:
        return None
    block = ChannelBlock("call", effect.phone_unusable, today, task.phone)
    sms = ChannelBlock("sms", effect.phone_unusable, today, task.phone)
    return replace(debtor, blocks=(*debtor.blocks, block, sms), version=debtor.version + 1)
