"""What is stored of an event, as receivers may see it: one form for webhooks and for the list of events (R-131)."""

from __future__ import annotations

import json

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import WebhookEvent
from chalicelib.domain.writes import KeepClockEvent, KeepEndpointEvent, KeepImportEvent, StoredEvent


def case_webhook(event: StoredEvent, scope: Scope, case_id: str, external_reference: str | None) -> WebhookEvent:
    """``head_hash`` is the hash of the event itself: the head of the chain once it was added."""
    public = json.loads(event.public_json)
    return WebhookEvent(
        id=event.id,
        scope=scope,
        type=event.header.type,
        occurred_at=event.header.occurred_at,
        recorded_at=event.header.recorded_at,
        case_id=case_id,
        external_reference=external_reference,
        sequence=event.header.sequence,
        head_hash=event.hash,
        details=tuple(public.items()),
    )


def clock_webhook(event: KeepClockEvent) -> WebhookEvent:
    """A test clock that has arrived: it belongs to no case."""
    return WebhookEvent(
        id=event.event_id,
        scope=event.scope,
        type=event.type,
        occurred_at=event.at,
        recorded_at=event.recorded_at,
        details=(("test_clock_id", event.clock_id),),
    )


def endpoint_webhook(event: KeepEndpointEvent) -> WebhookEvent:
    """A ping, or an endpoint that was disabled: no case, and no case time."""
    return WebhookEvent(
        id=event.event_id,
        scope=event.scope,
        type=event.type,
        occurred_at=event.recorded_at,
        recorded_at=event.recorded_at,
        details=(("webhook_endpoint_id", event.endpoint_id), *event.details),
    )


def import_webhook(event: KeepImportEvent) -> WebhookEvent:
    """An import that is over: no case, and no case time."""
    return WebhookEvent(
        id=event.event_id,
        scope=event.scope,
        type=event.type,
        occurred_at=event.recorded_at,
        recorded_at=event.recorded_at,
        details=(("import_id", event.import_id), *event.details),
    )
