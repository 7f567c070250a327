"""A proposal or an offer on the table holds the scenario until its last day (R-073, R-127)."""

from __future__ import annotations

from .decision_facts import Facts
from .next_step import NextStep


def offer_step(facts: Facts) -> NextStep | None:
    """Standing still until whoever has to answer has answered, or the last day is over."""
    del facts
    return None
