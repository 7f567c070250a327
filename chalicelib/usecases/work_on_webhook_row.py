"""Turn one outbox row of the consumer ``webhooks`` into deliveries (R-131)."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.reads import OutboxRow
from chalicelib.domain.webhooks import DeliveryRef

from .fan_out_event import FanOutCaseEvents, fan_out_case_events, fan_out_event
from .webhook_ports import EventSource, WallClock, WebhookQueue, WebhookStore


def work_on_webhook_row(
    row: OutboxRow, *, store: WebhookStore, events: EventSource, queue: WebhookQueue, clock: WallClock
) -> tuple[DeliveryRef, ...]:
    """Fan out the row's events; safe to repeat. The caller finishes the row afterwards.

    A row without sequences names one event without a case in ``case_id`` (a test clock's). NotFound while
    the event cannot be read: the message comes back.
    """
    if row.first > 0:
        command = FanOutCaseEvents(row.scope, row.case_id, row.first, row.last)
        return fan_out_case_events(command, store=store, events=events, queue=queue, clock=clock)
    event = events.get(row.scope, row.case_id)
    if event is None:
        raise NotFound("The event is not there.")
    return fan_out_event(event, store=store, queue=queue, clock=clock)
