"""Payment plans as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.negotiation.payment_plan import Instalment, PaymentPlan, PlanState
from chalicelib.domain.negotiation.plan_money import standings

from .values import day, instant, money

FOLLOWED = frozenset({PlanState.ACTIVE, PlanState.COMPLETED, PlanState.ACCELERATED})


def payment_plan(value: PaymentPlan, case: Case) -> dict[str, Any]:
    """A plan; what is missing of each instalment once it is in force."""
    missing = {each.instalment.number: each.missing for each in standings(case, value)}
    return {
        "id": value.id,
        "object": "payment_plan",
        "state": value.state.value,
        "proposed_by": value.proposed_by.value,
        "proposed_at": instant(value.proposed_at),
        "answer_by": day(value.answer_by),
        **figures(value),
        "instalments": [
            {**instalment(each), "missing": money(missing[each.number]) if value.state in FOLLOWED else None}
            for each in value.instalments
        ],
        "agreed_at": instant(value.agreed_at),
        "signatures": [
            {
                "side": each.side.value,
                "signed_at": instant(each.signed_at),
                "by": each.by.value,
                "signatory": each.signatory,
                "signed_on": day(each.signed_on),
                "figures": each.figures,
                "words": each.words,
                "text_sha256": each.text_sha256,
                "document_id": each.document_id,
            }
            for each in value.signatures
        ],
        "active_since": instant(value.active_since),
        "ended_at": instant(value.ended_at),
        "end_reason": value.end_reason,
        "replaces": value.replaces,
        "document_id": value.document_id,
    }


def plan_summary(case: Case) -> dict[str, Any] | None:
    """The newest plan that lives, beside the case."""
    plan = case.negotiation.living_plan
    if plan is None:
        return None
    return {
        "id": plan.id,
        "state": plan.state.value,
        "proposed_by": plan.proposed_by.value,
        "total": money(plan.total),
        "instalments": len(plan.instalments),
        "answer_by": day(plan.answer_by),
    }


def figures(value: PaymentPlan) -> dict[str, Any]:
    """What it is about, and what becomes of it where it is not kept."""
    return {
        "total": money(value.total),
        "principal": money(value.principal),
        "interest": money(value.interest),
        "fixed_indemnity": money(value.fixed_indemnity),
        "complementary_indemnity": money(value.complementary_indemnity),
        "acceleration_days": value.acceleration_days,
        "interest_during": value.interest_during.value,
    }


def instalment(value: Instalment) -> dict[str, Any]:
    """One of them as it was agreed."""
    return {
        "number": value.number,
        "on": day(value.on),
        "wanted_on": day(value.wanted_on),
        "amount": money(value.amount),
    }
