"""The events of the table, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import EventFilter, Page
from chalicelib.domain.webhooks import WebhookEvent


class FixedEvents:
    """The events of the table."""

    def __init__(self, events: Sequence[WebhookEvent] = ()) -> None:
        self.events = list(events)

    def get(
        self, scope: Scope, event_id: str, *, case_id: str | None = None, sequence: int | None = None
    ) -> WebhookEvent | None:
        del case_id, sequence
        return next((e for e in self.events if e.scope == scope and e.id == event_id), None)

    def between(self, scope: Scope, case_id: str, *, after: int, before: int) -> Sequence[WebhookEvent]:
        mine = [e for e in self.events if e.scope == scope and e.case_id == case_id]
        inside = [e for e in mine if after < (e.sequence or 0) < before]
        return sorted(inside, key=lambda e: e.sequence or 0)

    def page(self, scope: Scope, filters: EventFilter, *, limit: int, position: str | None) -> Page:
        rows = [(at, e) for at, e in reversed(self._places(scope, filters)) if position is None or at < position]
        return Page(tuple(e for _, e in rows[:limit]), rows[limit - 1][0] if len(rows) > limit else None)

    def onward(
        self, scope: Scope, filters: EventFilter, *, limit: int, after: str | None
    ) -> Sequence[tuple[str, WebhookEvent]]:
        return [row for row in self._places(scope, filters) if after is None or row[0] > after][:limit]

    def _places(self, scope: Scope, filters: EventFilter) -> list[tuple[str, WebhookEvent]]:
        taken = [e for e in self.events if e.scope == scope and filters.takes(e.type, e.recorded_at)]
        chosen = [e for e in taken if filters.case_id in (None, e.case_id)]
        return sorted(((f"{e.recorded_at.isoformat()}#{e.id}", e) for e in chosen), key=lambda row: row[0])
