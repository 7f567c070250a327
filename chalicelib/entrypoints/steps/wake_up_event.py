"""What the state machine hands to a step, checked; and what it gets back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel

from chalicelib.domain.parties import Scope
from chalicelib.usecases.wake_up import Route, WakeUp


class WakeUpEvent(BaseModel):
    """Ids, the run, and the case time of the wake-up. ``clock_id`` is empty for a case on real time."""

    tenant_id: str
    mode: Literal["live", "test"]
    case_id: str
    run: int
    clock_id: str = ""
    due_at: datetime
    failed_with: str = ""
    started_at: datetime | None = None

    def command(self) -> WakeUp:
        scope = Scope(self.tenant_id, livemode=self.mode == "live")
        return WakeUp(scope, self.case_id, self.run, self.due_at, started_at=self.started_at)

    def answer(self, route: Route) -> dict[str, object]:
        """The state machine's data for its next state."""
        return {
            "tenant_id": self.tenant_id,
            "mode": self.mode,
            "case_id": self.case_id,
            "run": self.run,
            "clock_id": self.clock_id,
            "action": route.action,
            "wait": route.wait,
            "due_at": instant(route.due_at),
            "reason": route.reason,
        }


def instant(at: datetime) -> str:
    """``YYYY-MM-DDTHH:MM:SSZ``, rounded up: a wait never ends before its instant."""
    whole = at.astimezone(UTC)
    if whole.microsecond:
        whole = datetime.fromtimestamp(int(whole.timestamp()) + 1, UTC)
    return whole.strftime("%Y-%m-%dT%H:%M:%SZ")
