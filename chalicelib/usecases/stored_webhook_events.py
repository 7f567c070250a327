"""Events as receivers may see them, read from the log of the case (R-131)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.case import Case
from chalicelib.domain.parties import Scope
from chalicelib.domain.public_events import case_webhook, clock_webhook, endpoint_webhook, import_webhook
from chalicelib.domain.reads import EventFilter, Page
from chalicelib.domain.webhooks import WebhookEvent

from .writes import KeepClockEvent, KeepEndpointEvent, KeepImportEvent, StoredEvent


class EventLog(Protocol):
    """What is needed of the store."""

    def case(self, scope: Scope, case_id: str) -> Case: ...

    def event_range(self, scope: Scope, case_id: str, first: int, last: int) -> tuple[StoredEvent, ...]: ...

    def clock_event(self, scope: Scope, event_id: str) -> KeepClockEvent | None: ...

    def endpoint_event(self, scope: Scope, event_id: str) -> KeepEndpointEvent | None: ...

    def import_event(self, scope: Scope, event_id: str) -> KeepImportEvent | None: ...

    def event_by_id(self, scope: Scope, event_id: str) -> WebhookEvent | None: ...

    def event_page(self, scope: Scope, filters: EventFilter, *, limit: int, position: str | None) -> Page: ...

    def events_onward(
        self, scope: Scope, filters: EventFilter, *, limit: int, after: str | None
    ) -> tuple[tuple[str, WebhookEvent], ...]: ...


class StoredWebhookEvents:
    """The ``EventSource`` of production: the public part of each event, never its sealed payload."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def get(
        self, scope: Scope, event_id: str, *, case_id: str | None = None, sequence: int | None = None
    ) -> WebhookEvent | None:
        """Where ``case_id`` and ``sequence`` place it: from its case. Otherwise by its id alone.

        An event without a case is read as of now; one of a case through the index, which lags a little.
        """
        if case_id is not None and sequence is not None:
            found = self.between(scope, case_id, after=sequence - 1, before=sequence + 1)
            return next((event for event in found if event.id == event_id), None)
        ready = self._log.clock_event(scope, event_id)
        if ready is not None:
            return clock_webhook(ready)
        kept = self._log.endpoint_event(scope, event_id)
        if kept is not None:
            return endpoint_webhook(kept)
        over = self._log.import_event(scope, event_id)
        return import_webhook(over) if over is not None else self._log.event_by_id(scope, event_id)

    def between(self, scope: Scope, case_id: str, *, after: int, before: int) -> Sequence[WebhookEvent]:
        """Events with ``after`` < sequence < ``before``, in order; one Query, and one more for the case."""
        stored = self._log.event_range(scope, case_id, after + 1, before - 1)
        if not stored:
            return ()
        reference = self._log.case(scope, case_id).external_reference
        return [case_webhook(event, scope, case_id, reference) for event in stored]

    def page(self, scope: Scope, filters: EventFilter, *, limit: int, position: str | None) -> Page:
        """Newest first."""
        return self._log.event_page(scope, filters, limit=limit, position=position)

    def onward(
        self, scope: Scope, filters: EventFilter, *, limit: int, after: str | None
    ) -> tuple[tuple[str, WebhookEvent], ...]:
        """Oldest first, each with its place."""
        return self._log.events_onward(scope, filters, limit=limit, after=after)
