"""A deviation from the scenario that a person decided for one case, as the case keeps it (R-028)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .model import Step


class DeviationKind(StrEnum):
    """A step is passed over, gets another day, or is put in."""

    SKIP = "skip"
    MOVE = "move"
    ADD = "add"


@dataclass(frozen=True)
class Deviation:
    """One of them. ``author`` is the actor of its event, ``at`` case time; its reason is sealed in the trail.

    ``planned_on`` is the day the step had before, ``on`` its new one. ``step`` is the whole of one that was added, and
    ``before`` the scenario's own step that it precedes (``None``: it comes last).
    """

    id: str
    kind: DeviationKind
    step_id: str
    author: str
    at: datetime
    planned_on: date | None = None
    on: date | None = None
    step: Step | None = None
    before: str | None = None
    withdrawn_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody withdrew it."""
        return self.withdrawn_at is None


MOST_DEVIATIONS = 20
"""Of one case, withdrawn ones included: they stand in its head."""
