"""The negotiation in a decision: what is agreed or on the table holds the scenario, so that no reminder ignores it.

One track of time per case: promises, plans and offers are facts here, never waits of their own (R-124).
"""

from __future__ import annotations

from datetime import datetime

from .decide_deadlines import deadline_step
from .decide_offers import offer_step
from .decide_plan import plan_step
from .decide_promise import promise_step
from .decision_facts import Facts
from .next_step import NextStep

__all__ = ["deadline_step", "holding_step"]


def holding_step(facts: Facts, now: datetime) -> NextStep | None:
    """What the scenario waits for; of several the first that is due. ``None``: nothing holds it."""
    waits = [step for step in (plan_step(facts, now), promise_step(facts), offer_step(facts)) if step is not None]
    return min(waits, key=lambda step: step.due_at or datetime.max.replace(tzinfo=now.tzinfo), default=None)
