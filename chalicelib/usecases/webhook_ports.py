"""What the webhook use cases need from outside, as small Protocols; adapters and fakes satisfy them by shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import EventFilter, Page
from chalicelib.domain.webhook_replay import WebhookReplay
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.webhooks import (
    DeliveryPage,
    DeliveryRef,
    DisabledReason,
    PlaceInOrder,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)

from .ports import Ids as Ids
from .ports import Reply as Reply
from .ports import WallClock as WallClock
from .writes import KeepEndpointEvent, Write


class Commits(Protocol):
    """The one table's transactions: what an idempotent request does, and the answer it is kept with."""

    def commit(self, writes: Sequence[Write]) -> None:
        """All of it or nothing. ``AnswerAlreadyStored`` first, then ``VersionConflict``."""


class EndpointStore(Protocol):
    """Webhook endpoints of all tenants."""

    def get_endpoint(self, scope: Scope, endpoint_id: str) -> WebhookEndpoint | None: ...

    def list_endpoints(self, scope: Scope) -> tuple[WebhookEndpoint, ...]:
        """Every endpoint of a tenant and mode, oldest first, as of now (a consistent read)."""

    def replace_endpoint(self, endpoint: WebhookEndpoint, *, expected_version: int) -> None:
        """Save what its owner changed; VersionConflict when it is not at ``expected_version``, or is gone."""

    def delete_endpoint(self, scope: Scope, endpoint_id: str, *, expected_version: int | None) -> None:
        """Remove; NotFound when it is not there, PreconditionFailed when it is at another version."""

    def disable_endpoint(self, endpoint: WebhookEndpoint, reason: DisabledReason, notice: KeepEndpointEvent) -> bool:
        """Stop sending, once, as of the notice: True when this call did it; its version grows.

        The notice and its outbox row are in the same transaction. Nothing happens to an endpoint whose owner
        changed it meanwhile.
        """

    def mark_failing(self, scope: Scope, endpoint_id: str, since: datetime) -> None:
        """Remember the first failure since the last success; a later one changes nothing."""

    def mark_healthy(self, scope: Scope, endpoint_id: str) -> None: ...

    def mark_slow(self, scope: Scope, endpoint_id: str, since: datetime | None) -> None:
        """Remember the first slow attempt, or forget it (``None``)."""

    def take_turn(self, scope: Scope, endpoint_id: str, holder: str, *, now: datetime, until: datetime) -> bool:
        """The one turn of an endpoint, until it ends: False while somebody else has it."""

    def end_turn(self, scope: Scope, endpoint_id: str, holder: str) -> None: ...


class DeliveryStore(Protocol):
    """Deliveries, their order within a case, and when each is due."""

    def add_delivery(self, delivery: WebhookDelivery) -> bool:
        """Store a new delivery and its place in order; False when this id exists already (nothing changes)."""

    def get_delivery(self, ref: DeliveryRef) -> WebhookDelivery | None: ...

    def save_delivery(self, delivery: WebhookDelivery) -> None:
        """Save the successor of version ``delivery.version - 1``; VersionConflict when another one came first.

        Its place in order is kept in step: gone when the delivery is finished.
        """

    def list_deliveries(
        self, scope: Scope, endpoint_id: str, *, limit: int, before: str | None = None
    ) -> DeliveryPage: ...

    def place_before(self, delivery: WebhookDelivery) -> PlaceInOrder | None:
        """The nearest unfinished delivery of the same case to the same endpoint with a lower sequence."""

    def place_after(self, delivery: WebhookDelivery) -> PlaceInOrder | None:
        """The nearest unfinished one with a higher sequence."""

    def due_deliveries(self, shard: int, *, until: datetime, limit: int) -> tuple[DeliveryRef, ...]:
        """Pending deliveries of one shard whose next attempt is not after ``until``, earliest first."""

    def fanned_out_through(self, scope: Scope, case_id: str) -> int:
        """The sequence up to which every event of the case has its deliveries; 0 when nothing is known."""

    def mark_fanned_out(self, scope: Scope, case_id: str, sequence: int, *, now: datetime) -> None:
        """Raise that sequence; a lower one changes nothing."""


class ReplayStore(Protocol):
    """Replays of all endpoints; those that are running wait in the index of due deliveries."""

    def get_replay(self, ref: DeliveryRef) -> WebhookReplay | None: ...

    def newest_replay(self, scope: Scope, endpoint_id: str) -> WebhookReplay | None: ...

    def save_replay(self, replay: WebhookReplay) -> None:
        """Save the successor of version ``replay.version - 1``; VersionConflict when another one came first."""


class WebhookStore(EndpointStore, DeliveryStore, ReplayStore, Protocol):
    """All, as the adapter on the table offers them."""


class EventSource(Protocol):
    """Reads events as receivers may see them; the same event reads the same for ever."""

    def get(
        self, scope: Scope, event_id: str, *, case_id: str | None = None, sequence: int | None = None
    ) -> WebhookEvent | None:
        """One event; ``case_id`` and ``sequence`` say where to look when the caller knows."""

    def between(self, scope: Scope, case_id: str, *, after: int, before: int) -> Sequence[WebhookEvent]:
        """Events of a case with ``after`` < sequence < ``before``, in order."""

    def page(self, scope: Scope, filters: EventFilter, *, limit: int, position: str | None) -> Page:
        """``WebhookEvent`` items, newest first."""

    def onward(
        self, scope: Scope, filters: EventFilter, *, limit: int, after: str | None
    ) -> Sequence[tuple[str, WebhookEvent]]:
        """Oldest first, from behind the place ``after``, each with its own place; fewer than ``limit`` at the end."""


class WebhookSender(Protocol):
    """Talks to receivers; guards itself against what a URL may hide."""

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """One POST. What the receiver does, or fails to do, is an Answer and never raises."""


class WebhookUrls(Protocol):
    """Which URLs may be registered."""

    def check(self, url: str) -> str:
        """The normalised URL; raises InvalidInput with the reason."""


class WebhookQueue(Protocol):
    """The queue of attempts."""

    def enqueue(self, ref: DeliveryRef, delay_seconds: int = 0) -> None:
        """Ask for one attempt of a delivery, at most 900 seconds from now."""


class SecretBox(Protocol):
    """Seals a secret so that the store alone cannot sign; ``context`` must be the same to open it."""

    def seal(self, plaintext: bytes, context: str) -> bytes: ...

    def open(self, sealed: bytes, context: str) -> bytes: ...


class Jitter(Protocol):
    """Spreads retries, so that receivers that failed together are not tried together."""

    def fraction(self) -> float:
        """A number in [0, 1), another one each time."""
