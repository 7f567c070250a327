"""A receiver that is slow or dead delays nobody else: no other tenant, no other endpoint (R-131). In virtual time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_schedule import ATTEMPTS, DELAYS, Answer
from chalicelib.domain.webhooks import DeliveryState, WebhookEvent
from chalicelib.usecases.fan_out_event import fan_out_event
from tests.support.fake_webhooks import NOON, ulid
from tests.support.virtual_workers import Sent, SpreadJitter, VirtualWorkers
from tests.support.webhook_world import SCOPE, WebhookWorld

OTHER_TENANT = Scope("ten_b", True)
DEAD, HEALTHY, NEIGHBOUR = (f"https://h{n}.example.com/" for n in (1, 2, 3))
WORKERS = 50
BACKLOG = 400
HANGS = Answer(None, "read_timeout", duration_ms=15_000)
DRIPS = Answer(200, duration_ms=9_000)
QUICK = Answer(204, duration_ms=100)


def told(world: WebhookWorld, scope: Scope, kind: str, number: int) -> None:
    now = world.clock.now()
    event = WebhookEvent(ulid("evt", number), scope, kind, now, now)
    world.events.events.append(event)
    fan_out_event(event, store=world.store, queue=world.queue, clock=world.clock)


def crowd(answer: Answer) -> tuple[WebhookWorld, VirtualWorkers]:
    """A backlog for one endpoint; then, each ten seconds, one event for its owner's other endpoint and for a tenant."""
    world = WebhookWorld()
    world.jitter = SpreadJitter()
    world.endpoint(1, events=("case.opened",))
    world.endpoint(2, events=("payment.recorded",))
    world.endpoint(3, scope=OTHER_TENANT)
    workers = VirtualWorkers(world, {DEAD: answer, HEALTHY: QUICK, NEIGHBOUR: QUICK}, workers=WORKERS)
    for number in range(BACKLOG):
        told(world, SCOPE, "case.opened", number)
    workers.run(timedelta(seconds=1))
    for number in range(BACKLOG, BACKLOG + 120, 2):
        told(world, SCOPE, "payment.recorded", number)
        told(world, OTHER_TENANT, "case.opened", number + 1)
        workers.run(timedelta(seconds=10))
    return world, workers


@pytest.mark.parametrize("answer", [HANGS, DRIPS], ids=["dead", "slow"])
def test_others_wait_for_one_patience_at_most_and_then_for_nothing(answer: Answer) -> None:
    world, workers = crowd(answer)
    recorded = {event.id: event.recorded_at for event in world.events.events}
    patience = timedelta(milliseconds=answer.duration_ms)
    for url in (HEALTHY, NEIGHBOUR):
        waits = [(sent.began, sent.began - recorded[sent.event_id]) for sent in workers.sent if sent.url == url]
        assert len(waits) == 60
        assert max(wait for _, wait in waits) <= patience
        assert {wait for began, wait in waits if began > NOON + timedelta(seconds=20)} == {timedelta(0)}


@pytest.mark.parametrize("answer", [HANGS, DRIPS], ids=["dead", "slow"])
def test_once_known_it_holds_one_worker(answer: Answer) -> None:
    _, workers = crowd(answer)
    known = NOON + timedelta(seconds=20)
    later = sorted((sent for sent in workers.sent if sent.url == DEAD and sent.began > known), key=began)
    assert len(later) > 20
    assert all(first.ended <= second.began for first, second in pairwise(later))


def test_who_asks_again_and_again_while_their_receiver_hangs_holds_one_worker() -> None:
    """Redelivering what is being sent must not send it beside itself: that would take every worker from the others."""
    world = WebhookWorld()
    world.jitter = SpreadJitter()
    world.endpoint(1)
    world.endpoint(3, scope=OTHER_TENANT)
    workers = VirtualWorkers(world, {DEAD: HANGS, NEIGHBOUR: QUICK}, workers=WORKERS)
    told(world, SCOPE, "case.opened", 1)
    event = world.events.events[0]
    for second in range(120):
        workers.run(timedelta(seconds=1))
        for _ in range(10):
            assert len(world.redeliver(event)) == 1
        told(world, OTHER_TENANT, "case.opened", 100 + second)
    workers.run(timedelta(minutes=1))
    dead = sorted((sent for sent in workers.sent if sent.url == DEAD), key=began)
    assert len(dead) > 5, "it is sent again as often as it can be"
    assert all(first.ended <= second.began for first, second in pairwise(dead))
    recorded = {event.id: event.recorded_at for event in world.events.events}
    waits = [sent.began - recorded[sent.event_id] for sent in workers.sent if sent.url == NEIGHBOUR]
    assert (len(waits), max(waits)) == (120, timedelta(0))


def began(sent: Sent) -> datetime:
    return sent.began


def test_a_slow_receiver_that_is_quick_again_is_served_as_before() -> None:
    world = WebhookWorld(replace(DRIPS), always=QUICK)
    world.endpoint(1)
    told(world, SCOPE, "case.opened", 1)
    world.run(timedelta(seconds=1))
    assert slow_since(world) == NOON
    told(world, SCOPE, "case.opened", 2)
    world.run(timedelta(seconds=1))
    assert slow_since(world) is None
    assert world.memory.turns == {}


def slow_since(world: WebhookWorld) -> datetime | None:
    endpoint = world.memory.get_endpoint(SCOPE, ulid("whe", 1))
    assert endpoint is not None
    return endpoint.slow_since


def test_who_steps_back_uses_no_attempt_up() -> None:
    world = WebhookWorld(always=Answer(500))
    world.endpoint(1)
    for number in (1, 2):
        told(world, SCOPE, "case.opened", number)
    first, second = (ref for ref, _ in world.recorded.take())
    world.deliver(first)
    world.clock.move(timedelta(seconds=5))
    world.receiver.before = lambda: world.deliver(second)
    world.deliver(first)
    waiting = world.delivery(second)
    assert (waiting.state, waiting.attempt_count, waiting.log) == (DeliveryState.PENDING, 0, ())
    assert waiting.next_attempt_at == world.clock.now() + timedelta(minutes=2)


@pytest.mark.parametrize(
    "answer",
    [
        HANGS,
        Answer(None, "connect_timeout", duration_ms=5_000),
        Answer(None, "connection_broken"),
        Answer(None, "certificate_invalid"),
        Answer(None, "address_refused"),
        Answer(None, "answer_unreadable"),
        *(Answer(status) for status in (100, 301, 308, 400, 401, 404, 429, 500, 503, 599)),
        Answer(503, retry_after="-1"),
        Answer(503, retry_after="soon"),
    ],
    ids=lambda answer: f"{answer.failure}{answer.retry_after or ''}",
)
def test_the_schedule_is_exact_whatever_goes_wrong(answer: Answer) -> None:
    """Ten attempts over 75 h 35 min: what is stored as the next attempt is the schedule's, to the second."""
    world = WebhookWorld(always=answer)
    world.endpoint(1)
    told(world, SCOPE, "case.opened", 1)
    ((ref, _),) = world.recorded.take()
    started = world.clock.now()
    for delay in DELAYS:
        world.deliver(ref)
        assert world.delivery(ref).next_attempt_at == world.clock.now() + delay
        world.clock.move(delay)
    world.deliver(ref)
    assert world.delivery(ref).state is DeliveryState.EXHAUSTED
    assert world.delivery(ref).attempt_count == ATTEMPTS
    assert world.clock.now() - started == timedelta(hours=75, minutes=35, seconds=5)
    assert world.memory.turns == {}
