"""Promises to pay as JSON (R-081)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.negotiation.firmness import CHECKED_AFTER
from chalicelib.domain.negotiation.promise import Promise
from chalicelib.domain.negotiation.promise_end import received_for

from .values import day, instant, money


def promise(value: Promise, case: Case) -> dict[str, Any]:
    """One of them. ``received`` of an open one is what came so far."""
    return {
        "id": value.id,
        "object": "promise",
        "case_id": case.id,
        "state": value.state.value,
        "amount": money(value.amount),
        "pay_on": day(value.pay_on),
        "checked_on": day(value.pay_on + CHECKED_AFTER),
        "channel": value.channel,
        "made_at": instant(value.made_at),
        "received": money(received_for(case, value) if value.is_open else value.received),
        "ended_at": instant(value.ended_at),
        "end_reason": value.end_reason,
    }


def promises(case: Case) -> list[dict[str, Any]]:
    """All of a case, in the order in which they were given."""
    return [promise(each, case) for each in case.negotiation.promises]
