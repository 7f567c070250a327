"""Find what fell through: live cases overdue without a run, outbox rows nobody worked on (R-141)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.errors import NotFound, VersionConflict

from .ports import Queue, WallClock
from .restart_run import restart_run
from .store_ports import Outbox, Schedule, Store

GRACE = timedelta(minutes=15)
RESTART_GRACE = timedelta(minutes=30)
ROW_AGE = timedelta(minutes=5)
SHARDS = 32
MOST_PER_SHARD = 100
MOST_ROWS = 500


@dataclass(frozen=True)
class Swept:
    """What one sweep brought back."""

    restarted: int
    replayed: int


def sweep(*, store: Store, schedule: Schedule, outbox: Outbox, queue: Queue, wall: WallClock) -> Swept:
    """Work grows with what is overdue, never with the number of open cases."""
    return Swept(restarted=_restart(store, schedule, wall), replayed=_replay(outbox, queue, wall))


def _restart(store: Store, schedule: Schedule, wall: WallClock) -> int:
    now, restarted = wall.now(), 0
    for shard in range(SHARDS):
        for scope, case_id in schedule.overdue(now - GRACE, shard=shard, limit=MOST_PER_SHARD):
            try:
                case = store.case(scope, case_id)
                if _is_left_behind(case, now):
                    restart_run(case, store=store, wall_now=now)
                    restarted += 1
            except (NotFound, VersionConflict):
                continue
    return restarted


def _is_left_behind(case: Case, now: datetime) -> bool:
    """Overdue by the grace time, and not given a run within it: a run may need that long to give up."""
    due = case.wakes_at
    if due is None or due > now - GRACE:
        return False
    return case.restarted_at is None or case.restarted_at <= now - RESTART_GRACE


def _replay(outbox: Outbox, queue: Queue, wall: WallClock) -> int:
    rows = outbox.older_than(wall.now() - ROW_AGE, limit=MOST_ROWS)
    for row in rows:
        queue.send(row)
    return len(rows)
