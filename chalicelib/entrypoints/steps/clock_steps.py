"""One slice of a test clock's advance, well inside a Lambda's time."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel

from chalicelib.bootstrap import deps
from chalicelib.domain.parties import Scope
from chalicelib.observability import observed
from chalicelib.usecases.drive_clock import ClockPorts, drive_clock, give_up

SLICE = timedelta(seconds=25)


class ClockEvent(BaseModel):
    """Test clocks exist in test mode only."""

    tenant_id: str
    clock_id: str
    failed_with: str = ""


def advance_slice(event: object) -> dict[str, object]:
    """``done`` tells the machine whether to come back."""
    clock = ClockEvent.model_validate(event)
    ports = deps()
    with observed("advance_clock", tenant_id=clock.tenant_id, clock_id=clock.clock_id):
        scope = Scope(clock.tenant_id, livemode=False)
        if clock.failed_with:
            give_up(scope, clock.clock_id, clock.failed_with, store=ports.store)
            return {"done": True}
        done = drive_clock(
            scope,
            clock.clock_id,
            until=ports.wall_clock.now() + SLICE,
            ports=ClockPorts(ports.store, ports.rooms, ports.runs, ports.ids, ports.wall_clock, ports.sleep),
        )
        return {"done": done}
