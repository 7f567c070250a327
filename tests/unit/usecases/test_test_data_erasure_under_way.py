"""What happens while test data is being erased, or was written a moment before: nothing half, nothing twice (R-132)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.test_data_erasure import Stage
from chalicelib.usecases.continue_erasure import AT_ONCE, INDEX_LAG, SLICE, ErasurePorts, continue_erasure
from chalicelib.usecases.wake_up import WakeUp, wake_up
from tests.support.erasing import asked, cases, clock_of, rows, work
from tests.support.http_world import HttpWorld, http_world
from tests.support.sample_requests import INVOICE, create

PAYMENT = {"amount": {"amount": 5_000, "currency": "EUR"}, "received_on": "2026-11-20"}
NOTHING = {"test_clocks": 0, "imports": 0, "cases": 0, "debtors": 0, "creditors": 0}


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as world:
        yield world


@dataclass
class LaggingIndex:
    """The store's lists, which show what was made some time after it was."""

    world: HttpWorld
    lag: timedelta

    def erasable(self, scope: Scope, stage: Stage, until: datetime, *, limit: int, position: str | None) -> Page:
        shown = min(until, self.world.clock.now() - self.lag)
        return self.world.store.erasable(scope, stage, shown, limit=limit, position=position)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world.store, name)


def lagging(world: HttpWorld, lag: timedelta) -> ErasurePorts:
    def sleep(seconds: float) -> None:
        world.clock.instant += timedelta(seconds=seconds)

    return ErasurePorts(world.store, LaggingIndex(world, lag), world.store, world.clock, sleep)


def erased_of(client: Any, erasure: Any) -> Any:
    seen = client.get(f"/v1/test-data/erasures/{erasure['id']}").json
    assert seen["status"] == "done"
    return seen["erased"]


@pytest.mark.parametrize("of_a_clock", [True, False])
def test_a_case_opened_in_the_second_before_the_request_is_found(world: HttpWorld, *, of_a_clock: bool) -> None:
    """An index lags by a moment: nobody believes a list that was read at once."""
    client = world.tenant().test
    clock_id = clock_of(client)
    opened = cases(client, 2, test_clock_id=clock_id)
    erasure = asked(client, {"test_clock_id": clock_id} if of_a_clock else {})
    ports = lagging(world, timedelta(seconds=2))
    while waiting := rows(world):
        continue_erasure(waiting[0], ports=ports)
    assert erased_of(client, erasure)["cases"] == 2
    assert {client.get(f"/v1/cases/{case['id']}").status for case in opened} == {404}


def test_the_wait_for_indexes_is_paid_once(world: HttpWorld) -> None:
    client, slept = world.tenant().test, []
    cases(client, 3 * AT_ONCE)
    asked(client)

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        world.clock.instant += timedelta(seconds=seconds)

    ports = ErasurePorts(world.store, world.store, world.store, world.clock, sleep)
    world.store.before = lambda name: _takes(world, 2) if name == "erase_case" else None
    while waiting := rows(world):
        continue_erasure(waiting[0], ports=ports)
    assert slept == [INDEX_LAG.total_seconds()]


def test_nothing_to_erase_is_done_at_once_and_so_is_the_same_again(world: HttpWorld) -> None:
    client = world.tenant().test
    nothing = asked(client)
    assert work(world) == 1
    assert erased_of(client, nothing) == NOTHING
    cases(client, 1)
    first, second = asked(client), asked(client)
    work(world)
    told = erased_of(client, first), erased_of(client, second)
    assert {name: told[0][name] + told[1][name] for name in NOTHING} == {
        **NOTHING,
        "cases": 1,
        "debtors": 1,
        "creditors": 1,
    }


@pytest.mark.parametrize("occasion", [1, 2])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("doing", ["pay", "wake", "pause"])
def test_who_works_on_a_case_while_it_goes_leaves_nothing_of_it(
    world: HttpWorld, doing: str, when: str, occasion: int
) -> None:
    """A payment, a wake-up or a command comes before or after the case went: done and gone, or refused as unknown."""
    tenant = world.tenant()
    client, scope, left = tenant.test, Scope(tenant.id, livemode=False), occasion
    opened = cases(client, 2)
    erasure = asked(client)
    acts: dict[str, Callable[[str], Any]] = {
        "pay": lambda id_: client.post(f"/v1/cases/{id_}/payments", PAYMENT).status in (201, 404),
        "pause": lambda id_: client.post(f"/v1/cases/{id_}/pause", {"reason": "holidays"}).status in (200, 404),
        "wake": lambda id_: wake_up(
            WakeUp(scope, id_, 1, world.clock.now()), None, None, recording=world.deps.recording, rooms=world.store
        ),
    }

    def comes_between(name: str) -> None:
        nonlocal left
        if name == "erase_case":
            left -= 1
            if left == 0:
                for case in opened:
                    assert acts[doing](case["id"])

    setattr(world.store, when, comes_between)
    work(world)
    world.store.before = world.store.after = lambda _: None
    assert left <= 0
    assert erased_of(client, erasure)["cases"] == 2
    for case in opened:
        assert client.get(f"/v1/cases/{case['id']}").status == 404
        assert case["id"] not in repr(world.store.older_than(world.clock.now() + timedelta(days=1), limit=1_000))
    again = cases(client, 2)
    assert {case["status"] for case in again} == {"open"}


def test_a_kept_answer_tells_of_the_case_that_was_there_and_a_new_key_opens_another(world: HttpWorld) -> None:
    """An idempotency key names one request for 32 days, whatever became of its case: no second effect, ever."""
    client = world.tenant().test
    clock_id = clock_of(client)
    (old,) = cases(client, 1)
    named = {"creditor_id": old["creditor_id"], "debtor_id": old["debtor_id"]}
    body = {**named, "invoices": [{**INVOICE, "number": "F-77"}], "test_clock_id": clock_id}
    first = client.post("/v1/cases", body, Idempotency_Key="again").json
    asked(client, {"test_clock_id": clock_id})
    work(world)
    second = client.post("/v1/cases", body, Idempotency_Key="again")
    assert (second.status, second.json["id"]) == (201, first["id"])
    assert client.get(f"/v1/cases/{first['id']}").status == 404
    del body["test_clock_id"]
    third = create(client, "/v1/cases", body)
    assert third["id"] != first["id"]
    asked(client)
    work(world)
    gone = client.post("/v1/cases", {**body, "test_clock_id": clock_id}, Idempotency_Key="again")
    assert gone.status == 410, "the answer was sealed with the key of its debtor"


def test_two_hundred_cases_go_in_slices_that_never_take_much_longer_than_they_may(world: HttpWorld) -> None:
    """A removal takes 0.3 seconds here; a slice looks at the clock after each ten."""
    client = world.tenant().test
    cases(client, 200)
    asked(client)
    world.clock.instant += INDEX_LAG
    world.store.before = lambda name: _takes(world, 0.3) if name == "erase_case" else None
    lengths = []
    while waiting := rows(world):
        began = world.clock.now()
        continue_erasure(waiting[0], ports=lagging(world, timedelta(0)))
        lengths.append(world.clock.now() - began)
    assert len(lengths) == 200 * timedelta(seconds=0.3) / SLICE + 1
    assert max(lengths) <= SLICE + AT_ONCE * timedelta(seconds=0.3)
    assert client.get("/v1/cases").json["data"] == []


def _takes(world: HttpWorld, seconds: float) -> None:
    world.clock.instant += timedelta(seconds=seconds)
