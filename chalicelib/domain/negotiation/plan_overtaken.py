"""Plans that what happens to the case takes away: it closes, or the law lets nobody agree any more."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import EventType, event

from .deadlines import Change
from .payment_plan import PaymentPlan, PlanState
from .plan_end import ended

UNSIGNED = frozenset({PlanState.PROPOSED, PlanState.AGREED})


def open_proposal(case: Case) -> PaymentPlan | None:
    """The plan that waits for an answer or for signatures; an active one may stand beside it."""
    return next((plan for plan in reversed(case.negotiation.plans) if plan.state in UNSIGNED), None)


def withdrawn(case: Case, plan: PaymentPlan, reason: str, now: datetime, *, detail: str | None = None) -> Change:
    """The plan is cancelled for this reason, a code; what it had made due is not said any more."""
    draft = event(EventType.PLAN_CANCELLED, {"detail": detail}, plan_id=plan.id, reason=reason)
    return ended(case, plan, PlanState.CANCELLED, now, reason), (draft,)


def proposal_overtaken(case: Case, reason: str, now: datetime) -> Change:
    """What nobody signed yet is off the table; a plan in force is not touched."""
    plan = open_proposal(case)
    return (case, ()) if plan is None else withdrawn(case, plan, reason, now)
