"""The whole job in one process and virtual time: real use cases, real graphs, stores and effects in memory.

Executions walk through infra/statemachines; rows of the outbox reach their consumers as the stream and the queues
would bring them; the sweep runs as its schedule would. Every call to the outside passes through ``faults``.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from chalicelib.adapters.case_snapshots import CaseSnapshots
from chalicelib.adapters.rate_cache import RateCache
from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.case import Case
from chalicelib.domain.errors import AnswerAlreadyStored, DomainError
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import OutboxRow
from chalicelib.entrypoints.steps.wake_up_event import WakeUpEvent
from chalicelib.usecases import advance_test_clock as _advance
from chalicelib.usecases.archive_events import archive_events
from chalicelib.usecases.drive_clock import ClockPorts, drive_clock, give_up
from chalicelib.usecases.look_before import Looking
from chalicelib.usecases.needs_a_human import needs_a_human
from chalicelib.usecases.ports import Channels, Reply
from chalicelib.usecases.recording import Recording
from chalicelib.usecases.sending import Sending
from chalicelib.usecases.spread_facts import Spreading, spread_facts
from chalicelib.usecases.start_run import start_run
from chalicelib.usecases.sweep import sweep
from chalicelib.usecases.writes import StoreAnswer, Write

from .books import Books
from .effects import (
    Carrier,
    FlatTariff,
    Ids,
    LightRenderer,
    MemoryArchive,
    RecordingMailer,
    RecordingTexter,
    Sent,
    light_mime,
)
from .effects import WallClock as Wall
from .executions import Executions
from .fake_webhooks import ReversingBox
from .faults import Crash, Faults, Watched
from .machine import Execution
from .memory.store import MemoryStore
from .memory.vault import MemoryVault
from .rates import MemoryRates
from .steps import run_step

LIVE = Scope("ten_a", livemode=True)
TEST = Scope("ten_a", livemode=False)
QUEUE_RETRY = timedelta(seconds=30)
QUEUE_ATTEMPTS = 3
T = TypeVar("T")


class World:
    """``watchful`` lets the sweep run, which only a world with faults needs."""

    def __init__(
        self,
        start: datetime,
        *,
        faults: Faults | None = None,
        renderer: Any = None,
        mime: Any = light_mime,
        watchful: bool = False,
    ) -> None:
        self.wall = Wall(start)
        self.watchful = watchful
        self.faults = faults or Faults()
        self.memory = MemoryStore()
        self.ids = Ids()
        self.outbox_of_effects: list[Sent] = []
        self.carrier = Carrier(self.outbox_of_effects, self.wall)
        self.mailer = RecordingMailer(self.outbox_of_effects, self.wall)
        self.texter = RecordingTexter(self.outbox_of_effects, self.wall)
        self.kept = MemoryArchive()
        self.vault = MemoryVault()
        self.kept_rates = MemoryRates()
        self.books = Books()
        self.shipped = load_rates()
        self.rates_as_read = RateCache(self.kept_rates.current_versions, lambda: self.shipped, now=self.wall.now)
        self.invocations: Counter[str] = Counter()
        self.machines = Executions(self._invoke, self.wall, self.ids, self.memory)
        self._wire(renderer or LightRenderer(), mime)
        self._letters: list[tuple[datetime, int, OutboxRow, int]] = []
        self._brought: set[tuple[str, str]] = set()
        self._order = 0

    def _wire(self, renderer: Any, mime: Any) -> None:
        watched = partial(Watched, faults=self.faults)
        self.store: Any = watched(self.memory, "store")
        self.put_rates: Any = watched(self.kept_rates, "rates")
        self.rates = RateCache(self.put_rates.current_versions, lambda: self.shipped, now=self.wall.now)
        channels = Channels(
            mailer=watched(self.mailer, "mailer"),
            texter=watched(self.texter, "texter"),
            postal=watched(self.carrier, "postal"),
        )
        self.recording = Recording(
            self.store, self.vault, self.ids, self.wall, self.rates, CaseSnapshots(), compressed_waits=False
        )
        self.archive: Any = watched(self.kept, "archive")
        asked: Any = watched(self.books, "books")
        looking = Looking(lambda: asked, ReversingBox)
        self.sending = Sending(
            self.recording,
            self.store,
            renderer,
            mime,
            self.archive,
            FlatTariff(),
            live=channels,
            test=channels,
            looking=looking,
        )
        self.runs: Any = watched(self.machines, "runs")

    @property
    def executions(self) -> dict[str, Execution]:
        """Every execution there was, by name."""
        return self.machines.all

    @property
    def sent(self) -> list[Sent]:
        """What left the house, in order."""
        return self.outbox_of_effects

    # --- the functions ----------------------------------------------------------------------------------------------

    def _invoke(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        self.invocations[name] += 1
        result: dict[str, Any] = self.faults.call(f"invoke:{name}", lambda: self._function(name, event))
        return result

    def _function(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        if name == "advance_clock":
            return self._advance_clock(event)
        wake_up = WakeUpEvent.model_validate(event)
        command = wake_up.command()
        if name == "needs_a_human":
            route = needs_a_human(command, wake_up.failed_with, recording=self.recording, rooms=self.store)
            return wake_up.answer(route)
        return wake_up.answer(run_step(name, command, self.sending))

    def _advance_clock(self, event: dict[str, Any]) -> dict[str, Any]:
        scope = Scope(event["tenant_id"], livemode=False)
        if event.get("failed_with"):
            give_up(scope, event["clock_id"], event["failed_with"], store=self.store)
            return {"done": True}
        ports = ClockPorts(self.store, self.store, self.runs, self.ids, self.wall, self._nap)
        until = self.wall.now() + timedelta(seconds=25)
        return {"done": drive_clock(scope, event["clock_id"], until=until, ports=ports)}

    def _nap(self, seconds: float) -> None:
        """The driver sleeps; everybody else works."""
        self.pump()
        later = self.wall.now() + timedelta(seconds=max(seconds, 1))
        self._wake_until(later)

    # --- streams, queues, time --------------------------------------------------------------------------------------

    def pump(self) -> None:
        """Works until nothing is ready at this instant."""
        while True:
            self._bring_rows()
            if self.machines.go_on():
                continue
            if self._letters and self._letters[0][0] <= self.wall.now():
                _, _, row, attempt = heapq.heappop(self._letters)
                self._consume(row, attempt)
            else:
                return

    def _bring_rows(self) -> None:
        self._brought &= set(self.memory._outbox)
        new = [key for key in self.memory._outbox if key not in self._brought]
        for key in new:
            self._brought.add(key)
            row = self.memory.row(key)
            if row is not None:
                self._post(row, 1, self.wall.now())

    def _post(self, row: OutboxRow, attempt: int, at: datetime) -> None:
        self._order += 1
        heapq.heappush(self._letters, (at, self._order, row, attempt))

    def _consume(self, row: OutboxRow, attempt: int) -> None:
        try:
            self.faults.call(f"consume:{row.consumer}", lambda: self._work(row))
        except (Crash, DomainError):
            if attempt < QUEUE_ATTEMPTS:
                self._post(row, attempt + 1, self.wall.now() + QUEUE_RETRY)

    def _work(self, row: OutboxRow) -> None:
        if self.memory.row(row.key) is None:
            return
        if row.consumer == "runs":
            start_run(row, store=self.store, outbox=self.store, rooms=self.store, runs=self.runs)
        elif row.consumer == "archive":
            archive_events(row, store=self.store, outbox=self.store, archive=self.archive)
        elif row.consumer == "facts":
            spread_facts(row, ports=Spreading(self.recording, self.archive), outbox=self.store)
        else:
            self.store.finish(row.key)

    def send(self, row: OutboxRow) -> None:
        """The queue, as the sweep uses it."""
        self._post(row, 1, self.wall.now())

    def sweep(self) -> None:
        try:
            self.faults.call(
                "consume:sweep",
                lambda: sweep(store=self.store, schedule=self.store, outbox=self.store, queue=self, wall=self.wall),
            )
        except Crash:
            return

    def play(self, until: datetime) -> None:
        """Virtual time passes; everything that is due happens in order."""
        self.pump()
        while (at := self._next_instant()) is not None and at <= until:
            self._wake_until(at)
            if self.watchful and self._left_behind():
                self.sweep()
            self.pump()
        self.wall.instant = max(self.wall.instant, until)
        self.pump()

    def _wake_until(self, at: datetime) -> None:
        self.wall.instant = max(self.wall.instant, at)
        self.machines.wake_up()
        self.pump()

    def _next_instant(self) -> datetime | None:
        waking = self.machines.next_waking()
        instants = [waking] if waking else []
        instants += [self._letters[0][0]] if self._letters else []
        if self.watchful:
            instants += [max(at, self.wall.now() + timedelta(minutes=5)) for at in self._left_behind(ever=True)]
        return min(instants) if instants else None

    def _left_behind(self, *, ever: bool = False) -> list[datetime]:
        """When the sweep has work: rows that nobody finished, live cases overdue; ``ever``, or by now."""
        waiting = [self.wall.now() + timedelta(minutes=6)] if self.memory._outbox and not self._letters else []
        steps = [case.next_step for case in self.memory._all(Case, LIVE)]
        waiting += [step.due_at + timedelta(minutes=16) for step in steps if step and step.due_at]
        return (
            waiting if ever else [at for at in waiting if at <= self.wall.now()] or waiting[: len(self.memory._outbox)]
        )

    # --- commands ---------------------------------------------------------------------------------------------------

    def command(self, act: Callable[[Reply], T], *, scope: Scope = LIVE) -> T | None:
        """One request of a client that tries again, under one idempotency key, until it has an answer.

        ``None`` when the answer was lost and is replayed.
        """
        key = self.ids.new("key")
        for _ in range(5):
            if self.memory.answer(scope, key) is not None:
                break
            try:
                result = act(partial(_kept_answer, scope, key, self.wall))
            except AnswerAlreadyStored:
                break
            except Crash:
                continue
            self.pump()
            return result
        self.pump()
        return None

    def advance(self, clock_id: str, to: datetime) -> None:
        """A test clock moves, and its cases with it."""
        move = _advance.AdvanceTestClock(TEST, clock_id, to)
        self.command(
            lambda reply: _advance.advance_test_clock(
                move, store=self.store, runs=self.runs, wall=self.wall, reply=reply
            ),
            scope=TEST,
        )
        for _ in range(100):
            if self.memory.test_clock(TEST, clock_id).status.value != "advancing":
                return
            self.play(self.wall.now() + timedelta(seconds=30))

    def now(self) -> datetime:
        return self.wall.now().astimezone(UTC)


def _kept_answer(scope: Scope, name: str, wall: Wall, result: Any, **_: Any) -> list[Write]:
    del result
    return [StoreAnswer(scope, name, "f" * 64, 200, (), "{}", wall.now() + timedelta(days=1))]
