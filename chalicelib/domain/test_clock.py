"""A test clock: virtual case time for test-mode cases, moved forward on command (R-132)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .errors import Conflict, FieldProblem, InvalidInput
from .parties import Scope


class ClockStatus(StrEnum):
    """Commands on its cases wait while a clock is ``advancing``."""

    READY = "ready"
    ADVANCING = "advancing"
    FAILED = "failed"


@dataclass(frozen=True)
class TestClock:
    """``now`` is where the clock stands; ``to`` where it is going while ``advancing``.

    ``advanced_at`` is the wall time at which it was last set in motion: nothing older is known of the world since.
    """

    __test__ = False

    id: str
    scope: Scope
    version: int
    created_at: datetime
    now: datetime
    status: ClockStatus = ClockStatus.READY
    to: datetime | None = None
    failure: str | None = None
    advanced_at: datetime | None = None

    def start_advancing(self, to: datetime, wall_now: datetime) -> TestClock:
        """Forward only; one advance at a time."""
        if self.status is ClockStatus.ADVANCING:
            raise Conflict("The clock is advancing; wait until its status is ready.", code="clock_advancing")
        if to <= self.now:
            problem = FieldProblem("#/to", "not_after_now", f"'to' must be after {self.now.isoformat()}")
            raise InvalidInput("A test clock only moves forward.", errors=(problem,))
        version = self.version + 1
        return replace(self, status=ClockStatus.ADVANCING, to=to, failure=None, version=version, advanced_at=wall_now)

    def at(self, instant: datetime) -> TestClock:
        return replace(self, now=max(self.now, instant), version=self.version + 1)

    def settled(self) -> TestClock:
        """The advance is over: the clock stands at its target."""
        return replace(self, now=self.to or self.now, status=ClockStatus.READY, to=None, version=self.version + 1)

    def failed(self, reason: str) -> TestClock:
        return replace(self, status=ClockStatus.FAILED, failure=reason, to=None, version=self.version + 1)
