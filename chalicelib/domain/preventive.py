"""The preventive phase (R-046): a courteous word before or at the due date, while nothing can be claimed yet.

It belongs to the creditor's own reminders (R-015): under a mandate the first letter precedes everything, and it demands
a debt that is due (LTR_01). The amicable phase, and its days, begin once the due date has passed unpaid.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .case import Case
from .events import CaseEvent, EventType, event
from .ledger import Statement
from .parties import CollectorMode
from .scenarios.model import Phase, Scenario


def speaks_before_due(scenario: Scenario) -> bool:
    """Whether the scenario has anything to say before the debt is due."""
    return any(step.phase is Phase.PRE_COLLECTION for step in scenario.steps)


def may_open_early(scenario: Scenario, mode: CollectorMode) -> bool:
    """Whether a case may be opened whose invoices are all still to fall due."""
    return speaks_before_due(scenario) and mode is CollectorMode.CREDITOR_OWN


def waits_for_due_date(case: Case, account: Statement | None) -> bool:
    """Whether something is still to fall due that nobody has paid, and the case speaks of it before it does.

    Never under a mandate, one that is given meanwhile included: its letter, which comes first, claims what is due.
    """
    if case.phase is not Phase.PRE_COLLECTION or account is None or case.mandate is not None:
        return False
    return any(line.principal_left.amount > 0 for line in account.not_yet_due)


def begin_amicable(case: Case, today: date) -> tuple[Case, tuple[CaseEvent, ...]] | None:
    """Once the oldest due date has passed; ``None`` while it has not, or where the phase began long ago."""
    if case.is_closed or case.phase is not Phase.PRE_COLLECTION or today <= case.day_zero:
        return None
    draft = event(EventType.CASE_PHASE_CHANGED, phase=Phase.AMICABLE.value)
    return replace(case, phase=Phase.AMICABLE), (draft,)
