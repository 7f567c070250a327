"""Payment plans as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.negotiation.payment_plan import Instalment, PaymentPlan, PlanState
from chalicelib.domain.negotiation.plan_money import Standing, left_of, next_unpaid, received, standings

from .values import day, instant, money

FOLLOWED = frozenset({PlanState.ACTIVE, PlanState.COMPLETED})


def payment_plan(value: PaymentPlan, case: Case) -> dict[str, Any]:
    """A plan; where each instalment stands once it is in force."""
    return {
        "id": value.id,
        "object": "payment_plan",
        "case_id": case.id,
        "state": value.state.value,
        "proposed_by": value.proposed_by.value,
        "proposed_at": instant(value.proposed_at),
        "answer_by": day(value.answer_by),
        **figures(value),
        "instalments": [_followed(each, value) for each in standings(case, value)],
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
        "progress": _progress(value, case) if value.state is PlanState.ACTIVE else None,
    }


def _followed(standing: Standing, plan: PaymentPlan) -> dict[str, Any]:
    missing = money(standing.missing) if plan.state in FOLLOWED else None
    return {**instalment(standing.instalment), "missing": missing, "state": _state(standing, plan)}


def _state(standing: Standing, plan: PaymentPlan) -> str | None:
    """While it is followed payments say it; of a plan that ended before, what was told in its life."""
    told = standing.instalment
    if plan.active_since is None:
        return None
    if standing.is_paid if plan.state in FOLLOWED else told.told_paid:
        return "paid"
    if told.told_missed:
        return "missed"
    if plan.state is not PlanState.ACTIVE:
        return "void"
    return "due" if told.told_due else "coming"


def _progress(plan: PaymentPlan, case: Case) -> dict[str, Any]:
    coming, notice = next_unpaid(case, plan), plan.notice
    return {
        "received": money(received(case, plan)),
        "left": money(left_of(case, plan)),
        "next_instalment": coming.instalment.number if coming else None,
        "missing_since": instant(plan.missed_at),
        "notice": {
            "instalment": plan.notice_of,
            "handed_over_on": day(notice.handed_over_on),
            "posted_on": day(notice.posted_on),
            "presented_on": day(notice.presented_on),
            "presentation": notice.presentation.value if notice.presentation else None,
            "last_day": day(notice.deadline or notice.named_last_day),
        }
        if notice is not None
        else None,
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
