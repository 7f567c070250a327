"""An integrator erases all their test data, or what lives on one test clock (R-132); live data is not touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.parties import Scope
from chalicelib.domain.writes import Consumer, Enqueue
from chalicelib.usecases.continue_erasure import AT_ONCE, continue_erasure
from tests.support.authorization.worlds import everything
from tests.support.erasing import asked, cases, clock_of, ports, rows, work
from tests.support.http_world import TODAY as NOW
from tests.support.http_world import HttpWorld, Tenant, http_world
from tests.support.sample_requests import DEBTOR, INVOICE, create


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as world:
        yield world


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
    assert seen["erased"] == {"test_clocks": 1, "imports": 0, "cases": 5, "debtors": 2, "creditors": 2}
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
    assert told == {"test_clocks": 1, "imports": 0, "cases": AT_ONCE + 2, "debtors": 0, "creditors": 0}


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
