"""Drive an advancing test clock for one slice of time: settle, take the earliest instant, release its holds, repeat.

Everything due happens in order of virtual time, through the same state machine as live cases (R-132).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.errors import NotFound, VersionConflict
from chalicelib.domain.events import EventType
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import ParkedCase, RunningMark
from chalicelib.domain.test_clock import ClockStatus, TestClock

from .ports import Ids, Runs, WallClock
from .restart_run import restart_run
from .store_ports import ClockRoom, Store
from .writes import Consumer, Enqueue, KeepClockEvent, Update

STUCK_AFTER = timedelta(seconds=60)
QUIET = timedelta(seconds=20)
"""Shorter than a slice. While other cases of the clock come to rest, a crowd is slow and nobody in it is stuck."""
RESEND_AFTER = timedelta(seconds=10)
MOST_PARKED = 200
NAP_SECONDS = 0.05


@dataclass(frozen=True)
class ClockPorts:
    """``sleep`` takes seconds."""

    store: Store
    rooms: ClockRoom
    runs: Runs
    ids: Ids
    wall: WallClock
    sleep: Callable[[float], None]


class _Watch:
    """Since when the cases at work have been the same, as far as this slice has seen."""

    def __init__(self) -> None:
        self._seen: tuple[RunningMark, ...] = ()
        self._since: datetime | None = None

    def quiet_for(self, marks: tuple[RunningMark, ...], now: datetime) -> timedelta:
        if self._since is None or marks != self._seen:
            self._seen, self._since = marks, now
        return now - self._since


def drive_clock(scope: Scope, clock_id: str, *, until: datetime, ports: ClockPorts) -> bool:
    """Works until the wall clock reads ``until``. True when the advance is over (ready, or failed with its reason)."""
    watch = _Watch()
    while ports.wall.now() < until:
        clock = _found(scope, clock_id, ports.store)
        if clock is None or clock.status is not ClockStatus.ADVANCING:
            return True
        marks = ports.rooms.running(scope, clock_id)
        if marks:
            if _wait_for(clock, marks, watch, ports):
                return True
            continue
        if not _release_next(clock, ports):
            return True
    return False


def give_up(scope: Scope, clock_id: str, error: str, *, store: Store) -> None:
    """The advance kept failing: the clock says so, and can be advanced again. ``error`` is a technical name."""
    clock = _found(scope, clock_id, store)
    if clock is not None and clock.status is ClockStatus.ADVANCING:
        store.commit([Update(clock.failed(f"the advance kept failing ({error})"))])


def _found(scope: Scope, clock_id: str, store: Store) -> TestClock | None:
    """``None`` for a clock that was erased: nothing waits on it any more."""
    try:
        return store.test_clock(scope, clock_id)
    except NotFound:
        return None


def _wait_for(clock: TestClock, marks: tuple[RunningMark, ...], watch: _Watch, ports: ClockPorts) -> bool:
    """Naps while cases work; nudges one that lost its wake-up; gives up on one stuck for a minute. True: it failed."""
    now = ports.wall.now()
    quiet = watch.quiet_for(marks, now)
    for mark in marks:
        if quiet >= QUIET and now - mark.since > STUCK_AFTER:
            reason = f"case {mark.case_id} has been running for more than {int(STUCK_AFTER.total_seconds())} seconds"
            ports.store.commit([Update(clock.failed(reason))])
            return True
        if quiet >= RESEND_AFTER and now - mark.since > RESEND_AFTER:
            _nudge(clock, mark, ports)
    ports.sleep(NAP_SECONDS)
    return False


def _nudge(clock: TestClock, mark: RunningMark, ports: ClockPorts) -> None:
    """Sends the release again; a run whose execution is gone (or never began) gets a successor, once a minute."""
    if mark.token is not None and ports.runs.resume(mark.token, clock.now):
        return
    if ports.runs.is_alive(mark.case_id, mark.run):
        return
    try:
        case = ports.store.case(clock.scope, mark.case_id)
    except NotFound:
        ports.rooms.settle(clock.scope, clock.id, mark.case_id, mark.run)
        return
    just_restarted = case.restarted_at is not None and ports.wall.now() - case.restarted_at < STUCK_AFTER
    if case.run != mark.run or not just_restarted:
        _start_again(clock, mark.case_id, mark.run, ports)


def _release_next(clock: TestClock, ports: ClockPorts) -> bool:
    """Releases every hold of the earliest instant. False when none is left before the target: the clock is settled."""
    parked = ports.rooms.first_parked(clock.scope, clock.id, clock.to or clock.now, limit=MOST_PARKED)
    if not parked:
        _settle(clock, ports)
        return False
    instant = parked[0].due_at
    clock = clock.at(instant)
    ports.store.commit([Update(clock)])
    for case in parked:
        if case.due_at == instant:
            _release(clock, case, ports)
    return True


def _release(clock: TestClock, parked: ParkedCase, ports: ClockPorts) -> None:
    if not ports.rooms.release(clock.scope, clock.id, parked, ports.wall.now()):
        return
    if not ports.runs.resume(parked.token, max(parked.due_at, clock.now)):
        _start_again(clock, parked.case_id, parked.run, ports)


def _start_again(clock: TestClock, case_id: str, run: int, ports: ClockPorts) -> None:
    """The held execution is gone: the case gets a new run, unless it has one already."""
    try:
        case = ports.store.case(clock.scope, case_id)
        if case.run == run:
            restart_run(case, store=ports.store, wall_now=ports.wall.now())
    except VersionConflict:
        return
    except NotFound:
        pass  # erased: the clock no longer waits for it
    ports.rooms.settle(clock.scope, clock.id, case_id, run)


def _settle(clock: TestClock, ports: ClockPorts) -> None:
    settled = clock.settled()
    event_id, wall_now = ports.ids.new("evt"), ports.wall.now()
    ready = KeepClockEvent(clock.scope, clock.id, event_id, EventType.TEST_CLOCK_READY.value, settled.now, wall_now)
    row = Enqueue(clock.scope, Consumer.WEBHOOKS, event_id, wall_now)
    ports.store.commit([Update(settled), ready, row])
