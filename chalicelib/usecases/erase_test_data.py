"""Ask for the erasure of test data: all of it, or what lives on one test clock (R-132). Slices of work do the rest."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.errors import Conflict
from chalicelib.domain.parties import Scope
from chalicelib.domain.test_clock import ClockStatus
from chalicelib.domain.test_data_erasure import TestDataErasure

from .create_test_clock import require_test_mode
from .ports import Ids, Reply, WallClock
from .store_ports import Store
from .writes import Consumer, Create, Enqueue, RequireClockReady


@dataclass(frozen=True)
class EraseTestData:
    """``test_clock_id``: that clock and its cases alone; without it, everything of test mode."""

    scope: Scope
    test_clock_id: str | None = None


def erase_test_data(
    command: EraseTestData, *, store: Store, ids: Ids, wall: WallClock, reply: Reply
) -> TestDataErasure:
    """Answers at once (202); what exists at this instant of wall time is erased, what is made later stays.

    Errors: ``test_mode_only``; ``not_found`` for the clock; ``clock_advancing`` (409) while it moves.
    """
    require_test_mode(command.scope)
    erasure = TestDataErasure(ids.new("ers"), command.scope, 1, wall.now(), command.test_clock_id)
    guard = []
    if command.test_clock_id is not None:
        clock = store.test_clock(command.scope, command.test_clock_id)
        if clock.status is ClockStatus.ADVANCING:
            raise Conflict("The clock is advancing; wait until its status is ready.", code="clock_advancing")
        guard = [RequireClockReady(command.scope, clock.id, clock.version)]
    store.commit([Create(erasure), next_slice(erasure), *guard, *reply(erasure)])
    return erasure


def next_slice(erasure: TestDataErasure) -> Enqueue:
    """The row that brings the next slice of this very version to a worker."""
    return Enqueue(erasure.scope, Consumer.FACTS, erasure.id, erasure.created_at, run=erasure.version)
