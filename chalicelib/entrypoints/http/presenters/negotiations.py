"""What stands between creditor and debtor now, beside the case (R-073..R-081)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.case import Case

from .disputes import dispute, settlement
from .payment_plans import plan_summary
from .promises import promise


def negotiation(value: Case) -> dict[str, Any]:
    """The promise that is waited for, the plan that stands, the offer, the disputes."""
    open_promise = value.negotiation.open_promise
    offer = value.negotiation.open_settlement
    return {
        "open_promise": promise(open_promise, value) if open_promise else None,
        "plan": plan_summary(value),
        "open_settlement": settlement(offer, value) if offer else None,
        "disputes": [dispute(each, value) for each in value.negotiation.standing_disputes],
    }
