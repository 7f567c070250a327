"""Whatever still runs, waits or is under way when test data is erased ends quietly (R-132)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.bootstrap import install
from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import OutboxRow, ParkedCase
from chalicelib.domain.writes import Consumer, Enqueue, KeepClockEvent, MarkRunning
from chalicelib.entrypoints.workers.queue_workers import archive_events, deliver_webhooks, spread_facts
from chalicelib.usecases.drive_clock import ClockPorts, drive_clock, give_up
from chalicelib.usecases.needs_a_human import needs_a_human
from chalicelib.usecases.wake_up import WakeUp, wake_up
from tests.support.authorization.worlds import everything
from tests.support.erasing import asked, cases, clock_of, work
from tests.support.http_world import TODAY as NOW
from tests.support.http_world import HttpWorld, http_world


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as world:
        yield world


def test_an_execution_of_an_erased_case_ends_at_its_next_wake_up(world: HttpWorld) -> None:
    """No alarm, no person asked: nothing is left to do."""
    tenant = world.tenant()
    (case,) = cases(tenant.test, 1)
    scope = Scope(tenant.id, livemode=False)
    asked(tenant.test)
    work(world)
    command = WakeUp(scope, case["id"], 1, world.clock.now())
    recording, rooms = world.deps.recording, world.store
    assert wake_up(command, None, None, recording=recording, rooms=rooms).wait == "end"
    assert needs_a_human(command, "boom", recording=recording, rooms=rooms).wait == "end"
    live = WakeUp(Scope(tenant.id, livemode=True), case["id"], 1, world.clock.now())
    with pytest.raises(NotFound):
        wake_up(live, None, None, recording=recording, rooms=rooms)


def test_a_clock_lets_an_erased_case_go_and_the_machine_of_an_erased_clock_ends(world: HttpWorld) -> None:
    tenant = world.tenant()
    clock_id, scope = clock_of(tenant.test), Scope(tenant.id, livemode=False)
    dead: Any = _Dead()
    clock_ports = ClockPorts(world.store, world.store, dead, world.deps.ids, world.clock, lambda _: _pass(world))
    tenant.test.post(f"/v1/test-clocks/{clock_id}/advance", {"to": "2026-12-23T09:00:00Z"})
    lost = f"case_{'0' * 26}"
    world.store.commit([MarkRunning(scope, clock_id, lost, 1, world.clock.now() - timedelta(seconds=15))])
    world.store.hold(scope, clock_id, ParkedCase(lost, 2, world.clock.now() + timedelta(days=1), "token"))
    assert drive_clock(scope, clock_id, until=world.clock.now() + timedelta(minutes=5), ports=clock_ports)
    assert tenant.test.get(f"/v1/test-clocks/{clock_id}").json["status"] == "ready"
    asked(tenant.test)
    work(world)
    assert drive_clock(scope, clock_id, until=world.clock.now() + timedelta(minutes=5), ports=clock_ports)
    give_up(scope, clock_id, "boom", store=world.store)


def _pass(world: HttpWorld) -> None:
    world.clock.instant += timedelta(seconds=1)


class _Dead:
    """Every execution is gone."""

    def resume(self, token: str, due_at: Any) -> bool:
        del token, due_at
        return False

    def is_alive(self, case_id: str, run: int) -> bool:
        del case_id, run
        return False


def test_messages_about_erased_cases_that_are_on_their_way_are_dropped(world: HttpWorld) -> None:
    tenant = world.tenant()
    (case,) = cases(tenant.test, 1)
    scope = Scope(tenant.id, livemode=False)
    event = KeepClockEvent(scope, clock_of(tenant.test), world.deps.ids.new("evt"), "test_clock.ready", *(2 * [NOW]))
    world.store.commit([event, Enqueue(scope, Consumer.WEBHOOKS, event.event_id, NOW)])
    underway = [row for row in world.store.older_than(NOW + timedelta(days=9), limit=99) if row.scope == scope]
    assert {row.consumer for row in underway} >= {"archive", "webhooks"}
    asked(tenant.test)
    work(world)
    assert case["id"] not in repr(everything(world)[1])
    install(world.deps)
    for row in underway:
        handle = {"archive": archive_events, "webhooks": deliver_webhooks}.get(row.consumer)
        if handle is not None:
            assert handle(_message(row)) == {"batchItemFailures": []}
    forgotten = replace(underway[0], case_id=f"ers_{'0' * 26}", consumer="facts", run=1)
    assert spread_facts(_message(forgotten)) == {"batchItemFailures": []}


def _message(row: OutboxRow) -> Any:
    body = {
        "key": row.key,
        "tenant_id": row.scope.tenant_id,
        "mode": row.scope.mode,
        "consumer": row.consumer,
        "case_id": row.case_id,
        "run": row.run,
        "first": row.first,
        "last": row.last,
    }
    return {"Records": [{"messageId": "1", "body": json.dumps(body)}]}
