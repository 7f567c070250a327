"""The declaration of the claim in a decision: written as soon as there is one to make, and again when it changes."""

from __future__ import annotations

from datetime import datetime

from .decision_facts import Facts, is_with_a_person
from .next_step import Action, NextStep

DECLARATION = "claim_declaration"


def declaration_step(facts: Facts, now: datetime) -> NextStep | None:
    """Whatever holds the case, its creditor needs the paper within the time to declare (STOP_02, C. com. L622-24)."""
    insolvency = facts.case.insolvency
    if insolvency is None or facts.declaration is None or facts.declaration == insolvency.declared:
        return None
    if is_with_a_person(facts.case, DECLARATION):
        return None
    reason = "the debtor is insolvent: the claim is to be declared"
    if insolvency.edition:
        reason = "what the declaration of the claim says has changed"
    return NextStep(Action.ISSUE_DECLARATION, now, reason, subject_id=DECLARATION)
