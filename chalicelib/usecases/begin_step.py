"""A step of the scenario begins: what the case left on the way is recorded with its reason (R-028, R-124)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import CaseEvent
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.passed_steps import leave_behind

from .recording import CaseFile


def begun(file: CaseFile, step: NextStep) -> tuple[CaseFile, tuple[CaseEvent, ...]]:
    """The file whose case knows the steps that this one leaves behind, and their events: saved with the step itself.

    Nothing for what is no step of the scenario: a receipt, an advice, the first letter of a mandate.
    """
    if step.step_id is None:
        return file, ()
    case, drafts = leave_behind(file.case, file.scenario, file.debtor, file.now, step_id=step.step_id)
    return replace(file, case=case), drafts
