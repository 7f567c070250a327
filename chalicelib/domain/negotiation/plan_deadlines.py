"""Until when a proposed plan waits for an answer, and an agreed one for its signatures."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import EventType, event

from .deadlines import Change, Deadline
from .payment_plan import PlanState
from .plan_end import ended

WAITS = {
    PlanState.PROPOSED: "a payment plan is proposed, to be answered by {day}",
    PlanState.AGREED: "a payment plan is agreed, to be signed by {day}",
}


def plan_deadlines(case: Case) -> tuple[Deadline, ...]:
    """At most one: a newer proposal takes the place of the one that stood."""
    return tuple(
        Deadline(plan.id, plan.answer_by, WAITS[plan.state].format(day=plan.answer_by))
        for plan in case.negotiation.plans
        if plan.state in WAITS and plan.answer_by is not None
    )


def plan_expired(case: Case, plan_id: str, now: datetime) -> Change:
    """Nobody answered or signed in time: it is over, and the scenario goes on."""
    plan = next((each for each in case.negotiation.plans if each.id == plan_id), None)
    if plan is None or plan.state not in WAITS:
        return case, ()
    reason = "not_answered" if plan.state is PlanState.PROPOSED else "not_signed"
    over = ended(case, plan, PlanState.EXPIRED, now, reason)
    return over, (event(EventType.PLAN_EXPIRED, plan_id=plan.id),)
