"""A plan that both sides have signed comes into force (R-078, R-082)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.local_time import local_day

from .agreement import no_longer_asked
from .firmness import held
from .note import Note
from .payment_plan import PaymentPlan, PlanState
from .plan_end import REPLACED, ended
from .plan_payments import announced_ahead
from .promise_end import REPLACED_BY_PLAN, withdrawn

Change = tuple[Case, tuple[CaseEvent, ...]]


def activated(case: Case, plan: PaymentPlan, now: datetime) -> Change:
    """From here on the plan is followed, and holds the scenario.

    It takes the place of an open promise and of the plan that it renegotiates; a question to the creditor about what
    comes next is answered by it. The debtor is told what was agreed, then of the first instalment.
    """
    before = plan.payments_before
    in_force = replace(
        plan,
        state=PlanState.ACTIVE,
        active_since=now,
        reckoned_on=plan.reckoned_on or local_day(case, plan.agreed_at or now),
        payments_before=len(case.payments) if before is None else before,
    )
    former = case.negotiation.active_plan
    case = no_longer_asked(replace(case, negotiation=case.negotiation.with_plan(in_force)))
    case, promise = withdrawn(held(case, now), REPLACED_BY_PLAN, now)
    drafts = list(promise)
    if former is not None and former.id != plan.id:
        case = ended(case, former, PlanState.REPLACED, now, REPLACED)
        drafts.append(event(EventType.PLAN_CANCELLED, plan_id=former.id, reason=REPLACED))
    told = Note(plan.id, "plan_confirmation", now)
    case = replace(case, negotiation=case.negotiation.with_note(told))
    return announced_ahead(case, now), tuple(drafts)
