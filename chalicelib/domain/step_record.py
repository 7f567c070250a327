"""What became of a step of the scenario."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .contact import ContactRef


class StepState(StrEnum):
    """What became of a step of the scenario."""

    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class StepRecord:
    """What became of a step; steps without a record are still to come."""

    step_id: str
    state: StepState
    at: datetime
    reason: str | None = None
    contacts: tuple[ContactRef, ...] = ()
    skipped_channels: tuple[str, ...] = ()
