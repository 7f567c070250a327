"""The log of a case, as its receivers see it (R-131)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.evidence import EventHeader
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import EventFilter, OutboxRow, Page
from chalicelib.domain.webhooks import WebhookEvent
from chalicelib.domain.writes import KeepClockEvent, KeepEndpointEvent, KeepImportEvent, StoredEvent
from chalicelib.usecases.stored_webhook_events import StoredWebhookEvents
from chalicelib.usecases.work_on_webhook_row import work_on_webhook_row
from tests.support.fake_webhooks import NOON, ulid
from tests.support.webhook_world import SCOPE, WebhookWorld


def stored(sequence: int) -> StoredEvent:
    header = EventHeader(sequence, "payment.recorded", NOON, NOON, "system", "before", "commitment")
    return StoredEvent(ulid("evt", sequence), header, f"hash{sequence}", b"sealed", '{"payment_id":"pay_1"}')


class Log:
    def case(self, scope: Scope, case_id: str) -> Any:
        assert (scope, case_id) == (SCOPE, "case_1")
        return SimpleNamespace(external_reference="FA-1")

    def event_range(self, scope: Scope, case_id: str, first: int, last: int) -> tuple[StoredEvent, ...]:
        if (scope, case_id) != (SCOPE, "case_1"):
            return ()
        return tuple(stored(n) for n in range(first, min(last, 3) + 1))

    def clock_event(self, scope: Scope, event_id: str) -> KeepClockEvent | None:
        if (scope, event_id) != (SCOPE, ulid("evt", 50)):
            return None
        return KeepClockEvent(scope, "clk_1", event_id, "test_clock.ready", NOON, NOON)

    def endpoint_event(self, scope: Scope, event_id: str) -> KeepEndpointEvent | None:
        if event_id != "evt_ping":
            return None
        return KeepEndpointEvent(scope, "whe_1", event_id, "ping", NOON)

    def import_event(self, scope: Scope, event_id: str) -> KeepImportEvent | None:
        if event_id != "evt_import":
            return None
        return KeepImportEvent(scope, "imp_1", event_id, "import.completed", NOON, (("status", "done"), ("lines", 5)))

    def event_by_id(self, scope: Scope, event_id: str) -> WebhookEvent | None:
        del scope, event_id
        return None

    def event_page(self, scope: Scope, filters: EventFilter, *, limit: int, position: str | None) -> Page:
        raise NotImplementedError

    def events_onward(
        self, scope: Scope, filters: EventFilter, *, limit: int, after: str | None
    ) -> tuple[tuple[str, WebhookEvent], ...]:
        raise NotImplementedError


EVENTS = StoredWebhookEvents(Log())


def test_an_event_shows_its_place_and_its_public_part() -> None:
    event = EVENTS.get(SCOPE, ulid("evt", 2), case_id="case_1", sequence=2)
    assert event is not None
    assert (event.sequence, event.head_hash, event.external_reference) == (2, "hash2", "FA-1")
    assert event.details == (("payment_id", "pay_1"),)
    assert "sealed" not in repr(event)


def test_events_between_two_sequences_come_in_order() -> None:
    assert [e.sequence for e in EVENTS.between(SCOPE, "case_1", after=1, before=9)] == [2, 3]


def test_what_is_not_there_is_none() -> None:
    assert EVENTS.get(SCOPE, ulid("evt", 3), case_id="case_1", sequence=2) is None
    assert EVENTS.get(SCOPE, ulid("evt", 9), case_id="case_1", sequence=9) is None
    assert EVENTS.get(Scope("ten_b", False), ulid("evt", 2), case_id="case_1", sequence=2) is None
    assert EVENTS.get(SCOPE, ulid("evt", 2)) is None


def test_a_row_of_the_outbox_becomes_deliveries() -> None:
    world = WebhookWorld()
    world.endpoint()
    row = OutboxRow(("pk", "sk"), SCOPE, "webhooks", "case_1", 0, 2, 3)
    refs = work_on_webhook_row(row, store=world.store, events=EVENTS, queue=world.queue, clock=world.clock)
    assert len(refs) == 3  # the first was never fanned out: it goes before
    assert [world.delivery(ref).sequence for ref in refs] == [1, 2, 3]


def test_a_test_clock_that_is_ready_is_told() -> None:
    world = WebhookWorld()
    world.endpoint()
    row = OutboxRow(("pk", "sk"), SCOPE, "webhooks", ulid("evt", 50), 0, 0, 0)
    refs = work_on_webhook_row(row, store=world.store, events=EVENTS, queue=world.queue, clock=world.clock)
    assert [world.delivery(ref).event_type for ref in refs] == ["test_clock.ready"]


def test_a_row_whose_event_is_not_there_comes_back() -> None:
    world = WebhookWorld()
    world.endpoint()
    row = OutboxRow(("pk", "sk"), SCOPE, "webhooks", ulid("evt", 51), 0, 0, 0)
    with pytest.raises(NotFound):
        work_on_webhook_row(row, store=world.store, events=EVENTS, queue=world.queue, clock=world.clock)


def test_the_end_of_an_import_is_read_by_its_id_alone() -> None:
    """It belongs to no case; its counts are numbers."""
    event = EVENTS.get(SCOPE, "evt_import")
    assert event is not None
    assert (event.case_id, dict(event.details)) == (None, {"import_id": "imp_1", "status": "done", "lines": 5})
