"""When each attempt is made, to the second, whatever chance and the receivers do; and nobody else waits (R-131)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_schedule import (
    ATTEMPTS,
    DELAYS,
    DISABLED_AFTER,
    JITTER,
    RETRY_AFTER_CAP,
    Answer,
)
from chalicelib.domain.webhooks import DeliveryState, DisabledReason, WebhookEvent
from chalicelib.usecases.fan_out_event import fan_out_event
from chalicelib.usecases.retry_due_deliveries import GRACE
from tests.support.fake_webhooks import NOON, ulid
from tests.support.virtual_workers import SpreadJitter, VirtualWorkers
from tests.support.webhook_world import SCOPE, WebhookWorld

SWEEP = timedelta(minutes=5)
FAILING = [Answer(status) for status in (*range(101, 200), *range(300, 410), *range(411, 600))]


class Chosen:
    """Chance, as the test says it."""

    def __init__(self, fractions: list[float]) -> None:
        self.fractions = fractions
        self.asked = 0

    def fraction(self) -> float:
        self.asked += 1
        return self.fractions[(self.asked - 1) % len(self.fractions)]


def told(world: WebhookWorld, scope: Scope, number: int) -> None:
    now = world.clock.now()
    event = WebhookEvent(ulid("evt", number), scope, "case.opened", now, now)
    world.events.events.append(event)
    fan_out_event(event, store=world.store, queue=world.queue, clock=world.clock)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=9, max_size=9), st.sampled_from(FAILING))
def test_each_attempt_comes_at_its_instant_give_or_take_a_tenth(fractions: list[float], answer: Answer) -> None:
    """Played by queue and sweep: at the stored instant, or at the next sweep after it and its grace."""
    world = WebhookWorld(always=answer)
    world.jitter = Chosen(fractions)
    world.endpoint()
    told(world, SCOPE, 1)
    ((ref, _),) = world.recorded.sent
    world.run(timedelta(hours=84), step=SWEEP)
    delivery = world.delivery(ref)
    assert (delivery.state, delivery.attempt_count) == (DeliveryState.EXHAUSTED, ATTEMPTS)
    instants = [attempt.at for attempt in delivery.log]
    assert instants[0] == NOON
    for before, after, delay, chance in zip(instants, instants[1:], DELAYS, fractions, strict=False):
        planned = delay * (1 + JITTER * (2 * chance - 1))
        assert delay * (1 - JITTER) <= planned <= delay * (1 + JITTER)
        assert planned <= after - before <= planned + SWEEP + GRACE


@pytest.mark.parametrize("hours", [1, 23, 25, 10_000])
@pytest.mark.parametrize("written", ["seconds", "date"])
def test_what_the_receiver_asks_for_is_waited_for_up_to_a_day(hours: int, written: str) -> None:
    asked = timedelta(hours=hours)
    header = (
        str(hours * 3_600) if written == "seconds" else format_datetime((NOON + asked).astimezone(UTC), usegmt=True)
    )
    world = WebhookWorld(Answer(503, retry_after=header), always=Answer(200))
    world.endpoint()
    told(world, SCOPE, 1)
    ((ref, _),) = world.recorded.take()
    world.deliver(ref)
    assert world.delivery(ref).next_attempt_at == NOON + min(asked, RETRY_AFTER_CAP)


def test_an_endpoint_is_given_up_after_five_days_and_its_owner_is_told() -> None:
    """A new event each six hours, none of them taken: disabled at the first attempt from five days on, with notice."""
    world = WebhookWorld(always=Answer(500))
    endpoint = world.endpoint()
    number = 0
    while (found := world.memory.get_endpoint(SCOPE, endpoint.id)) and found.enabled:
        number += 1
        told(world, SCOPE, number)
        world.run(timedelta(hours=6), step=SWEEP)
    assert found is not None
    assert found.disabled_reason is DisabledReason.FAILING
    assert found.disabled_at is not None
    assert DISABLED_AFTER <= found.disabled_at - NOON <= DISABLED_AFTER + timedelta(hours=6) + SWEEP
    assert [kept.type for kept in world.memory.kept.values()] == ["webhook_endpoint.disabled"]


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                Answer(None, "read_timeout", duration_ms=15_000),
                Answer(None, "connect_timeout", duration_ms=5_000),
                Answer(200, duration_ms=9_000),
                Answer(500, duration_ms=50),
                Answer(410, duration_ms=50),
                Answer(None, "connection_broken", duration_ms=10),
            ]
        ),
        min_size=1,
        max_size=12,
    )
)
def test_many_bad_receivers_of_other_tenants_delay_a_good_one_by_nothing(bad: list[Answer]) -> None:
    """Any mixture of a dozen, each with a backlog of 10: once they are known, a good one waits for none of them."""
    world = WebhookWorld()
    world.jitter = SpreadJitter()
    good = Scope("ten_good", True)
    answers = {"https://h99.example.com/": Answer(204, duration_ms=100)}
    world.endpoint(99, scope=good)
    for place, answer in enumerate(bad):
        world.endpoint(place, scope=Scope(f"ten_{place}", True))
        answers[f"https://h{place}.example.com/"] = answer
    workers = VirtualWorkers(world, answers, workers=50)
    for number in range(10 * len(bad)):
        told(world, Scope(f"ten_{number % len(bad)}", True), number)
    known = timedelta(milliseconds=15_000 * (1 + 10 * len(bad) // 50))
    workers.run(known)
    waits: list[timedelta] = []
    for number in range(1_000, 1_000 + 15):
        told(world, good, number)
        asked: datetime = world.clock.now()
        workers.run(timedelta(seconds=7))
        waits += [sent.began - asked for sent in workers.sent if sent.event_id == ulid("evt", number)]
    assert waits == [timedelta(0)] * 15
