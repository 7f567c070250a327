"""The negotiation in a decision: what is agreed or on the table holds the scenario, so that no reminder ignores it.

One track of time per case: promises, plans and offers are facts here, never waits of their own (R-124).
"""

from __future__ import annotations

from datetime import UTC, datetime

from .decide_offers import offer_step
from .decide_plan import plan_step
from .decide_promise import promise_step
from .decision_facts import Facts
from .next_step import NextStep


def holding_step(facts: Facts) -> NextStep | None:
    """What the scenario waits for; of several the first that is due. ``None``: nothing holds it."""
    waits = [step for step in (plan_step(facts), promise_step(facts), offer_step(facts)) if step is not None]
    return min(waits, key=lambda step: step.due_at or datetime.max.replace(tzinfo=UTC), default=None)
