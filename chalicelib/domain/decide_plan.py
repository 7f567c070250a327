"""An active payment plan in a decision: its next instalment is told, checked, and what follows (R-077..R-080)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from .case import Case
from .decide_notice import follow, working_days_later
from .decision_facts import Facts, start_of, still
from .negotiation.firmness import CHECKED_AFTER
from .negotiation.note import Note, NoteState
from .negotiation.payment_plan import PaymentPlan
from .negotiation.plan_money import Standing, standings
from .next_step import Action, NextStep
from .notice import FormalNotice

NINE, EVENING = time(9), time(18)
GRACE = timedelta(days=8)
"""Between the missed instalment and the notice of acceleration: the time that the courteous reminder leaves."""

ACCELERATION_NOTICE = "acceleration_notice"


def plan_step(facts: Facts) -> NextStep | None:
    """What the plan waits for, or does; ``None`` without an active plan."""
    plan = facts.case.negotiation.active_plan
    if plan is None:
        return None
    waits = [step for step in (_instalments(facts.case, plan), _arrears(facts.case, plan)) if step is not None]
    timed = [step for step in waits if step.due_at is not None]
    first = min(timed, key=lambda step: step.due_at or facts.case.last_instant, default=None)
    return first or next(iter(waits), still("a payment plan is being kept"))


def due_at(case: Case, on: date) -> datetime:
    """When an instalment of that day is told due: in the morning, where the debtor lives."""
    return start_of(case, on, NINE)


def checked_at(case: Case, on: date) -> datetime:
    """When it is looked at: two days later, since a bank takes its time (R-079)."""
    return start_of(case, on + CHECKED_AFTER, NINE)


def accelerated_at(case: Case, notice: FormalNotice) -> datetime:
    """The evening of the first working day after the last day: the bank has reported by then what came on it."""
    last_day = notice.deadline or notice.named_last_day
    return start_of(case, working_days_later(case, last_day, 1), EVENING)


def noticed_at(case: Case, missed_at: datetime) -> datetime:
    """When the notice of acceleration is written, if the instalment is still missing."""
    return max(missed_at + GRACE, case.last_instant)


def missed(found: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """What was told missed, and is missing still."""
    return tuple(each for each in found if each.instalment.told_missed and not each.is_paid)


def _instalments(case: Case, plan: PaymentPlan) -> NextStep | None:
    return min(_told_next(case, plan), key=lambda step: step.due_at or case.last_instant, default=None)


def _told_next(case: Case, plan: PaymentPlan) -> Iterator[NextStep]:
    for each in standings(case, plan):
        one = each.instalment
        if each.is_paid:
            if not one.told_paid:
                yield _check(plan, case.last_instant, f"instalment {one.number} of the payment plan is paid")
        elif not one.told_due:
            yield _check(plan, due_at(case, one.on), f"instalment {one.number} of the payment plan falls due")
        elif not one.told_missed:
            reason = f"instalment {one.number} of the payment plan is looked at two days after its day"
            yield _check(plan, checked_at(case, one.on), reason)


def _arrears(case: Case, plan: PaymentPlan) -> NextStep | None:
    """From a missed instalment to the notice, and from its last day to the acceleration."""
    if plan.notice is not None:
        return _noticed(case, plan, plan.notice)
    standing = missed(standings(case, plan))
    if not standing:
        return None
    if plan.missed_at is None:
        return _check(plan, case.last_instant, "an instalment that was missed is missing again")
    note = notice_due(case, plan, standing)
    if note is None:
        number = standing[0].instalment.number
        return _check(plan, noticed_at(case, plan.missed_at), f"instalment {number} of the payment plan is missing")
    if note.state is NoteState.DUE:
        return still("the notice of acceleration goes out")
    return still("an instalment is missing, and its notice reached nobody: a person decides")


def _noticed(case: Case, plan: PaymentPlan, notice: FormalNotice) -> NextStep:
    if notice.presentation is None:
        owner = f"{plan.id}/{ACCELERATION_NOTICE}/{plan.notice_of}"
        return follow(case, notice, owner, "notice of acceleration")
    return _check(plan, accelerated_at(case, notice), "the last day of the notice of acceleration")


def notice_due(case: Case, plan: PaymentPlan, standing: tuple[Standing, ...]) -> Note | None:
    """The notice that goes out, or was written about what stands missing now; one about earlier arrears is none."""
    written = [each for each in case.negotiation.notes if _is_notice(each, plan)]
    due = next((each for each in written if each.state is NoteState.DUE), None)
    number = standing[-1].instalment.number
    return due or next((each for each in written if each.number == number), None)


def _is_notice(note: Note, plan: PaymentPlan) -> bool:
    is_of_plan = note.subject_id == plan.id and note.template == ACCELERATION_NOTICE
    return is_of_plan and plan.missed_at is not None and note.due_at >= plan.missed_at


def _check(plan: PaymentPlan, at: datetime, reason: str) -> NextStep:
    return NextStep(Action.CHECK_INSTALMENT, at, reason, subject_id=plan.id)
