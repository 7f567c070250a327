"""Steps that a case leaves behind: recorded with their reason once a later one begins (R-028, R-124)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from .case import Case
from .events import CaseEvent, EventType, event
from .parties import Debtor
from .plan import Plan, PlannedStep, plan
from .scenarios.model import Scenario
from .step_record import StepRecord, StepState


def leave_behind(
    case: Case, scenario: Scenario, debtor: Debtor, now: datetime, *, step_id: str | None = None
) -> tuple[Case, tuple[CaseEvent, ...]]:
    """Records what the plan passes over before ``step_id`` begins, or all of it when the creditor is asked (``None``).

    Until then it may still take place: conditions are asked anew at each decision. Afterwards it never comes back. A
    step that was tried as often as it may be, or that the end of the phase cut short, is over too.
    """
    known = case.record_of(step_id) if step_id is not None else None
    if known is not None and known.has_begun:
        return case, ()
    drafts = []
    for planned in _left(plan(case, scenario, debtor), step_id):
        record = case.record_of(planned.step.id)
        if record is not None and record.state is StepState.STARTED and record.contacts:
            case = case.with_record(replace(record, state=StepState.DONE))
        elif planned.skipped and (record is None or record.state is StepState.STARTED):
            record = record or StepRecord(planned.step.id, StepState.SKIPPED, now)
            case = case.with_record(replace(record, state=StepState.SKIPPED, reason=planned.skipped))
            drafts.append(event(EventType.STEP_SKIPPED, **_told(planned)))
    return case, tuple(drafts)


def _left(dated: Plan, step_id: str | None) -> tuple[PlannedStep, ...]:
    """Those before the step; and those after it that a branch from before it jumps over."""
    ids = [planned.step.id for planned in dated.steps]
    if step_id is None:
        return dated.steps
    if step_id not in ids:
        return ()
    before = frozenset(ids[: ids.index(step_id)])
    after = dated.steps[len(before) :]
    return (*dated.steps[: len(before)], *(each for each in after if each.branch and each.branch.step in before))


def _told(planned: PlannedStep) -> dict[str, Any]:
    told: dict[str, Any] = {"step_id": planned.step.id, "reason": planned.skipped}
    if planned.conditions:
        told["conditions"] = list(planned.conditions)
    if planned.branch is not None:
        branch = planned.branch
        told["branch"] = {"step_id": branch.step, "number": branch.number, "go_to": branch.go_to}
    return told
