"""A promise in a decision: nobody is reminded until two days after the promised day (R-081)."""

from __future__ import annotations

from datetime import time

from .decision_facts import Facts, start_of
from .negotiation.firmness import CHECKED_AFTER
from .next_step import Action, NextStep

CHECKED_AT = time(9)


def promise_step(facts: Facts) -> NextStep | None:
    """The check of the open promise, on D+2 in the morning where the debtor lives."""
    promise = facts.case.negotiation.open_promise
    if promise is None:
        return None
    due = start_of(facts.case, promise.pay_on + CHECKED_AFTER, CHECKED_AT)
    reason = f"the debtor promised to pay by {promise.pay_on}"
    return NextStep(Action.CHECK_PROMISE, due, reason, subject_id=promise.id)
