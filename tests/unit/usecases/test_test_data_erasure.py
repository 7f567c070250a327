"""An integrator erases all their test data, or what lives on one test clock (R-132); live data is not touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.bootstrap import install
from chalicelib.domain.errors import NotFound, ProviderUnavailable
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import OutboxRow, ParkedCase
from chalicelib.domain.writes import Consumer, Enqueue, KeepClockEvent, MarkRunning
from chalicelib.entrypoints.workers.queue_workers import archive_events, deliver_webhooks, spread_facts
from chalicelib.usecases.continue_erasure import AT_ONCE, ErasurePorts, continue_erasure
from chalicelib.usecases.drive_clock import ClockPorts, drive_clock, give_up
from chalicelib.usecases.needs_a_human import needs_a_human
from chalicelib.usecases.wake_up import WakeUp, wake_up
from tests.support.authorization.worlds import everything
from tests.support.http_client import HttpClient
from tests.support.http_world import TODAY as NOW
from tests.support.http_world import HttpWorld, Tenant, http_world
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE, create


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as world:
        yield world


def cases(client: HttpClient, count: int, **changes: Any) -> list[Any]:
    """Of one creditor and one debtor, an invoice each."""
    parties = {
        "creditor_id": create(client, "/v1/creditors", CREDITOR)["id"],
        "debtor_id": create(client, "/v1/debtors", DEBTOR)["id"],
    }
    numbered = ({**INVOICE, "number": f"F-{n}-{parties['debtor_id'][-4:]}"} for n in range(count))
    return [create(client, "/v1/cases", {**parties, "invoices": [invoice], **changes}) for invoice in numbered]


def clock_of(client: HttpClient) -> str:
    return str(client.post("/v1/test-clocks", {"now": "2026-11-23T09:00:00Z"}).json["id"])


def asked(client: HttpClient, body: Any = None) -> Any:
    answer = client.post("/v1/test-data/erasures", body or {})
    assert answer.status == 202, answer.text
    return answer.json


def ports(world: HttpWorld) -> ErasurePorts:
    return ErasurePorts(world.store, world.store, world.store, world.clock)


def rows(world: HttpWorld) -> list[Any]:
    found = world.store.older_than(world.clock.now() + timedelta(days=1), limit=1_000)
    return [row for row in found if row.case_id.startswith("ers_")]


def work(world: HttpWorld) -> int:
    """Plays the queue until no row is left; how many slices that took."""
    slices = 0
    while waiting := rows(world):
        slices += 1
        continue_erasure(waiting[0], ports=ports(world))
    return slices


def of(world: HttpWorld, tenant: Tenant, *, livemode: bool) -> str:
    """All that is kept of a tenant and mode, as text."""
    scope = Scope(tenant.id, livemode)
    return json.dumps([repr(part) for part in _parts(everything(world)) if repr(scope) in repr(part)])


def _parts(kept: Any) -> Iterator[Any]:
    for part in kept[1:]:
        for table in part.values():
            yield from table.items() if isinstance(table, dict) else [table]


def test_everything_of_test_mode_goes_and_nothing_else(world: HttpWorld) -> None:
    mine, other = world.tenant("A"), world.tenant("B")
    opened = cases(mine.test, 3) + cases(mine.test, 2, test_clock_id=clock_of(mine.test))
    cases(mine.live, 2)
    cases(other.test, 2)
    kept = of(world, mine, livemode=True), of(world, other, livemode=False)
    paid = {"amount": {"amount": 5_000, "currency": "EUR"}, "received_on": "2026-11-20"}
    mine.test.post(f"/v1/cases/{opened[0]['id']}/payments", paid)
    mine.test.post("/v1/webhook-endpoints", {"url": "https://hooks.example/a"})
    erasure = asked(mine.test)
    work(world)
    seen = mine.test.get(f"/v1/test-data/erasures/{erasure['id']}").json
    assert seen["status"] == "done"
    assert seen["erased"] == {"test_clocks": 1, "cases": 5, "debtors": 2, "creditors": 2}
    assert seen["finished_at"] is not None
    for path in ("cases", "debtors", "creditors", "call-tasks"):
        assert mine.test.get(f"/v1/{path}").json["data"] == []
    assert {each["type"].split(".")[0] for each in mine.test.get("/v1/events").json["data"]} <= {"webhook_endpoint"}
    for case in opened:
        for path in (f"cases/{case['id']}", f"cases/{case['id']}/timeline", f"cases/{case['id']}/contacts"):
            assert mine.test.get(f"/v1/{path}").status == 404
        assert mine.test.get(f"/v1/debtors/{case['debtor_id']}").status == 404
        assert mine.test.get(f"/v1/debtors/{case['debtor_id']}/compliance-log").status == 404
    assert len(mine.test.get("/v1/webhook-endpoints").json["data"]) == 1
    assert (of(world, mine, livemode=True), of(world, other, livemode=False)) == kept
    assert len(mine.live.get("/v1/cases").json["data"]) == 2


def test_an_invoice_number_of_an_erased_case_can_be_opened_again(world: HttpWorld) -> None:
    client = world.tenant().test
    clock_id = clock_of(client)
    (case,) = cases(client, 1, test_clock_id=clock_id)
    again = {
        "creditor_id": case["creditor_id"],
        "debtor_id": case["debtor_id"],
        "invoices": [{**INVOICE, "number": case["invoices"][0]["number"]}],
    }
    assert client.post("/v1/cases", again).code == "invoice_already_in_case"
    asked(client, {"test_clock_id": clock_id})
    work(world)
    assert client.post("/v1/cases", again).status == 201


def test_of_a_clock_its_cases_go_and_the_parties_stay(world: HttpWorld) -> None:
    client = world.tenant().test
    clock_id, other = clock_of(client), clock_of(client)
    gone = cases(client, AT_ONCE + 2, test_clock_id=clock_id)
    stays = cases(client, 2, test_clock_id=other) + cases(client, 1)
    erasure = asked(client, {"test_clock_id": clock_id})
    work(world)
    assert client.get(f"/v1/test-clocks/{clock_id}").status == 404
    assert client.get(f"/v1/test-clocks/{other}").status == 200
    assert {client.get(f"/v1/cases/{case['id']}").status for case in gone} == {404}
    assert {client.get(f"/v1/cases/{case['id']}").status for case in stays} == {200}
    assert client.get(f"/v1/debtors/{gone[0]['debtor_id']}").status == 200
    told = client.get(f"/v1/test-data/erasures/{erasure['id']}").json["erased"]
    assert told == {"test_clocks": 1, "cases": AT_ONCE + 2, "debtors": 0, "creditors": 0}


def test_what_is_made_after_the_request_stays_and_so_do_its_parties(world: HttpWorld) -> None:
    client = world.tenant().test
    (old,) = cases(client, 1)
    asked(client)
    world.clock.instant += timedelta(seconds=1)
    later = {"creditor_id": old["creditor_id"], "debtor_id": old["debtor_id"], "invoices": [{**INVOICE, "number": "N"}]}
    new = create(client, "/v1/cases", later)
    fresh = create(client, "/v1/debtors", DEBTOR)
    work(world)
    assert client.get(f"/v1/cases/{old['id']}").status == 404
    assert client.get(f"/v1/cases/{new['id']}").status == 200
    assert client.get(f"/v1/debtors/{old['debtor_id']}").status == 200
    assert client.get(f"/v1/debtors/{fresh['id']}").status == 200


def test_a_live_key_erases_nothing(world: HttpWorld) -> None:
    answer = world.tenant().live.post("/v1/test-data/erasures", {})
    assert (answer.status, answer.code) == (422, "test_mode_only")


def test_a_clock_that_moves_is_not_erased(world: HttpWorld) -> None:
    client = world.tenant().test
    clock_id = clock_of(client)
    client.post(f"/v1/test-clocks/{clock_id}/advance", {"to": "2026-12-23T09:00:00Z"})
    answer = client.post("/v1/test-data/erasures", {"test_clock_id": clock_id})
    assert (answer.status, answer.code) == (409, "clock_advancing")


CALLS = ["commit", "test_data_erasure", "erasable", "erase_clock", "erase_case", "erase_debtor", "erase_creditor"]


@pytest.mark.parametrize("call", [*CALLS, "finish", "cases"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("occasion", [1, 2, 3])
def test_who_dies_at_any_step_leaves_nothing_behind(world: HttpWorld, call: str, when: str, occasion: int) -> None:
    """R-141: the row comes again, and whoever takes it goes on with what was begun."""
    client = world.tenant().test
    cases(client, AT_ONCE + 3)
    cases(client, 2, test_clock_id=clock_of(client))
    erasure = asked(client)
    left = occasion

    def dies(name: str) -> None:
        nonlocal left
        if name == call:
            left -= 1
            if left == 0:
                raise ProviderUnavailable("gone")

    setattr(world.store, when, dies)
    for _ in range(3):
        try:
            work(world)
        except ProviderUnavailable:
            continue
    world.store.before = world.store.after = lambda _: None
    seen = client.get(f"/v1/test-data/erasures/{erasure['id']}").json
    assert seen["status"] == "done"
    for path in ("cases", "debtors", "creditors"):
        assert client.get(f"/v1/{path}").json["data"] == []


def test_the_same_row_twice_and_a_row_that_was_overtaken_change_nothing(world: HttpWorld) -> None:
    client = world.tenant().test
    cases(client, 2)
    erasure = asked(client)
    (row,) = rows(world)
    work(world)
    first = client.get(f"/v1/test-data/erasures/{erasure['id']}").json
    continue_erasure(row, ports=ports(world))
    assert client.get(f"/v1/test-data/erasures/{erasure['id']}").json == first
    assert rows(world) == []


def test_of_two_workers_the_second_steps_back_and_leaves_the_row(world: HttpWorld) -> None:
    client = world.tenant().test
    cases(client, 2)
    erasure = asked(client)
    (row,) = rows(world)

    def meets_another(name: str) -> None:
        if name == "erase_case":
            world.store.before = lambda _: None
            continue_erasure(row, ports=ports(world))
            world.store.commit([Enqueue(row.scope, Consumer.FACTS, row.case_id, NOW, run=row.run)])

    world.store.before = meets_another
    continue_erasure(row, ports=ports(world))
    assert rows(world) == [row]
    work(world)
    assert client.get(f"/v1/test-data/erasures/{erasure['id']}").json["erased"]["cases"] == 2


def test_a_slice_ends_in_time_and_a_row_brings_the_next(world: HttpWorld) -> None:
    client = world.tenant().test
    cases(client, 3 * AT_ONCE)
    asked(client)

    def slow(name: str) -> None:
        world.clock.instant += timedelta(seconds=2) if name == "erase_case" else timedelta(0)

    world.store.before = slow
    assert work(world) >= 3
    assert client.get("/v1/cases").json["data"] == []


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
