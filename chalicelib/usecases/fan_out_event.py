"""Give every endpoint that wants an event its own delivery, in the order of the case (R-131)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import DeliveryRef, WebhookDelivery, WebhookEndpoint, WebhookEvent
from chalicelib.usecases.webhook_ports import EventSource, WallClock, WebhookQueue, WebhookStore

CATCH_UP = timedelta(hours=1)
CATCH_UP_EVENTS = 50
"""How far back a case is searched for events that were not fanned out yet."""


@dataclass(frozen=True)
class FanOutCaseEvents:
    """One outbox row: the events ``first`` to ``last`` (sequences, inclusive) of a case."""

    scope: Scope
    case_id: str
    first: int
    last: int


def fan_out_case_events(
    command: FanOutCaseEvents, *, store: WebhookStore, events: EventSource, queue: WebhookQueue, clock: WallClock
) -> tuple[DeliveryRef, ...]:
    """Create the deliveries of these events and queue them; safe to repeat, at any point.

    Queues may bring event 5 before event 4. The order of first attempts is read from the deliveries that
    exist, so the earlier events of the case that have none yet get theirs first; their own message then
    finds them made. Raises NotFound while the last event cannot be read: the message comes back.
    """
    endpoints = _enabled(command.scope, store)
    if not endpoints:
        return ()
    done = store.fanned_out_through(command.scope, command.case_id)
    after = min(command.first - 1, max(done, command.first - 1 - CATCH_UP_EVENTS))
    found = events.between(command.scope, command.case_id, after=after, before=command.last + 1)
    if not found or found[-1].sequence != command.last:
        raise NotFound("The event is not there.")
    oldest = found[-1].recorded_at - CATCH_UP
    wanted = [e for e in found if e.recorded_at >= oldest or (e.sequence or 0) >= command.first]
    now = clock.now()
    refs = _deliver_to(endpoints, wanted, store, now)
    store.mark_fanned_out(command.scope, command.case_id, command.last, now=now)
    return _queued(refs, queue)


def fan_out_event(
    event: WebhookEvent, *, store: WebhookStore, queue: WebhookQueue, clock: WallClock
) -> tuple[DeliveryRef, ...]:
    """The same for one event outside the order of any case; safe to repeat."""
    return _queued(_deliver_to(_enabled(event.scope, store), [event], store, clock.now()), queue)


def _enabled(scope: Scope, store: WebhookStore) -> list[WebhookEndpoint]:
    return [endpoint for endpoint in store.list_endpoints(scope) if endpoint.enabled]


def _deliver_to(
    endpoints: Sequence[WebhookEndpoint], events: Sequence[WebhookEvent], store: WebhookStore, now: datetime
) -> list[DeliveryRef]:
    refs: list[DeliveryRef] = []
    for event in events:
        for endpoint in endpoints:
            if endpoint.wants(event):
                delivery = WebhookDelivery.of(event, endpoint.id, now)
                store.add_delivery(delivery)
                refs.append(delivery.ref)
    return refs


def _queued(refs: list[DeliveryRef], queue: WebhookQueue) -> tuple[DeliveryRef, ...]:
    for ref in refs:
        queue.enqueue(ref)
    return tuple(refs)
