"""Give every endpoint that wants an event its own delivery, in the order of the case (R-131)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import DeliveryRef, WebhookDelivery, WebhookEvent
from chalicelib.usecases.webhook_ports import EventSource, WallClock, WebhookQueue, WebhookStore

CATCH_UP = timedelta(hours=1)
CATCH_UP_EVENTS = 50
"""How far back an event looks for earlier ones of its case that were not fanned out yet."""


@dataclass(frozen=True)
class FanOutEvent:
    """One outbox row. ``case_id`` and ``sequence`` are None for an event without a case."""

    scope: Scope
    event_id: str
    case_id: str | None = None
    sequence: int | None = None


def fan_out_event(
    command: FanOutEvent, *, store: WebhookStore, events: EventSource, queue: WebhookQueue, clock: WallClock
) -> tuple[DeliveryRef, ...]:
    """Create the deliveries of an event and queue them; safe to repeat, at any point.

    Queues may bring event 5 before event 4. The order of first attempts is read from the deliveries that
    exist, so the earlier events of the case that have none yet get theirs first; their own message then
    finds them made. Raises NotFound while the event cannot be read: the message comes back.
    """
    endpoints = [endpoint for endpoint in store.list_endpoints(command.scope) if endpoint.enabled]
    if not endpoints:
        return ()
    event = events.get(command.scope, command.event_id, case_id=command.case_id, sequence=command.sequence)
    if event is None:
        raise NotFound("The event is not there.")
    now = clock.now()
    refs: list[DeliveryRef] = []
    for each in (*_not_yet_fanned_out(event, store, events), event):
        for endpoint in endpoints:
            if endpoint.wants(each):
                delivery = WebhookDelivery.of(each, endpoint.id, now)
                store.add_delivery(delivery)
                refs.append(delivery.ref)
    if event.case_id is not None and event.sequence is not None:
        store.mark_fanned_out(event.scope, event.case_id, event.sequence, now=now)
    for ref in refs:
        queue.enqueue(ref)
    return tuple(refs)


def _not_yet_fanned_out(event: WebhookEvent, store: WebhookStore, events: EventSource) -> Sequence[WebhookEvent]:
    if event.case_id is None or event.sequence is None:
        return ()
    done = store.fanned_out_through(event.scope, event.case_id)
    if done >= event.sequence - 1:
        return ()
    after = max(done, event.sequence - 1 - CATCH_UP_EVENTS)
    earlier = events.between(event.scope, event.case_id, after=after, before=event.sequence)
    return [each for each in earlier if each.recorded_at >= event.recorded_at - CATCH_UP]
