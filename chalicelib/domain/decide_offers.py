"""A proposal or an offer on the table holds the scenario until its last day (R-073, R-127)."""

from __future__ import annotations

from datetime import timedelta

from .decision_facts import Facts, start_of, still
from .negotiation.deadline_check import deadlines_of
from .next_step import NextStep


def offer_step(facts: Facts) -> NextStep | None:
    """Standing still until whoever has to answer has answered, or the last day is over."""
    first = next((each for each in deadlines_of(facts.case) if each.holds), None)
    if first is None:
        return None
    return still(first.reason, start_of(facts.case, first.last_day + timedelta(days=1)))
