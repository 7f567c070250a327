"""Every call to the outside fails once, before or after it happened, on every occasion: no webhook is lost (R-141).

The invariants: each event reaches its receiver; a repeat carries the same id and body; first attempts keep the
order of the case; no second delivery appears; a message that failed comes back from its queue.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import AmbiguousFailure
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.webhooks import DeliveryState
from tests.support.fake_webhooks import Broken, Faulty
from tests.support.webhook_world import WebhookWorld

STORE_CALLS = (
    "list_endpoints",
    "fanned_out_through",
    "add_delivery",
    "mark_fanned_out",
    "get_delivery",
    "get_endpoint",
    "place_before",
    "place_after",
    "save_delivery",
    "mark_failing",
    "mark_healthy",
    "due_deliveries",
)
CALLS = (
    *(("store", name) for name in STORE_CALLS),
    ("events", "get"),
    ("events", "between"),
    ("box", "open"),
    ("sender", "send"),
    ("queue", "enqueue"),
)


def play(world: WebhookWorld) -> None:
    """Two fan-out messages and their deliveries; whoever fails is called again as its queue would."""
    for sequence in (1, 2, 3):
        world.event(sequence)
    for message in ((1, 2), (3, 3)):
        again(lambda m=message: world.fan_out(*m))
    for _ in range(60):
        for ref, delay in world.recorded.take():
            world.clock.move(timedelta(seconds=delay))
            again(lambda r=ref: world.deliver(r))
        world.clock.move(timedelta(minutes=1))
        again(world.sweep)


def again(call: Any) -> None:
    for _ in range(4):
        try:
            call()
        except (Broken, AmbiguousFailure):
            continue
        return
    raise AssertionError("one fault cannot fail four times")


@pytest.mark.parametrize("occasion", range(1, 5))
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("part", "method"), CALLS, ids=[f"{part}.{method}" for part, method in CALLS])
@pytest.mark.parametrize("first_answer", [204, 500], ids=["healthy", "failing_at_first"])
def test_no_webhook_is_lost_whatever_fails_once(
    part: str, method: str, when: str, occasion: int, first_answer: int
) -> None:
    world = WebhookWorld(Answer(first_answer))
    world.endpoint(1)
    world.endpoint(2)
    setattr(world, part, Faulty(getattr(world, part), method, when, on_call=occasion))
    play(world)
    assert len(world.memory.deliveries) == 6
    assert {d.state for d in world.memory.deliveries.values()} == {DeliveryState.SUCCEEDED}
    for url in ("https://h1.example.com/", "https://h2.example.com/"):
        received = world.sequences(url)
        first_arrivals = list(dict.fromkeys(received))
        assert first_arrivals == [1, 2, 3]
        assert len(received) <= 3 + 2
    bodies = {r.headers["webhook-id"]: r.body for r in world.receiver.received}
    assert all(bodies[r.headers["webhook-id"]] == r.body for r in world.receiver.received)
    assert len({json.loads(body)["data"]["event_id"] for body in bodies.values()}) == 3


def test_sent_but_not_recorded_is_sent_again_and_never_lost() -> None:
    world = WebhookWorld()
    world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    world.store = Faulty(world.memory, "save_delivery", "before", on_call=2)
    with pytest.raises(Broken):
        world.deliver(ref)
    assert len(world.receiver.received) == 1
    world.recorded.take()
    world.clock.move(timedelta(minutes=2))
    assert world.sweep() == 0
    world.run(timedelta(minutes=3))
    assert len(world.receiver.received) == 2
    assert world.delivery(ref).state is DeliveryState.SUCCEEDED


def test_recorded_but_reported_as_failed_is_not_sent_again() -> None:
    world = WebhookWorld()
    world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    world.store = Faulty(world.memory, "save_delivery", "after", on_call=2)
    with pytest.raises(Broken):
        world.deliver(ref)
    world.run(timedelta(hours=1))
    assert len(world.receiver.received) == 1


def test_a_queue_that_loses_everything_delays_but_loses_nothing() -> None:
    world = WebhookWorld(Answer(500))
    world.endpoint()
    for sequence in (1, 2, 3):
        world.event(sequence)
    world.fan_out(1, 3)
    for _ in range(20):
        world.recorded.take()
        world.clock.move(timedelta(minutes=1))
        world.sweep()
        for ref, _delay in world.recorded.take():
            world.deliver(ref)
    assert list(dict.fromkeys(world.sequences())) == [1, 2, 3]
    assert {d.state for d in world.memory.deliveries.values()} == {DeliveryState.SUCCEEDED}


def test_every_message_delivered_twice_makes_each_request_once() -> None:
    world = WebhookWorld()
    world.endpoint()
    for sequence in (1, 2, 3):
        world.event(sequence)
    for message in ((1, 2), (1, 2), (3, 3), (3, 3)):
        world.fan_out(*message)
    for _ in range(5):
        for ref, _delay in world.recorded.take():
            world.deliver(ref)
            world.deliver(ref)
    assert world.sequences() == [1, 2, 3]


def test_one_dead_receiver_does_not_change_what_another_gets() -> None:
    world = WebhookWorld()
    world.endpoint(1)
    world.endpoint(2)
    healthy = world.receiver.send

    def one_is_dead(url: str, headers: Any, body: bytes) -> Answer:
        answer = healthy(url, headers, body)
        return Answer(None, "read_timeout") if "h1" in url else answer

    world.receiver.send = one_is_dead  # type: ignore[method-assign]  # per receiver
    for sequence in range(1, 6):
        world.event(sequence)
    refs = world.fan_out(1, 5)
    world.run(timedelta(seconds=30))
    assert world.sequences("https://h2.example.com/") == [1, 2, 3, 4, 5]
    assert all(world.delivery(r).log[0].at == world.delivery(refs[0]).log[0].at for r in refs[1::2])
