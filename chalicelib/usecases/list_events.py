"""Show the events of a tenant, as webhooks carry them (R-131)."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import EventFilter, Page
from chalicelib.domain.webhooks import WebhookEvent

from .webhook_ports import EventSource


def list_events(scope: Scope, filters: EventFilter, *, limit: int, position: str | None, events: EventSource) -> Page:
    """``WebhookEvent`` items, newest first; a page may be short and yet be followed by another."""
    return events.page(scope, filters, limit=limit, position=position)


def read_event(scope: Scope, event_id: str, *, events: EventSource) -> WebhookEvent:
    """One event; NotFound when this tenant and mode has none of that id."""
    event = events.get(scope, event_id)
    if event is None:
        raise NotFound("There is no such event.")
    return event
