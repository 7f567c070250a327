"""What every store promises about the events of a tenant: order, pages, filters, worlds (R-131)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import EventFilter
from chalicelib.domain.webhooks import WebhookEvent
from chalicelib.domain.writes import AppendEvents, Create, KeepClockEvent, KeepEndpointEvent, StoredEvent
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, OTHER_TENANT, TEST

from .list_contract import all_pages

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DAY = timedelta(days=1)


def event_id(at: datetime, number: int = 0) -> str:
    """An id as it is made at that instant."""
    value = (int(at.timestamp() * 1000) << 80) + number
    return "evt_" + "".join(LETTERS[(value >> shift) & 31] for shift in range(125, -1, -5))


def told(sequence: int, case_id: str = "case_1", *, at: datetime | None = None) -> StoredEvent:
    """An event of a case, recorded that many days before now, counted from 100."""
    recorded_at = at or NOW - (100 - sequence) * DAY
    event = things.event(sequence, case_id)
    return replace(
        event,
        id=event_id(recorded_at + timedelta(milliseconds=3), len(case_id)),
        header=replace(event.header, recorded_at=recorded_at),
    )


def ids(found: Any) -> list[str]:
    return [event.id for event in found]


class EventContract:
    """A subclass gives the fixture ``store``: the store under test, empty."""

    @pytest.fixture
    def log(self, store: Any) -> list[StoredEvent]:
        """Forty events over forty days and two cases, oldest first, and others that are not this tenant's."""
        events = [told(n, f"case_{n % 2}") for n in range(60, 100)]
        for scope in (TEST, LIVE, OTHER_TENANT):
            store.commit([Create(things.tenant(scope.tenant_id))] if scope is not LIVE else [])
            for number in (0, 1):
                case_id = f"case_{number}" if scope is TEST else f"case_{scope.tenant_id}_{scope.mode}"
                if number == 0 or scope is TEST:
                    reference = f"dossier {number}" if number else None
                    store.commit([Create(things.case(scope, case_id, external_reference=reference))])
        for case_id in ("case_0", "case_1"):
            mine = tuple(e for n, e in enumerate(events, 60) if f"case_{n % 2}" == case_id)
            store.commit([AppendEvents(TEST, case_id, mine)])
        for scope in (LIVE, OTHER_TENANT):
            case_id = f"case_{scope.tenant_id}_{scope.mode}"
            store.commit([AppendEvents(scope, case_id, (told(99, case_id),))])
        return events

    def test_events_of_all_cases_are_listed_newest_first_over_months(self, store: Any, log: list[StoredEvent]) -> None:
        found = all_pages(partial(self._page, store, TEST))
        assert ids(found) == ids(reversed(log))
        assert ids(store.event_page(TEST, EventFilter(), limit=100, position=None).items) == ids(found)
        assert found[0].external_reference == "dossier 1"
        assert found[1].external_reference is None
        assert (found[0].case_id, found[0].sequence, found[0].head_hash) == ("case_1", 99, log[-1].hash)

    def test_nothing_of_another_world_is_listed_or_read(self, store: Any, log: list[StoredEvent]) -> None:
        """R-134."""
        for scope in (LIVE, OTHER_TENANT):
            found = all_pages(partial(self._page, store, scope))
            assert ids(found) == [told(99, f"case_{scope.tenant_id}_{scope.mode}").id]
            assert not any(store.event_by_id(scope, event.id) for event in log)

    @staticmethod
    def _page(store: Any, scope: Scope, position: str | None) -> Any:
        return store.event_page(scope, EventFilter(), limit=3, position=position)

    def test_an_event_is_found_by_its_id_alone(self, store: Any, log: list[StoredEvent]) -> None:
        found = store.event_by_id(TEST, log[0].id)
        assert isinstance(found, WebhookEvent)
        assert (found.id, found.case_id, found.sequence) == (log[0].id, "case_0", 60)
        assert store.event_by_id(TEST, event_id(NOW)) is None
        assert store.event_by_id(TEST, "evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ") is None
        assert store.event_by_id(TEST, "evt_none") is None

    @pytest.mark.parametrize("case_id", [None, "case_1"])
    def test_a_range_holds_to_the_instant_of_recording(
        self, store: Any, log: list[StoredEvent], case_id: str | None
    ) -> None:
        """Ids are made some milliseconds later; the range is that of ``created_at``, ends included."""
        first, last = log[11].header.recorded_at, log[31].header.recorded_at
        chosen = [e for n, e in enumerate(log[11:32], 71) if case_id is None or f"case_{n % 2}" == case_id]
        filters = EventFilter(case_id, (), first, last)
        found = all_pages(lambda p: store.event_page(TEST, filters, limit=4, position=p))
        assert ids(found) == ids(reversed(chosen))
        tick = timedelta(microseconds=1)
        inside = replace(filters, created_from=first + tick, created_to=last - tick)
        assert ids(all_pages(lambda p: store.event_page(TEST, inside, limit=4, position=p))) == ids(
            reversed([e for e in chosen if e not in (log[11], log[31])])
        )

    @pytest.mark.usefixtures("log")
    @pytest.mark.parametrize("case_id", [None, "case_0"])
    def test_one_type_is_found_among_others(self, store: Any, case_id: str | None) -> None:
        rare = replace(told(100, "case_0"), header=replace(told(100).header, type="dispute.opened"))
        store.commit([AppendEvents(TEST, "case_0", (rare,))])
        filters = EventFilter(case_id, ("dispute.opened",))
        assert ids(all_pages(lambda p: store.event_page(TEST, filters, limit=1, position=p))) == [rare.id]
        none = EventFilter(case_id, ("case.closed",))
        assert all_pages(lambda p: store.event_page(TEST, none, limit=1, position=p)) == []

    def test_events_go_onward_from_any_place(self, store: Any, log: list[StoredEvent]) -> None:
        filters = EventFilter(created_from=log[3].header.recorded_at, created_to=log[36].header.recorded_at)
        after, found = None, []
        while rows := store.events_onward(TEST, filters, limit=9, after=after):
            found += [event.id for _, event in rows]
            after = rows[-1][0]
        assert found == ids(log[3:37])
        assert store.events_onward(TEST, replace(filters, types=("none",)), limit=9, after=None) == ()

    def test_what_belongs_to_no_case_is_listed_too(self, store: Any) -> None:
        store.commit([Create(things.tenant())])
        ready = KeepClockEvent(TEST, "clk_1", event_id(NOW - DAY), "test_clock.ready", NOW + 9 * DAY, NOW - DAY)
        ping = KeepEndpointEvent(TEST, "whe_1", event_id(NOW), "ping", NOW)
        gone = KeepEndpointEvent(
            TEST, "whe_1", event_id(NOW, 1), "webhook_endpoint.disabled", NOW, (("reason", "gone"),)
        )
        store.commit([ready, ping, gone])
        found = all_pages(partial(self._page, store, TEST))
        assert [event.type for event in found] == ["webhook_endpoint.disabled", "ping", "test_clock.ready"]
        assert dict(found[0].details) == {"webhook_endpoint_id": "whe_1", "reason": "gone"}
        assert store.event_by_id(TEST, ping.event_id) == found[1]
        assert store.endpoint_event(TEST, ping.event_id) == ping
        assert store.endpoint_event(LIVE, ping.event_id) is None
