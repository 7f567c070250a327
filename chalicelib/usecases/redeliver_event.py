"""Send an event again because a person asks for it (R-131)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import DeliveryRef, WebhookDelivery, WebhookEndpoint, WebhookEvent, delivery_id
from chalicelib.usecases.deliver_webhook import CLAIMED_FOR
from chalicelib.usecases.list_webhook_endpoints import read_webhook_endpoint
from chalicelib.usecases.webhook_ports import Commits, EventSource, Reply, WallClock, WebhookQueue, WebhookStore
from chalicelib.usecases.writes import Create, Update


@dataclass(frozen=True)
class RedeliverEvent:
    """``endpoint_id`` None: every enabled endpoint that takes this type."""

    scope: Scope
    event_id: str
    endpoint_id: str | None = None


def redeliver_event(
    command: RedeliverEvent,
    *,
    store: WebhookStore,
    commits: Commits,
    events: EventSource,
    queue: WebhookQueue,
    clock: WallClock,
    reply: Reply,
) -> tuple[WebhookDelivery, ...]:
    """Make the event's deliveries due at once, with the whole schedule ahead and outside the case's order.

    One transaction with the kept answer; a queue that fails afterwards only delays, for the index of due deliveries
    has them.

    The receiver gets the same ``webhook-id`` and body as before. What a worker is sending already stays as it is: who
    asks again and again while a receiver hangs holds one worker, not all of them. NotFound for an unknown event or
    endpoint, Conflict ``webhook_endpoint_disabled`` for a named endpoint that takes nothing, VersionConflict when a
    worker takes that delivery at this very moment.
    """
    endpoints = _endpoints(command, store)
    present = _present(command, endpoints, store)
    event = _event(command, present, events)
    now = clock.now()
    asked_for = command.endpoint_id is not None
    made_due = [
        _made_due(event, endpoint.id, present.get(endpoint.id), now)
        for endpoint in endpoints
        if asked_for or not endpoint.events or event.type in endpoint.events
    ]
    sent = tuple(delivery for _, delivery in made_due)
    commits.commit([*(write(delivery) for write, delivery in made_due if write is not None), *reply(sent)])
    for write, delivery in made_due:
        if write is not None:
            queue.enqueue(delivery.ref)
    return sent


def _endpoints(command: RedeliverEvent, store: WebhookStore) -> tuple[WebhookEndpoint, ...]:
    if command.endpoint_id is None:
        return tuple(endpoint for endpoint in store.list_endpoints(command.scope) if endpoint.enabled)
    endpoint = read_webhook_endpoint(command.scope, command.endpoint_id, store=store)
    if not endpoint.enabled:
        raise Conflict("The webhook endpoint is disabled; enable it first.", code="webhook_endpoint_disabled")
    return (endpoint,)


def _present(
    command: RedeliverEvent, endpoints: tuple[WebhookEndpoint, ...], store: WebhookStore
) -> dict[str, WebhookDelivery]:
    """The deliveries this event has already, by endpoint."""
    found: dict[str, WebhookDelivery] = {}
    for endpoint in endpoints:
        try:
            ref = DeliveryRef(command.scope, endpoint.id, delivery_id(endpoint.id, command.event_id))
        except ValueError as no_id:
            raise NotFound("There is no such event.") from no_id
        delivery = store.get_delivery(ref)
        if delivery is not None:
            found[endpoint.id] = delivery
    return found


def _event(command: RedeliverEvent, present: dict[str, WebhookDelivery], events: EventSource) -> WebhookEvent:
    """The event itself; an earlier delivery knows where it stands in its case."""
    known = next(iter(present.values()), None)
    case_id, sequence = (known.case_id, known.sequence) if known else (None, None)
    event = events.get(command.scope, command.event_id, case_id=case_id, sequence=sequence)
    if event is None:
        raise NotFound("There is no such event.")
    return event


def _made_due(
    event: WebhookEvent, endpoint_id: str, present: WebhookDelivery | None, now: datetime
) -> tuple[type[Create | Update] | None, WebhookDelivery]:
    """No write at all for what a worker is sending at this moment."""
    if present is None:
        return Create, WebhookDelivery.manually(event, endpoint_id, now)
    if _is_at_work(present, now):
        return None, present
    return Update, present.rearmed(now)


def _is_at_work(delivery: WebhookDelivery, now: datetime) -> bool:
    """Whether a worker has sent it and waits for the answer: its claim still stands."""
    if not delivery.pending or delivery.is_due(now) or delivery.request is None:
        return False
    return delivery.next_attempt_at == delivery.request.sent_at + CLAIMED_FOR
