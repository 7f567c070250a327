"""Events of a tenant across its cases, in memory."""

from __future__ import annotations

from chalicelib.adapters.dynamodb import index_keys
from chalicelib.domain.case import Case
from chalicelib.domain.parties import Scope
from chalicelib.domain.public_events import case_webhook, clock_webhook, endpoint_webhook, import_webhook
from chalicelib.domain.reads import EventFilter, Page
from chalicelib.domain.webhooks import WebhookEvent
from chalicelib.domain.writes import KeepEndpointEvent

from .lists import MemoryLists
from .tables import call


class MemoryEvents(MemoryLists):
    """Newest first for lists, oldest first for replays."""

    @call
    def event_page(self, scope: Scope, filters: EventFilter, *, limit: int, position: str | None) -> Page:
        rows = [row for row in reversed(self._in_order(scope, filters)) if position is None or row[0] < position]
        return Page(tuple(event for _, event in rows[:limit]), rows[limit - 1][0] if len(rows) > limit else None)

    @call
    def events_onward(
        self, scope: Scope, filters: EventFilter, *, limit: int, after: str | None
    ) -> tuple[tuple[str, WebhookEvent], ...]:
        return tuple(row for row in self._in_order(scope, filters) if after is None or row[0] > after)[:limit]

    @call
    def event_by_id(self, scope: Scope, event_id: str) -> WebhookEvent | None:
        rows = self._in_order(scope, EventFilter())
        return next((event for _, event in rows if event.id == event_id), None)

    @call
    def endpoint_event(self, scope: Scope, event_id: str) -> KeepEndpointEvent | None:
        return self.webhooks.kept.get((scope, event_id))

    def _in_order(self, scope: Scope, filters: EventFilter) -> list[tuple[str, WebhookEvent]]:
        found = [
            case_webhook(event, scope, case_id, self._get(Case, scope, case_id).external_reference)
            for (world, case_id), events in self._events.items()
            if world == scope
            for event in events.values()
        ]
        found += [clock_webhook(event) for (world, _), event in self._clock_events.items() if world == scope]
        found += [endpoint_webhook(event) for (world, _), event in self.webhooks.kept.items() if world == scope]
        found += [import_webhook(event) for (world, _), event in self._import_events.items() if world == scope]
        chosen = [
            event
            for event in found
            if filters.case_id in (None, event.case_id) and filters.takes(event.type, event.recorded_at)
        ]
        return sorted(
            ((index_keys.created(event.recorded_at, event.id), event) for event in chosen), key=lambda row: row[0]
        )
