"""A tenant with endpoints, a case with events, and workers that play queue and schedule in virtual time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.events import EventType
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_replay import WebhookReplay
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.webhook_signature import secret_from
from chalicelib.domain.webhooks import DeliveryRef, SealedSecret, WebhookDelivery, WebhookEndpoint, WebhookEvent
from chalicelib.domain.writes import Create
from chalicelib.usecases.continue_replay import ReplayOutcome, continue_replay
from chalicelib.usecases.deliver_webhook import DeliveryOutcome, DeliveryPorts, deliver_webhook
from chalicelib.usecases.fan_out_event import FanOutCaseEvents, fan_out_case_events
from chalicelib.usecases.ping_webhook_endpoint import ping_webhook_endpoint
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.redeliver_event import RedeliverEvent, redeliver_event
from chalicelib.usecases.replay_events import ReplayEvents, replay_events
from chalicelib.usecases.retry_due_deliveries import retry_due_deliveries
from chalicelib.usecases.rotate_webhook_secret import rotate_webhook_secret
from chalicelib.usecases.stored_webhook_events import StoredWebhookEvents
from tests.support.fake_webhooks import (
    NOON,
    CountingIds,
    FixedJitter,
    MemoryWebhookStore,
    MovableClock,
    RecordingQueue,
    ReversingBox,
    ScriptedReceiver,
    ulid,
)
from tests.support.fixed_events import FixedEvents
from tests.support.memory.store import MemoryStore

SCOPE = Scope("ten_a", False)
SECRET = secret_from(bytes(range(32)))


class WebhookWorld:
    """Every part can be replaced by a faulty one; ``memory`` stays what is really stored."""

    def __init__(self, *answers: Answer, always: Answer | None = None) -> None:
        self.memory = MemoryWebhookStore()
        self.table = MemoryStore(self.memory)
        self.store: Any = self.memory
        self.events: Any = FixedEvents()
        self.box: Any = ReversingBox()
        self.receiver = ScriptedReceiver(answers, always)
        self.sender: Any = self.receiver
        self.recorded = RecordingQueue()
        self.queue: Any = self.recorded
        self.clock = MovableClock()
        self.ids = CountingIds(5_000)
        self.jitter: Any = FixedJitter()

    def endpoint(self, number: int = 1, *, scope: Scope = SCOPE, **changes: Any) -> WebhookEndpoint:
        endpoint_id = ulid("whe", number)
        sealed = SealedSecret(ReversingBox().seal(SECRET.encode(), endpoint_id), NOON)
        made = WebhookEndpoint(endpoint_id, scope, f"https://h{number}.example.com/", NOON, (sealed,), **changes)
        self.table.commit([Create(made)])
        return made

    def event(self, sequence: int, *, kind: str = "case.opened", case: str = "case_1", **changes: Any) -> WebhookEvent:
        number = len(self.events.events) + 1
        values = {"occurred_at": self.clock.now(), "recorded_at": self.clock.now(), "external_reference": "F1"}
        made = WebhookEvent(
            id=ulid("evt", number),
            scope=SCOPE,
            type=kind,
            case_id=case,
            sequence=sequence,
            head_hash=f"hash{sequence}",
            **{**values, **changes},
        )
        self.events.events.append(made)
        return made

    def fan_out(self, first: int, last: int | None = None, *, case: str = "case_1") -> tuple[DeliveryRef, ...]:
        command = FanOutCaseEvents(SCOPE, case, first, last or first)
        return fan_out_case_events(command, store=self.store, events=self.events, queue=self.queue, clock=self.clock)

    @property
    def ports(self) -> DeliveryPorts:
        return DeliveryPorts(
            store=self.store,
            events=self.events,
            box=self.box,
            sender=self.sender,
            queue=self.queue,
            clock=self.clock,
            jitter=self.jitter,
            ids=self.ids,
        )

    def deliver(self, ref: DeliveryRef) -> DeliveryOutcome | ReplayOutcome:
        """What the worker of the queue does with one message."""
        if ref.is_replay:
            return continue_replay(ref, ports=self.ports)
        return deliver_webhook(ref, ports=self.ports)

    def replay(self, first: datetime, last: datetime, *types: str, number: int = 1) -> WebhookReplay:
        return replay_events(
            ReplayEvents(SCOPE, ulid("whe", number), first, last, types),
            store=self.memory,
            commits=self.table,
            queue=self.recorded,
            clock=self.clock,
            ids=self.ids,
            known_types=[kind.value for kind in EventType],
            reply=no_reply,
        )

    def redeliver(self, event: WebhookEvent, endpoint_id: str | None = None) -> tuple[WebhookDelivery, ...]:
        command = RedeliverEvent(SCOPE, event.id, endpoint_id)
        return redeliver_event(
            command,
            store=self.store,
            commits=self.table,
            events=self.events,
            queue=self.queue,
            clock=self.clock,
            reply=no_reply,
        )

    def ping(self, number: int = 1) -> WebhookDelivery:
        """A ping is an event of its own: what is stored tells it, not the prepared ones."""
        self.events = StoredWebhookEvents(self.table)
        return ping_webhook_endpoint(
            SCOPE,
            ulid("whe", number),
            store=self.memory,
            commits=self.table,
            queue=self.queue,
            clock=self.clock,
            ids=self.ids,
            reply=no_reply,
        )

    def rotate(self, overlap: timedelta = timedelta(hours=24), *, number: int = 1) -> str:
        """The new secret of an endpoint."""
        return rotate_webhook_secret(
            SCOPE,
            ulid("whe", number),
            overlap=overlap,
            store=self.memory,
            commits=self.table,
            box=self.box,
            clock=self.clock,
            ids=self.ids,
            reply=no_reply,
        ).secret

    def sweep(self) -> int:
        return retry_due_deliveries(store=self.store, queue=self.queue, clock=self.clock)

    def run(self, until: timedelta, *, step: timedelta = timedelta(minutes=1)) -> None:
        """Play the queue exactly and the schedule every ``step``, until nothing is left before ``until``."""
        end = self.clock.now() + until
        waiting: list[tuple[datetime, int, DeliveryRef]] = []
        count = 0
        sweep_at = self.clock.now() + step
        while True:
            for ref, delay in self.recorded.take():
                count += 1
                waiting.append((self.clock.now() + timedelta(seconds=delay), count, ref))
            waiting.sort(key=lambda entry: entry[:2])
            if waiting and waiting[0][0] <= sweep_at:
                at, _, ref = waiting.pop(0)
                if at > end:
                    return
                self.clock.instant = max(self.clock.instant, at)
                self.deliver(ref)
            elif sweep_at > end:
                return
            else:
                self.clock.instant = sweep_at
                sweep_at += step
                self.sweep()

    def delivery(self, ref: DeliveryRef) -> WebhookDelivery:
        found = self.memory.get_delivery(ref)
        assert found is not None
        return found

    def sequences(self, url: str = "https://h1.example.com/") -> list[int]:
        """The sequence of each request this receiver got, in order."""
        bodies = [json.loads(r.body) for r in self.receiver.received if r.url == url]
        return [body["data"]["sequence"] for body in bodies]
