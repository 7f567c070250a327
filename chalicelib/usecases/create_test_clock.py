"""Create a test clock: virtual case time for test-mode cases (R-132)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import Refused
from chalicelib.domain.parties import Scope
from chalicelib.domain.test_clock import TestClock

from .ports import Ids, Reply, WallClock
from .store_ports import Store
from .writes import Create


@dataclass(frozen=True)
class CreateTestClock:
    """``now`` is where the clock starts, to the second."""

    scope: Scope
    now: datetime


def create_test_clock(command: CreateTestClock, *, store: Store, ids: Ids, wall: WallClock, reply: Reply) -> TestClock:
    """Errors: ``test_mode_only``."""
    require_test_mode(command.scope)
    clock = TestClock(
        id=ids.new("clk"),
        scope=command.scope,
        version=1,
        created_at=wall.now(),
        now=command.now.replace(microsecond=0),
    )
    store.commit([Create(clock), *reply(clock)])
    return clock


def require_test_mode(scope: Scope) -> None:
    """Real cases run on real time only (``test_mode_only``)."""
    if scope.livemode:
        raise Refused("Test clocks exist in test mode only.", code="test_mode_only")
