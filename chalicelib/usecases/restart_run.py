"""Give a case a fresh run when its present one is gone or sleeps past its time (design: sweep)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case

from .store_ports import Store
from .writes import Consumer, Enqueue, MarkRunning, Update, Write


def restart_run(case: Case, *, store: Store, wall_now: datetime) -> None:
    """Run N+1, if the case is still as it was loaded (``version_conflict`` otherwise: somebody else took care)."""
    again = replace(case, run=case.run + 1, version=case.version + 1, restarted_at=wall_now)
    writes: list[Write] = [
        Update(again),
        Enqueue(again.scope, Consumer.RUNS, again.id, wall_now, run=again.run),
    ]
    if again.test_clock_id is not None:
        writes.append(MarkRunning(again.scope, again.test_clock_id, again.id, again.run, wall_now))
    store.commit(writes)
