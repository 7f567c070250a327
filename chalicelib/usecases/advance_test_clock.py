"""Set a test clock in motion; the clock's own state machine then moves it instant by instant (R-132)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.parties import Scope
from chalicelib.domain.test_clock import TestClock

from .create_test_clock import require_test_mode
from .ports import Reply, Runs, WallClock
from .store_ports import Store
from .writes import Consumer, Enqueue, Update


@dataclass(frozen=True)
class AdvanceTestClock:
    """``to`` is case time, later than the clock's present instant."""

    scope: Scope
    clock_id: str
    to: datetime


def advance_test_clock(
    command: AdvanceTestClock, *, store: Store, runs: Runs, wall: WallClock, reply: Reply
) -> TestClock:
    """Answers at once (202). The execution's name is clock and version, so that a second start starts nothing.

    An outbox row starts it too: a clock that says it advances is never left standing.

    Errors: ``clock_advancing``; ``not_after_now``; ``test_mode_only``.
    """
    require_test_mode(command.scope)
    now = wall.now()
    clock = store.test_clock(command.scope, command.clock_id).start_advancing(command.to.replace(microsecond=0), now)
    row = Enqueue(command.scope, Consumer.RUNS, clock.id, now, run=clock.version)
    store.commit([Update(clock), row, *reply(clock)])
    runs.start_clock(command.scope, clock.id, clock.version)
    return clock
