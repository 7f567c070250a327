"""Events as receivers may see them, read from the log of the case (R-131)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.case import Case
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import WebhookEvent

from .writes import KeepClockEvent, StoredEvent


class EventLog(Protocol):
    """What is needed of the store."""

    def case(self, scope: Scope, case_id: str) -> Case: ...

    def event_range(self, scope: Scope, case_id: str, first: int, last: int) -> tuple[StoredEvent, ...]: ...

    def clock_event(self, scope: Scope, event_id: str) -> KeepClockEvent | None: ...


class StoredWebhookEvents:
    """The ``EventSource`` of production: the public part of each event, never its sealed payload."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def get(
        self, scope: Scope, event_id: str, *, case_id: str | None = None, sequence: int | None = None
    ) -> WebhookEvent | None:
        """An event of a case where ``case_id`` and ``sequence`` place it; otherwise one of a test clock."""
        if case_id is not None and sequence is not None:
            found = self.between(scope, case_id, after=sequence - 1, before=sequence + 1)
            return next((event for event in found if event.id == event_id), None)
        ready = self._log.clock_event(scope, event_id)
        return None if ready is None else clock_webhook(ready)

    def between(self, scope: Scope, case_id: str, *, after: int, before: int) -> Sequence[WebhookEvent]:
        """Events with ``after`` < sequence < ``before``, in order; one Query, and one more for the case."""
        stored = self._log.event_range(scope, case_id, after + 1, before - 1)
        if not stored:
            return ()
        reference = self._log.case(scope, case_id).external_reference
        return [case_webhook(event, scope, case_id, reference) for event in stored]


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
