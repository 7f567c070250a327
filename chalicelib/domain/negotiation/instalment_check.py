"""What becomes of an instalment on its day and after: told due, told missed, then the notice and the acceleration.

Everything that has come due by now is told in one go, each thing once: after a pause nothing is lost (R-077..R-080).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import known_statement
from chalicelib.domain.decide_plan import (
    ACCELERATION_NOTICE,
    accelerated_at,
    checked_at,
    due_at,
    missed,
    notice_due,
    noticed_at,
)
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.holds import Hold
from chalicelib.domain.local_time import local_day
from chalicelib.domain.rates import RateTable
from chalicelib.domain.scenarios.model import Scenario

from .firmness import hardened, tone_after
from .note import Note, NoteState
from .payment_plan import PaymentPlan, PlanState
from .plan_end import MISSED, Change, ended
from .plan_money import Standing, missing_up_to, standings
from .plan_payments import announced_ahead, instalment_event, told_paid

ACCELERATED = "plan_accelerated"
"""Why steps were skipped after it, and the text that the debtor gets."""


def checked(case: Case, scenario: Scenario, rates: RateTable, now: datetime) -> Change:
    """The case after the check, and what it tells. Asked twice it changes nothing more."""
    case, drafts = told_paid(case, now)
    plan = case.negotiation.active_plan
    if plan is None:
        return case, drafts
    case, told = _told(case, plan, now)
    case, more = _followed(case, scenario, rates, now)
    return announced_ahead(case, now), (*drafts, *told, *more)


def _told(case: Case, plan: PaymentPlan, now: datetime) -> Change:
    drafts: list[CaseEvent] = []
    notes: list[Note] = []
    kept = []
    for each in standings(case, plan):
        one = each.instalment
        if not each.is_paid and not one.told_due and due_at(case, one.on) <= now:
            one = replace(one, told_due=True)
            drafts.append(instalment_event(EventType.PLAN_INSTALMENT_DUE, plan, one))
        if not each.is_paid and not one.told_missed and checked_at(case, one.on) <= now:
            one = replace(one, told_missed=True)
            drafts.append(instalment_event(EventType.PLAN_INSTALMENT_MISSED, plan, one, each.missing))
            notes.append(_reminder(plan, each, now))
        kept.append(one)
    plan = replace(plan, instalments=tuple(kept))
    if missed(standings(case, plan)):
        plan = replace(plan, missed_at=plan.missed_at or now)
    negotiation = case.negotiation.with_plan(plan)
    if notes and not _is_noticed(case, plan):
        negotiation = negotiation.with_note(notes[-1])
    return replace(case, negotiation=negotiation), tuple(drafts)


def _reminder(plan: PaymentPlan, each: Standing, now: datetime) -> Note:
    """At once, and courteous; of several that were missed during a pause the last one speaks (R-080)."""
    return Note(plan.id, "instalment_reminder", now, each.instalment.number, counts=True)


def _is_noticed(case: Case, plan: PaymentPlan) -> bool:
    """Whether a notice of acceleration is under way: it says all there is to say."""
    going = (each for each in case.negotiation.notes if each.state is NoteState.DUE)
    return plan.notice is not None or any((n.subject_id, n.template) == (plan.id, ACCELERATION_NOTICE) for n in going)


def _followed(case: Case, scenario: Scenario, rates: RateTable, now: datetime) -> Change:
    """The notice once the grace is over, and the acceleration once the notice is."""
    plan = case.negotiation.active_plan
    if plan is None:
        return case, ()
    if plan.notice is not None:
        if plan.notice.presentation is None or accelerated_at(case, plan.notice) > now:
            return case, ()
        return _accelerated(case, plan, scenario, rates, now)
    standing = missed(standings(case, plan))
    if not standing or plan.missed_at is None or noticed_at(case, plan.missed_at) > now:
        return case, ()
    if notice_due(case, plan, standing) is not None:
        return case, ()
    note = Note(plan.id, ACCELERATION_NOTICE, now, standing[-1].instalment.number, registered=True)
    return replace(case, negotiation=case.negotiation.with_note(note)), ()


def _accelerated(case: Case, plan: PaymentPlan, scenario: Scenario, rates: RateTable, now: datetime) -> Change:
    """What the notice named is missing still: the whole balance is due, and the scenario goes on, firmer (R-077)."""
    if not missing_up_to(case, plan, plan.notice_of or 0):
        return case, ()
    case = ended(case, plan, PlanState.ACCELERATED, now, MISSED)
    case, skipped = hardened(case, scenario, tone_after(case, scenario), now, ACCELERATED)
    case = replace(case, negotiation=case.negotiation.with_note(Note(plan.id, ACCELERATED, now)))
    case = replace(case, hold=_time_to_read(case, scenario, now))
    account = known_statement(case, rates, local_day(case, now))
    left = account.total.as_json() if account else None
    return case, (event(EventType.PLAN_ACCELERATED, plan_id=plan.id, outstanding=left), *skipped)


def _time_to_read(case: Case, scenario: Scenario, now: datetime) -> Hold:
    """The scenario's own gap lies between this letter and its next step; a longer wait of before stays."""
    until = local_day(case, now) + timedelta(days=scenario.minimum_gap_days)
    return case.hold if case.hold is not None and case.hold.until >= until else Hold(until, ACCELERATED)
