"""Send an event again because a person asks for it (R-131)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import DeliveryRef, WebhookDelivery, WebhookEndpoint, WebhookEvent
from chalicelib.usecases.list_webhook_endpoints import read_webhook_endpoint
from chalicelib.usecases.webhook_ports import EventSource, WallClock, WebhookQueue, WebhookStore


@dataclass(frozen=True)
class RedeliverEvent:
    """``endpoint_id`` None: every enabled endpoint that takes this type."""

    scope: Scope
    event_id: str
    endpoint_id: str | None = None


def redeliver_event(
    command: RedeliverEvent, *, store: WebhookStore, events: EventSource, queue: WebhookQueue, clock: WallClock
) -> tuple[WebhookDelivery, ...]:
    """Make the event's deliveries due at once, with the whole schedule ahead and outside the case's order.

    The receiver gets the same ``webhook-id`` and body as before. NotFound for an unknown event or endpoint,
    Conflict ``webhook_endpoint_disabled`` for a named endpoint that takes nothing, VersionConflict when a
    worker attempts that delivery at this very moment.
    """
    event = events.get(command.scope, command.event_id)
    if event is None:
        raise NotFound("There is no such event.")
    return tuple(_rearm(event, endpoint, store, queue, clock) for endpoint in _targets(command, event, store))


def _targets(command: RedeliverEvent, event: WebhookEvent, store: WebhookStore) -> tuple[WebhookEndpoint, ...]:
    if command.endpoint_id is None:
        endpoints = store.list_endpoints(command.scope)
        return tuple(e for e in endpoints if e.enabled and (not e.events or event.type in e.events))
    endpoint = read_webhook_endpoint(command.scope, command.endpoint_id, store=store)
    if not endpoint.enabled:
        raise Conflict("The webhook endpoint is disabled; enable it first.", code="webhook_endpoint_disabled")
    return (endpoint,)


def _rearm(
    event: WebhookEvent, endpoint: WebhookEndpoint, store: WebhookStore, queue: WebhookQueue, clock: WallClock
) -> WebhookDelivery:
    now = clock.now()
    fresh = WebhookDelivery.manually(event, endpoint.id, now)
    present = store.get_delivery(fresh.ref)
    if present is None and store.add_delivery(fresh):
        queue.enqueue(fresh.ref)
        return fresh
    present = present or store.get_delivery(fresh.ref) or fresh
    rearmed = present.rearmed(now)
    store.save_delivery(rearmed)
    queue.enqueue(rearmed.ref)
    return rearmed
