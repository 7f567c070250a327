"""The world around webhooks, in memory: store, events, queue, receiver, clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from chalicelib.domain.errors import InvalidInput, NotFound, PreconditionFailed, VersionConflict
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_replay import WebhookReplay
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.webhooks import (
    DUE_SHARDS,
    DeliveryPage,
    DeliveryRef,
    DisabledReason,
    EndpointStatus,
    PlaceInOrder,
    WebhookDelivery,
    WebhookEndpoint,
)
from chalicelib.domain.writes import Consumer, Enqueue, KeepEndpointEvent

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class MemoryWebhookStore:
    """The contract of the webhook store, kept in dictionaries."""

    def __init__(self) -> None:
        self.endpoints: dict[tuple[Scope, str], WebhookEndpoint] = {}
        self.deliveries: dict[DeliveryRef, WebhookDelivery] = {}
        self.marks: dict[tuple[Scope, str], int] = {}
        self.replays: dict[DeliveryRef, WebhookReplay] = {}
        self.turns: dict[tuple[Scope, str], tuple[str, datetime]] = {}
        self.kept: dict[tuple[Scope, str], KeepEndpointEvent] = {}
        self.rows: list[Enqueue] = []

    def get_endpoint(self, scope: Scope, endpoint_id: str) -> WebhookEndpoint | None:
        return self.endpoints.get((scope, endpoint_id))

    def list_endpoints(self, scope: Scope) -> tuple[WebhookEndpoint, ...]:
        return tuple(self.endpoints[at] for at in sorted(self.endpoints, key=lambda at: at[1]) if at[0] == scope)

    def replace_endpoint(self, endpoint: WebhookEndpoint, *, expected_version: int) -> None:
        present = self.get_endpoint(endpoint.scope, endpoint.id)
        if present is None or present.version != expected_version:
            raise VersionConflict("changed")
        self.endpoints[endpoint.scope, endpoint.id] = endpoint

    def delete_endpoint(self, scope: Scope, endpoint_id: str, *, expected_version: int | None) -> None:
        present = self.get_endpoint(scope, endpoint_id)
        if present is None:
            raise NotFound("none")
        if expected_version not in (None, present.version):
            raise PreconditionFailed("changed")
        del self.endpoints[scope, endpoint_id]

    def disable_endpoint(self, endpoint: WebhookEndpoint, reason: DisabledReason, notice: KeepEndpointEvent) -> bool:
        present = self.get_endpoint(endpoint.scope, endpoint.id)
        if present is None or not present.enabled or present.version != endpoint.version:
            return False
        self.endpoints[endpoint.scope, endpoint.id] = replace(
            present,
            status=EndpointStatus.DISABLED,
            disabled_at=notice.recorded_at,
            disabled_reason=reason,
            version=present.version + 1,
        )
        self.kept[notice.scope, notice.event_id] = notice
        self.rows.append(Enqueue(notice.scope, Consumer.WEBHOOKS, notice.event_id, notice.recorded_at))
        return True

    def mark_failing(self, scope: Scope, endpoint_id: str, since: datetime) -> None:
        present = self.get_endpoint(scope, endpoint_id)
        if present is not None and present.failing_since is None:
            self.endpoints[scope, endpoint_id] = replace(present, failing_since=since)

    def mark_healthy(self, scope: Scope, endpoint_id: str) -> None:
        present = self.get_endpoint(scope, endpoint_id)
        if present is not None:
            self.endpoints[scope, endpoint_id] = replace(present, failing_since=None)

    def mark_slow(self, scope: Scope, endpoint_id: str, since: datetime | None) -> None:
        present = self.get_endpoint(scope, endpoint_id)
        if present is not None and (since is None or present.slow_since is None):
            self.endpoints[scope, endpoint_id] = replace(present, slow_since=since)

    def take_turn(self, scope: Scope, endpoint_id: str, holder: str, *, now: datetime, until: datetime) -> bool:
        present = self.turns.get((scope, endpoint_id))
        if present is not None and present[0] != holder and present[1] >= now:
            return False
        self.turns[scope, endpoint_id] = (holder, until)
        return True

    def end_turn(self, scope: Scope, endpoint_id: str, holder: str) -> None:
        if self.turns.get((scope, endpoint_id), ("", None))[0] == holder:
            del self.turns[scope, endpoint_id]

    def get_replay(self, ref: DeliveryRef) -> WebhookReplay | None:
        return self.replays.get(ref)

    def newest_replay(self, scope: Scope, endpoint_id: str) -> WebhookReplay | None:
        mine = [r for r in self.replays.values() if (r.scope, r.endpoint_id) == (scope, endpoint_id)]
        return max(mine, key=lambda replay: replay.id, default=None)

    def save_replay(self, replay: WebhookReplay) -> None:
        present = self.replays.get(replay.ref)
        if present is None or present.version != replay.version - 1:
            raise VersionConflict("changed")
        self.replays[replay.ref] = replay

    def add_delivery(self, delivery: WebhookDelivery) -> bool:
        if delivery.ref in self.deliveries:
            return False
        self.deliveries[delivery.ref] = delivery
        return True

    def get_delivery(self, ref: DeliveryRef) -> WebhookDelivery | None:
        return self.deliveries.get(ref)

    def save_delivery(self, delivery: WebhookDelivery) -> None:
        present = self.deliveries.get(delivery.ref)
        if present is None or present.version != delivery.version - 1:
            raise VersionConflict("changed")
        self.deliveries[delivery.ref] = delivery

    def list_deliveries(self, scope: Scope, endpoint_id: str, *, limit: int, before: str | None = None) -> DeliveryPage:
        mine = [d for d in self.deliveries.values() if d.scope == scope and d.endpoint_id == endpoint_id]
        older = sorted((d for d in mine if before is None or d.id < before), key=lambda d: d.id, reverse=True)
        page = tuple(older[:limit])
        return DeliveryPage(page, page[-1].id if len(older) > limit else None)

    def place_before(self, delivery: WebhookDelivery) -> PlaceInOrder | None:
        return max(
            (p for p in self._places(delivery) if p.sequence < (delivery.sequence or 0)),
            key=lambda p: p.sequence,
            default=None,
        )

    def place_after(self, delivery: WebhookDelivery) -> PlaceInOrder | None:
        return min(
            (p for p in self._places(delivery) if p.sequence > (delivery.sequence or 0)),
            key=lambda p: p.sequence,
            default=None,
        )

    def _places(self, delivery: WebhookDelivery) -> list[PlaceInOrder]:
        lane = (delivery.scope, delivery.endpoint_id, delivery.case_id)
        return [
            PlaceInOrder(d.id, d.sequence or 0, d.created_at, d.first_failed_at)
            for d in self.deliveries.values()
            if d.keeps_order and (d.scope, d.endpoint_id, d.case_id) == lane
        ]

    def due_deliveries(self, shard: int, *, until: datetime, limit: int) -> tuple[DeliveryRef, ...]:
        due = [
            (d.next_attempt_at, d.id, d.ref)
            for d in self.deliveries.values()
            if d.pending and d.next_attempt_at and d.next_attempt_at <= until
            if crc32(d.id.encode()) % DUE_SHARDS == shard
        ]
        due += [
            (r.next_at, r.id, r.ref)
            for r in self.replays.values()
            if r.running and r.next_at and r.next_at <= until
            if crc32(r.id.encode()) % DUE_SHARDS == shard
        ]
        return tuple(ref for _, _, ref in sorted(due, key=lambda entry: entry[:2]))[:limit]

    def fanned_out_through(self, scope: Scope, case_id: str) -> int:
        return self.marks.get((scope, case_id), 0)

    def mark_fanned_out(self, scope: Scope, case_id: str, sequence: int, *, now: datetime) -> None:
        del now
        self.marks[scope, case_id] = max(sequence, self.fanned_out_through(scope, case_id))


class Broken(Exception):
    """A call to the outside that failed."""


class Faulty:
    """Passes every call on, but fails the chosen ones: before they happen, or after they happened."""

    def __init__(self, inner: Any, method: str, when: str, *, on_call: int = 1) -> None:
        self._inner, self._method, self._when, self._on_call = inner, method, when, on_call
        self._calls = 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._inner, name)
        if name != self._method:
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            self._calls += 1
            if self._calls != self._on_call:
                return real(*args, **kwargs)
            if self._when == "after":
                real(*args, **kwargs)
            raise Broken(name)

        return call


class RecordingQueue:
    """Keeps what was queued, with its delay in seconds, in order."""

    def __init__(self) -> None:
        self.sent: list[tuple[DeliveryRef, int]] = []

    def enqueue(self, ref: DeliveryRef, delay_seconds: int = 0) -> None:
        assert 0 <= delay_seconds <= 900
        self.sent.append((ref, delay_seconds))

    def take(self) -> list[tuple[DeliveryRef, int]]:
        taken, self.sent = self.sent, []
        return taken


@dataclass(frozen=True)
class Received:
    url: str
    headers: Mapping[str, str]
    body: bytes


class ScriptedReceiver:
    """Answers as told, 204 otherwise, and keeps what it received. ``before`` runs while a request is under way."""

    def __init__(self, answers: Sequence[Answer] = (), always: Answer | None = None) -> None:
        self.answers = list(answers)
        self.always = always or Answer(204)
        self.received: list[Received] = []
        self.before: Callable[[], object] | None = None

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self.received.append(Received(url, headers, body))
        if self.before is not None:
            self.before()
        return self.answers.pop(0) if self.answers else self.always


class AnyUrl:
    def check(self, url: str) -> str:
        if not url.startswith("https://"):
            raise InvalidInput("not https")
        return url


class ReversingBox:
    """Seals by turning bytes round, so that a secret in clear would be noticed."""

    def seal(self, plaintext: bytes, context: str) -> bytes:
        return context.encode() + b"|" + plaintext[::-1]

    def open(self, sealed: bytes, context: str) -> bytes:
        owner, _, turned = sealed.partition(b"|")
        assert owner == context.encode()
        return turned[::-1]


class MovableClock:
    def __init__(self, instant: datetime = NOON) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

    def move(self, step: timedelta) -> None:
        self.instant += step


class CountingIds:
    def __init__(self, count: int = 0) -> None:
        self.count = count

    def new(self, prefix: str) -> str:
        self.count += 1
        return ulid(prefix, self.count)

    def random_bytes(self, count: int) -> bytes:
        return bytes((7 * index + self.count) % 256 for index in range(count))


class FixedJitter:
    def __init__(self, value: float = 0.5) -> None:
        self.value = value

    def fraction(self) -> float:
        return self.value


def ulid(prefix: str, number: int) -> str:
    return f"{prefix}_01J{number:07d}{0:016d}"
