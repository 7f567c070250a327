"""Notes in a decision: what an agreement or a dispute makes due goes out at once, within the hours."""

from __future__ import annotations

from datetime import datetime

from .decision_facts import Facts
from .next_step import NextStep


def correspondence_step(facts: Facts, now: datetime) -> NextStep | None:
    """The first note that may go out; ``None`` where none is due."""
    del facts, now
    return None
