"""An active payment plan in a decision: its next instalment is told, checked, and what follows (R-079, R-080)."""

from __future__ import annotations

from datetime import datetime

from .decision_facts import Facts
from .next_step import NextStep


def plan_step(facts: Facts, now: datetime) -> NextStep | None:
    """What the plan waits for, or does; ``None`` without an active plan."""
    del facts, now
    return None
