"""Webhook endpoints and their deliveries: who wants which event, and how far each sending has come (R-131)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.crockford import ALPHABET, crockford
from chalicelib.domain.parties import Scope

ENDPOINTS_PER_TENANT = 16
"""Endpoints one tenant may have in one mode."""

KEPT_FOR = timedelta(days=90)
"""How long a delivery can be read and replayed, in wall time."""

DUE_SHARDS = 32
"""Parts of the index of due deliveries."""

LOG_LENGTH = 10
EXCERPT_LENGTH = 500

MAY_PRECEDE_ENDPOINT = timedelta(minutes=1)
"""Clocks of two hosts differ: an event this much older than the endpoint is still sent to it, never lost."""


class EndpointStatus(StrEnum):
    """Whether anything is sent to it."""

    ENABLED = "enabled"
    DISABLED = "disabled"


class DisabledReason(StrEnum):
    """Why nothing is sent any more: its owner's wish, its own 410, or five days of failure."""

    OWNER = "owner"
    GONE = "gone"
    FAILING = "failing"


class DeliveryState(StrEnum):
    """``failed``: given up before the schedule ended (endpoint gone or disabled); ``exhausted``: all attempts used."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True)
class SealedSecret:
    """A signing secret as it is stored. ``expires_at`` is set on the old one when a secret is rotated."""

    sealed: bytes = field(repr=False)
    created_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True)
class WebhookEvent:
    """An event as receivers may see it. ``details`` hold no personal data of the debtor.

    ``sequence`` and ``head_hash`` are the event's place in its case's chain; an event without a case has neither.
    ``occurred_at`` is case time, ``recorded_at`` wall time.
    """

    id: str
    scope: Scope
    type: str
    occurred_at: datetime
    recorded_at: datetime
    case_id: str | None = None
    external_reference: str | None = None
    sequence: int | None = None
    head_hash: str | None = None
    details: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class WebhookEndpoint:
    """A receiver of one tenant and mode. ``events`` empty means every type.

    ``version`` counts what its owner changes; ``failing_since`` is health, set by the first failure after a success;
    ``slow_since`` by the first slow attempt after a quick one.
    """

    id: str
    scope: Scope
    url: str
    created_at: datetime
    secrets: tuple[SealedSecret, ...]
    version: int = 1
    events: tuple[str, ...] = ()
    description: str | None = None
    status: EndpointStatus = EndpointStatus.ENABLED
    disabled_reason: DisabledReason | None = None
    disabled_at: datetime | None = None
    failing_since: datetime | None = None
    slow_since: datetime | None = None

    @property
    def enabled(self) -> bool:
        return self.status is EndpointStatus.ENABLED

    @property
    def strained(self) -> bool:
        """Fails or is slow: it gets one request at a time, so that nobody else waits for it."""
        return self.failing_since is not None or self.slow_since is not None

    def wants(self, event: WebhookEvent) -> bool:
        """Whether the event goes to this endpoint: same world, enabled, asked for, not older than the endpoint."""
        return (
            self.enabled
            and self.scope == event.scope
            and (not self.events or event.type in self.events)
            and event.recorded_at >= self.created_at - MAY_PRECEDE_ENDPOINT
        )

    def secrets_at(self, now: datetime) -> tuple[SealedSecret, ...]:
        """Every secret to sign with at ``now`` (wall time): the present one, and an old one during its overlap."""
        return tuple(s for s in self.secrets if s.expires_at is None or s.expires_at > now)


@dataclass(frozen=True)
class DeliveryRef:
    """Where a delivery is found; this alone travels on queues."""

    scope: Scope
    endpoint_id: str
    delivery_id: str

    @property
    def is_replay(self) -> bool:
        """Whether it names a replay, which travels on the same queue and waits in the same index."""
        return self.delivery_id.startswith("whr_")


@dataclass(frozen=True)
class SentRequest:
    """The request of the last attempt, without its signatures. ``sent_at`` is the signed timestamp, wall time."""

    url: str
    sent_at: datetime
    body_sha256: str
    body_bytes: int


@dataclass(frozen=True)
class Attempt:
    """One attempt as shown in the delivery log. ``status`` is None when no answer came; ``error`` says why it failed.

    ``at`` is wall time; ``duration_ms`` covers name resolution to the last byte read.
    """

    number: int
    at: datetime
    status: int | None
    error: str | None
    duration_ms: int
    response_excerpt: str = ""


@dataclass(frozen=True)
class WebhookDelivery:
    """One event on its way to one endpoint. All instants are wall time.

    ``manual`` marks a redelivery asked for by a person: it keeps no place in the case's order. ``single``: one attempt
    and no more, also to an endpoint that is disabled (a ping).
    """

    id: str
    scope: Scope
    endpoint_id: str
    event_id: str
    event_type: str
    created_at: datetime
    next_attempt_at: datetime | None
    case_id: str | None = None
    sequence: int | None = None
    state: DeliveryState = DeliveryState.PENDING
    attempt_count: int = 0
    first_failed_at: datetime | None = None
    manual: bool = False
    version: int = 1
    log: tuple[Attempt, ...] = ()
    single: bool = False
    request: SentRequest | None = None

    @staticmethod
    def of(event: WebhookEvent, endpoint_id: str, now: datetime) -> WebhookDelivery:
        """The one delivery of this event to this endpoint, due at once."""
        return WebhookDelivery(
            id=delivery_id(endpoint_id, event.id),
            scope=event.scope,
            endpoint_id=endpoint_id,
            event_id=event.id,
            event_type=event.type,
            created_at=now,
            next_attempt_at=now,
            case_id=event.case_id,
            sequence=event.sequence,
        )

    @staticmethod
    def manually(event: WebhookEvent, endpoint_id: str, now: datetime) -> WebhookDelivery:
        """A delivery that exists only because a person asked for it."""
        return replace(WebhookDelivery.of(event, endpoint_id, now), manual=True)

    @property
    def ref(self) -> DeliveryRef:
        return DeliveryRef(self.scope, self.endpoint_id, self.id)

    @property
    def pending(self) -> bool:
        return self.state is DeliveryState.PENDING

    @property
    def last(self) -> Attempt | None:
        return self.log[-1] if self.log else None

    @property
    def keeps_order(self) -> bool:
        """Whether it has a place in the order of its case, which later deliveries look at."""
        return self.pending and not self.manual and self.case_id is not None and self.sequence is not None

    def is_due(self, now: datetime) -> bool:
        return self.pending and self.next_attempt_at is not None and self.next_attempt_at <= now

    def claimed(self, until: datetime) -> WebhookDelivery:
        """Taken by one worker, or put off: nobody attempts it before ``until``."""
        return replace(self, next_attempt_at=until, version=self.version + 1)

    def given_up(self) -> WebhookDelivery:
        """No further attempt: its endpoint or event is gone, or takes nothing more."""
        return replace(self, state=DeliveryState.FAILED, next_attempt_at=None, version=self.version + 1)

    def rearmed(self, now: datetime) -> WebhookDelivery:
        """Due at once by a person's wish, with the whole schedule ahead of it; a pending one is only hurried."""
        if self.pending:
            return replace(self, next_attempt_at=now, version=self.version + 1)
        return replace(
            self,
            state=DeliveryState.PENDING,
            next_attempt_at=now,
            attempt_count=0,
            first_failed_at=None,
            manual=True,
            version=self.version + 1,
        )


@dataclass(frozen=True)
class DeliveryPage:
    """Deliveries, newest event first. ``next_before`` is the ``before`` of the next page, None at the end."""

    deliveries: tuple[WebhookDelivery, ...]
    next_before: str | None


@dataclass(frozen=True)
class PlaceInOrder:
    """An unfinished delivery of a case to an endpoint, as later ones of the same case see it."""

    delivery_id: str
    sequence: int
    created_at: datetime
    first_failed_at: datetime | None = None


def delivery_id(endpoint_id: str, event_id: str) -> str:
    """``whd_`` + 26 characters, the same for ever for one endpoint and event, sorted by the event's time.

    The time part is the event's own; the rest is a digest of both ids, so that an event delivered
    twice by a queue cannot make two deliveries. Raises ValueError when the event id is no ``prefix_ULID``.
    """
    time_part = event_id.rpartition("_")[2]
    if len(time_part) != 26 or any(letter not in ALPHABET for letter in time_part):
        raise ValueError("an event id ends with a ULID")
    digest = int.from_bytes(hashlib.sha256(f"{endpoint_id}\n{event_id}".encode()).digest()[:10], "big")
    return f"whd_{time_part[:10]}{crockford(digest, 16)}"
