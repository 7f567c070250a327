"""What became of a step of the scenario."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .call_task import CallOutcome
from .contact import ContactRef


class StepState(StrEnum):
    """What became of a step of the scenario."""

    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"
    BLOCKED = "blocked"


BY_HAND = "by_hand"
"""The reason of a step that a person passed over (R-028)."""


@dataclass(frozen=True)
class StepRecord:
    """What became of a step; steps without a record are still to come. ``outcome`` is that of its last call."""

    step_id: str
    state: StepState
    at: datetime
    reason: str | None = None
    contacts: tuple[ContactRef, ...] = ()
    skipped_channels: tuple[str, ...] = ()
    outcome: CallOutcome | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the step's turn came: something was sent, asked or tried, and not only passed over beforehand."""
        return self.state is not StepState.SKIPPED or bool(self.contacts or self.skipped_channels)
