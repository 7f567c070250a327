"""The service Step Functions in memory: executions that walk, sleep and park, by name and by token."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import ParkedCase
from chalicelib.entrypoints.steps.wake_up_event import instant

from .effects import Ids
from .effects import WallClock as Wall
from .machine import Execution, Invoke, Park, Sleep, Walker
from .memory.store import MemoryStore


class Executions:
    """The port ``Runs``, and what the service does by itself: going on, waking, parking a hold."""

    def __init__(self, invoke: Invoke, wall: Wall, ids: Ids, memory: MemoryStore) -> None:
        self.all: dict[str, Execution] = {}
        self._wall = wall
        self._memory = memory
        self._walker = Walker(invoke, wall.now, lambda: ids.new("token"))
        self._ready: deque[Execution] = deque()
        self._asleep: list[tuple[datetime, int, Execution]] = []
        self._held: dict[str, Execution] = {}
        self._order = 0

    def start_case(self, scope: Scope, case_id: str, run: int, clock_id: str | None, due_at: datetime) -> None:
        data = {"tenant_id": scope.tenant_id, "mode": scope.mode, "case_id": case_id, "run": run}
        self._start("case", f"{case_id}-{run}", {**data, "clock_id": clock_id or "", "due_at": instant(due_at)})

    def start_clock(self, scope: Scope, clock_id: str, advance: int) -> None:
        data = {"tenant_id": scope.tenant_id, "mode": scope.mode, "clock_id": clock_id}
        self._start("test_clock", f"{clock_id}-{advance}", data)

    def resume(self, token: str, due_at: datetime) -> bool:
        run = self._held.pop(token, None)
        if run is None:
            return False
        self._walker.resume(run, {"now": instant(due_at)})
        self._ready.append(run)
        return True

    def is_alive(self, case_id: str, run: int) -> bool:
        found = self.all.get(f"{case_id}-{run}")
        return found is not None and found.status == "RUNNING"

    def kill(self) -> None:
        """As if somebody deleted them all."""
        for run in self.all.values():
            run.status = "ABORTED" if run.status == "RUNNING" else run.status
        self._ready.clear()
        self._asleep.clear()
        self._held.clear()

    def _start(self, machine: str, name: str, data: dict[str, Any]) -> None:
        if name not in self.all:
            self.all[name] = Execution(machine, name, data, self._wall.now().isoformat())
            self._ready.append(self.all[name])

    def go_on(self) -> bool:
        """Lets the next ready execution go on; False when none is ready."""
        if not self._ready:
            return False
        run = self._ready.popleft()
        pause = self._walker.walk(run)
        if isinstance(pause, Sleep):
            self._order += 1
            heapq.heappush(self._asleep, (pause.until, self._order, run))
        elif isinstance(pause, Park):
            self._held[pause.token] = run
            self._park(run, pause.items)
        return True

    def _park(self, run: Execution, items: Sequence[Mapping[str, Any]]) -> None:
        put = items[0]["Put"]["Item"]
        due_at = datetime.fromisoformat(put["due_at"]["S"])
        parked = ParkedCase(put["case_id"]["S"], int(put["run"]["N"]), due_at, put["token"]["S"])
        self._memory.hold(Scope(run.data["tenant_id"], livemode=False), run.data["clock_id"], parked)

    def next_waking(self) -> datetime | None:
        return self._asleep[0][0] if self._asleep else None

    def wake_up(self) -> None:
        """Whatever slept until now is ready."""
        while self._asleep and self._asleep[0][0] <= self._wall.now():
            _, _, run = heapq.heappop(self._asleep)
            self._walker.woken(run)
            self._ready.append(run)
