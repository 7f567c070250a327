"""The last days of offers and answers in a decision: they are told whatever else holds the case."""

from __future__ import annotations

from datetime import timedelta

from .decision_facts import Facts, start_of
from .negotiation.deadline_check import deadlines_of
from .next_step import Action, NextStep


def deadline_step(facts: Facts) -> NextStep | None:
    """The next last day that is over: a proposal, a signature, an offer, the creditor's answer to a dispute.

    It is due as the next day begins where the debtor lives. A closed case waits for nothing.
    """
    case = facts.case
    if case.is_closed:
        return None
    first = next(iter(deadlines_of(case)), None)
    if first is None:
        return None
    due = start_of(case, first.last_day + timedelta(days=1))
    return NextStep(Action.CHECK_DEADLINE, due, first.reason, subject_id=first.subject_id)
