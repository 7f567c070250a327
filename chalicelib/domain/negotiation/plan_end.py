"""How a plan in force ends: what it made due is dropped, and the scenario is let go (R-077, R-082)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent, EventType, event

from .firmness import freed
from .payment_plan import PaymentPlan, PlanState

Change = tuple[Case, tuple[CaseEvent, ...]]

PAID, NOTHING_LEFT, REPLACED, MISSED = "paid", "nothing_left", "replaced_by_plan", "instalment_missed"


def ended(case: Case, plan: PaymentPlan, state: PlanState, now: datetime, reason: str) -> Case:
    """The plan is over. Where another agreement holds the scenario still, it stays held."""
    over = replace(plan, state=state, ended_at=now, end_reason=reason, missed_at=None)
    negotiation = case.negotiation.with_plan(over).without_notes(lambda note: note.subject_id == plan.id)
    return freed(replace(case, negotiation=negotiation), now)


def given_up(case: Case, now: datetime, reason: str) -> Change:
    """The plan in force is cancelled, by the creditor or because the case is over; without one nothing changes."""
    plan = case.negotiation.active_plan
    if plan is None:
        return case, ()
    draft = event(EventType.PLAN_CANCELLED, plan_id=plan.id, reason=reason)
    return ended(case, plan, PlanState.CANCELLED, now, reason), (draft,)
