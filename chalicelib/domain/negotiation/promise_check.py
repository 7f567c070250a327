"""What becomes of the promise that is due."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.scenarios.model import Scenario

from .promise_end import looked_at


def checked(case: Case, step: NextStep, scenario: Scenario, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    """The case after the check, and what it tells; asked again it changes nothing more."""
    promise = next((each for each in case.negotiation.promises if each.id == step.subject_id and each.is_open), None)
    return (case, ()) if promise is None else looked_at(case, promise, scenario, now)
