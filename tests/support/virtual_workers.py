"""Many workers on one queue in virtual time: a receiver takes seconds to answer, and other workers go on meanwhile.

Each message runs in a thread of its own, but one at a time: a thread that waits for a receiver hands over, and goes on
when the clock has come to its answer.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from threading import Event, Semaphore, Thread

from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.webhooks import DeliveryRef

from .fake_webhooks import MovableClock
from .webhook_world import WebhookWorld


@dataclass(order=True)
class _Due:
    at: datetime
    number: int
    ref: DeliveryRef | None = field(default=None, compare=False)
    wake: Event = field(default_factory=Event, compare=False)


@dataclass(frozen=True)
class Sent:
    """One request: when it went out and when its answer came."""

    url: str
    event_id: str
    began: datetime
    ended: datetime


class VirtualWorkers:
    """``answers`` by URL; each takes its ``duration_ms``. Plays the queue, not the sweep."""

    def __init__(self, world: WebhookWorld, answers: Mapping[str, Answer], *, workers: int) -> None:
        self._world, self._answers, self._free = world, answers, workers
        self._clock: MovableClock = world.clock
        self._waiting: list[_Due] = []
        self._asleep: list[_Due] = []
        self._numbers = count()
        self._baton = Semaphore(0)
        self.sent: list[Sent] = []
        world.sender = self

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Runs in the thread of a worker, which sleeps until the answer is there."""
        del body
        answer = self._answers[url]
        began = self._clock.now()
        alarm = _Due(began + timedelta(milliseconds=answer.duration_ms), next(self._numbers))
        heapq.heappush(self._asleep, alarm)
        self._baton.release()
        alarm.wake.wait()
        self.sent.append(Sent(url, headers["webhook-id"], began, self._clock.now()))
        return answer

    def run(self, until: timedelta) -> None:
        end = self._clock.now() + until
        while True:
            for ref, delay in self._world.recorded.take():
                due = _Due(self._clock.now() + timedelta(seconds=delay), next(self._numbers), ref)
                heapq.heappush(self._waiting, due)
            nearest = [queue[0] for queue in (self._asleep, self._waiting if self._free else []) if queue]
            if not nearest or min(nearest).at > end:
                self._clock.instant = end
                return
            due = min(nearest)
            self._clock.instant = max(self._clock.now(), due.at)
            if due.ref is None:
                heapq.heappop(self._asleep).wake.set()
            else:
                self._free -= 1
                Thread(target=self._work, args=(heapq.heappop(self._waiting).ref,), daemon=True).start()
            self._baton.acquire()

    def _work(self, ref: DeliveryRef) -> None:
        try:
            self._world.deliver(ref)
        finally:
            self._free += 1
            self._baton.release()


class SpreadJitter:
    """Another number each time, evenly spread, the same in every run."""

    def __init__(self) -> None:
        self.value = 0.0

    def fraction(self) -> float:
        self.value = (self.value + 0.618034) % 1
        return self.value
