"""A replay sends a range again: in order, one at a time, through every fault (R-131, R-141)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict, InvalidInput, NotFound
from chalicelib.domain.webhook_replay import ReplayStatus, WebhookReplay
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.webhooks import DeliveryState, EndpointStatus
from chalicelib.usecases.continue_replay import ReplayOutcome
from tests.support.fake_webhooks import NOON, Broken, Faulty
from tests.support.webhook_world import WebhookWorld

MINUTE = timedelta(minutes=1)


def history(world: WebhookWorld, count: int, kind: str = "case.opened") -> None:
    """Events of three cases, a minute apart, that nobody was told of."""
    for number in range(1, count + 1):
        world.event(number, kind=kind, case=f"case_{number % 3}")
        world.clock.move(MINUTE)


def stored(world: WebhookWorld, replay: WebhookReplay) -> WebhookReplay:
    found = world.memory.get_replay(replay.ref)
    assert found is not None
    return found


def test_the_events_of_the_range_come_again_in_order() -> None:
    world = WebhookWorld()
    world.endpoint()
    history(world, 50)
    replay = world.replay(NOON + 5 * MINUTE, NOON + 44 * MINUTE)
    world.run(timedelta(hours=1))
    assert world.sequences() == list(range(6, 46))
    done = stored(world, replay)
    assert (done.status, done.sent, done.accepted) == (ReplayStatus.DONE, 40, 40)
    assert done.finished_at is not None


def test_it_is_paced_and_never_two_at_once() -> None:
    """At most twenty events a second: twenty, a pause of one second, and so on."""
    world = WebhookWorld()
    world.endpoint()
    history(world, 50)
    started = world.clock.now()
    instants: list[float] = []
    world.receiver.before = lambda: instants.append((world.clock.now() - started) / timedelta(seconds=1))
    world.replay(NOON, world.clock.now())
    world.run(timedelta(hours=1))
    assert [instants.count(second) for second in (0, 1, 2)] == [20, 20, 10]


def test_types_are_those_asked_for_or_those_the_endpoint_takes() -> None:
    world = WebhookWorld()
    world.endpoint(1)
    world.endpoint(2, events=("payment.recorded",))
    history(world, 4)
    history(world, 2, "payment.recorded")
    history(world, 1, "ping")
    world.replay(NOON, world.clock.now(), "payment.recorded")
    world.replay(NOON, world.clock.now(), number=2)
    world.run(timedelta(hours=1))
    assert world.sequences() == [1, 2]
    assert world.sequences("https://h2.example.com/") == [1, 2]
    world.replay(NOON, world.clock.now())
    world.run(timedelta(hours=1))
    assert world.sequences()[2:] == [1, 2, 3, 4, 1, 2]


def test_an_event_that_was_delivered_is_sent_again_with_the_same_id_and_body() -> None:
    world = WebhookWorld()
    world.endpoint()
    world.event(1)
    world.fan_out(1)
    world.run(MINUTE)
    world.replay(NOON, world.clock.now())
    world.run(MINUTE)
    first, again = world.receiver.received
    assert (first.headers["webhook-id"], first.body) == (again.headers["webhook-id"], again.body)
    assert len(world.memory.deliveries) == 1


def test_one_that_is_not_accepted_holds_the_next_five_minutes_and_is_tried_again() -> None:
    world = WebhookWorld(Answer(204), Answer(500))
    world.endpoint()
    history(world, 3)
    started = world.clock.now()
    replay = world.replay(NOON, started)
    world.run(timedelta(hours=1))
    assert world.sequences() == [1, 2, 2, 3]
    assert {d.state for d in world.memory.deliveries.values()} == {DeliveryState.SUCCEEDED}
    done = stored(world, replay)
    assert (done.status, done.sent, done.accepted) == (ReplayStatus.DONE, 3, 2)
    assert done.finished_at == started + 5 * MINUTE


def test_a_dead_endpoint_stops_it() -> None:
    world = WebhookWorld(Answer(204), Answer(410))
    world.endpoint()
    history(world, 9)
    replay = world.replay(NOON, world.clock.now())
    world.run(timedelta(hours=1))
    assert len(world.receiver.received) == 2
    assert stored(world, replay).status is ReplayStatus.STOPPED


def test_the_same_message_twice_goes_on_once() -> None:
    """R-141."""
    world = WebhookWorld()
    world.endpoint()
    history(world, 5)
    replay = world.replay(NOON, world.clock.now())
    meanwhile: list[Any] = []
    world.receiver.before = lambda: meanwhile.append(world.deliver(replay.ref))
    assert world.deliver(replay.ref) is ReplayOutcome.ENDED
    assert set(meanwhile) == {ReplayOutcome.NOTHING_TO_DO}
    assert world.deliver(replay.ref) is ReplayOutcome.NOTHING_TO_DO
    assert world.sequences() == [1, 2, 3, 4, 5]


CALLS = [
    ("store", name)
    for name in ("get_replay", "save_replay", "get_endpoint", "get_delivery", "add_delivery", "save_delivery")
] + [("events", "onward"), ("events", "get"), ("box", "open"), ("sender", "send"), ("queue", "enqueue")]


@pytest.mark.parametrize("occasion", [1, 2, 3, 24, 25])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("part", "method"), CALLS, ids=[f"{part}.{method}" for part, method in CALLS])
def test_who_dies_in_the_middle_leaves_nothing_out(part: str, method: str, when: str, occasion: int) -> None:
    """Each event arrives, first arrivals in order; a crash repeats one event at most. The sweep brings it back."""
    world = WebhookWorld()
    world.endpoint()
    history(world, 30)
    replay = world.replay(NOON, world.clock.now())
    setattr(world, part, Faulty(getattr(world, part), method, when, on_call=occasion))
    for _ in range(40):
        for ref, delay in world.recorded.take():
            world.clock.move(timedelta(seconds=delay))
            try:
                world.deliver(ref)
            except Broken:
                continue
        world.clock.move(MINUTE)
        try:
            world.sweep()
        except Broken:
            continue
    assert list(dict.fromkeys(world.sequences())) == list(range(1, 31))
    assert len(world.receiver.received) <= 31
    assert stored(world, replay).status is ReplayStatus.DONE
    assert {d.state for d in world.memory.deliveries.values()} == {DeliveryState.SUCCEEDED}


def test_one_replay_at_a_time_of_an_endpoint_that_takes_something() -> None:
    world = WebhookWorld()
    world.endpoint(1)
    world.endpoint(2, status=EndpointStatus.DISABLED)
    history(world, 1)
    world.replay(NOON, NOON)
    with pytest.raises(Conflict) as running:
        world.replay(NOON, NOON)
    assert running.value.code == "webhook_replay_running"
    with pytest.raises(Conflict) as disabled:
        world.replay(NOON, NOON, number=2)
    assert disabled.value.code == "webhook_endpoint_disabled"
    with pytest.raises(NotFound):
        world.replay(NOON, NOON, number=3)
    world.run(MINUTE)
    world.replay(NOON, NOON)


def test_a_range_ends_now_and_is_not_empty() -> None:
    world = WebhookWorld()
    world.endpoint()
    assert world.replay(NOON - MINUTE, NOON + 9 * MINUTE).last == NOON
    for first, last in ((NOON + MINUTE, NOON + 2 * MINUTE), (NOON, NOON - MINUTE)):
        with pytest.raises(InvalidInput) as reversed_:
            world.replay(first, last)
        assert reversed_.value.errors[0].code == "period_reversed"
    with pytest.raises(InvalidInput) as unknown:
        world.replay(NOON - MINUTE, NOON, "case.opened", "no.such")
    assert unknown.value.errors[0].pointer == "#/types/1"
