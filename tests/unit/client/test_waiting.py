from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest
from amiable import Amiable, ClockFailed, models

from chalicelib.domain.parties import Scope
from chalicelib.domain.test_clock import TestClock
from chalicelib.domain.writes import Update
from tests.support.client_transport import Send

from .conftest import World

START, END = datetime(2026, 1, 5, 8, tzinfo=UTC), datetime(2026, 4, 5, 8, tzinfo=UTC)


def a_clock(client: Amiable) -> str:
    return client.test_clocks.create_test_clock(models.ClockRequest(now=START)).id


def then(world: World, clock_id: str, change: Callable[[TestClock], TestClock]) -> Callable[..., httpx.Response]:
    """What the clock's own state machine does before it is looked at again."""

    def fault(request: httpx.Request, send: Send) -> httpx.Response:
        store = world.http.store
        store.commit([Update(change(store.test_clock(Scope(world.tenant.id, livemode=False), clock_id)))])
        return send(request)

    return fault


def through(request: httpx.Request, send: Send) -> httpx.Response:
    return send(request)


def test_the_clock_is_waited_for_and_each_look_is_told(world: World, client: Amiable) -> None:
    clock_id = a_clock(client)
    half = datetime(2026, 2, 5, 8, tzinfo=UTC)
    world.meets(through, then(world, clock_id, lambda clock: clock.at(half)), then(world, clock_id, TestClock.settled))
    seen: list[tuple[str, datetime]] = []
    clock = client.test_clocks.advance_and_wait(
        clock_id, END, on_progress=lambda clock: seen.append((clock.status, clock.now))
    )
    assert (clock.status, clock.now) == ("ready", END)
    assert seen == [("advancing", START), ("advancing", half), ("ready", END)]
    assert world.waits == [0.25, 0.5]


def test_a_clock_that_fails_says_where_and_why(world: World, client: Amiable) -> None:
    clock_id = a_clock(client)
    world.meets(through, then(world, clock_id, lambda clock: clock.failed("case_1 did not settle")))
    with pytest.raises(ClockFailed, match=r"stopped at 2026-01-05T08:00:00\+00:00: case_1 did not settle"):
        client.test_clocks.advance_and_wait(clock_id, END)


def test_waiting_ends_when_the_time_is_over(world: World, client: Amiable) -> None:
    with pytest.raises(ClockFailed, match="after 20 s, and goes on"):
        client.test_clocks.advance_and_wait(a_clock(client), END, timeout=20)
    assert sum(world.waits) <= 20


def test_the_same_key_advances_once(world: World, client: Amiable) -> None:
    clock_id = a_clock(client)
    with pytest.raises(ClockFailed):
        client.test_clocks.advance_and_wait(clock_id, END, timeout=0, idempotency_key="to-april")
    world.meets(through, then(world, clock_id, TestClock.settled))
    assert client.test_clocks.advance_and_wait(clock_id, END, idempotency_key="to-april").status == "ready"
