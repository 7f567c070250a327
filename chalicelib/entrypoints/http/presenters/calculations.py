"""The answers of the four calculations as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from chalicelib.domain.allocation_calculation import AllocatedShare, AllocationResult, Outstanding
from chalicelib.domain.contact_guard import GuardDecision
from chalicelib.domain.interest import InterestPeriod
from chalicelib.domain.late_payment import LatePayment
from chalicelib.domain.limitation import Limitation
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call

from .values import day, money


def late_payment_answer(value: LatePayment, call: Call[Any, Any]) -> Answer:
    """What one unpaid amount costs, period by period, with warnings and rules."""
    del call
    return Answer(
        {
            "interest": money(value.interest),
            "fixed_indemnity": money(value.fixed_indemnity),
            "total_due": money(value.total_due),
            "days": value.days,
            "periods": [_period(period) for period in value.periods],
            "warnings": list(value.warnings),
            "rules": list(value.rules),
        }
    )


def allocation_answer(value: AllocationResult, call: Call[Any, Any]) -> Answer:
    """Which payment paid what, and what is left."""
    del call
    return Answer(
        {
            "allocations": [_share(share) for share in value.allocations],
            "outstanding": [_outstanding(left) for left in value.outstanding],
            "unallocated": money(value.unallocated),
        }
    )


def limitation_answer(value: Limitation, call: Call[Any, Any]) -> Answer:
    """The last day to sue, and what each act did to it."""
    del call
    return Answer(
        {
            "last_day": day(value.last_day),
            "safe_last_day": day(value.safe_last_day),
            "last_day_from_due_date": day(value.last_day_from_due_date),
            "acts": [
                {"kind": act.kind.value, "on": day(act.on), "effect": act.effect.value, "rule": act.rule}
                for act in value.acts
            ],
            "review": list(value.review),
        }
    )


def contact_time_answer(value: GuardDecision, call: Call[Any, Any]) -> Answer:
    """When the contact may be made. The instant keeps the debtor's local offset, which is its point."""
    del call
    return Answer(
        {
            "decision": value.decision.value,
            "allowed_at": value.allowed_at.isoformat() if value.allowed_at else None,
            "reasons": [{"rule": reason.rule, "detail": reason.detail} for reason in value.reasons],
        }
    )


def _period(period: InterestPeriod) -> dict[str, Any]:
    return {
        "from": day(period.start),
        "to": day(period.end),
        "days": period.days,
        "annual_rate": _annual_rate(period.annual_rate),
        "interest": f"{period.interest:.6f}",
    }


def _annual_rate(value: Decimal) -> str:
    """Percent with two places, as rates are published; more only where a contract has more."""
    return f"{value:.2f}" if value == round(value, 2) else f"{value.normalize():f}"


def _share(share: AllocatedShare) -> dict[str, Any]:
    return {
        "payment": share.payment,
        "reference": share.reference,
        "interest": money(share.interest),
        "fixed_indemnity": money(share.fixed_indemnity),
        "principal": money(share.principal),
        "principal_left": money(share.principal_left),
    }


def _outstanding(left: Outstanding) -> dict[str, Any]:
    return {
        "reference": left.reference,
        "interest": money(left.interest),
        "fixed_indemnity": money(left.fixed_indemnity),
        "principal": money(left.principal),
        "total": money(left.total),
    }
