"""The last days of offers and answers in a decision: they are told whatever else holds the case."""

from __future__ import annotations

from datetime import datetime

from .decision_facts import Facts
from .next_step import NextStep


def deadline_step(facts: Facts, now: datetime) -> NextStep | None:
    """The next last day that is over: a proposal, a signature, an offer, the creditor's answer to a dispute."""
    del facts, now
    return None
