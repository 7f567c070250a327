"""First attempts go in the order of the case; a failure holds the next five minutes at most (R-131)."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.domain.webhook_schedule import Answer
from chalicelib.usecases.deliver_webhook import DeliveryOutcome
from tests.support.fake_webhooks import NOON
from tests.support.webhook_world import WebhookWorld

FAILURE = Answer(500)


def test_first_attempts_go_in_the_order_of_the_case_whatever_the_queue_does() -> None:
    world = WebhookWorld()
    world.endpoint()
    for sequence in range(1, 7):
        world.event(sequence)
    refs = world.fan_out(1, 6)
    for ref in reversed(refs):
        world.deliver(ref)
    world.run(timedelta(minutes=1))
    assert world.sequences() == [1, 2, 3, 4, 5, 6]


def test_fan_outs_in_the_wrong_order_still_deliver_in_order() -> None:
    world = WebhookWorld()
    world.endpoint()
    for sequence in range(1, 6):
        world.event(sequence)
    for first, last in ((5, 5), (2, 4), (1, 1)):
        for ref in reversed(world.fan_out(first, last)):
            world.deliver(ref)
    world.run(timedelta(minutes=1))
    assert world.sequences() == [1, 2, 3, 4, 5]


def test_a_new_endpoint_gets_no_old_events() -> None:
    world = WebhookWorld()
    for sequence in (1, 2):
        world.event(sequence, recorded_at=NOON - timedelta(days=1))
    world.endpoint()
    world.event(3)
    world.fan_out(3)
    world.run(timedelta(minutes=1))
    assert world.sequences() == [3]


def test_a_failing_event_holds_the_next_ones_five_minutes_and_no_longer() -> None:
    world = WebhookWorld(always=FAILURE)
    world.endpoint()
    for sequence in range(1, 11):
        world.event(sequence)
    refs = world.fan_out(1, 10)
    world.run(timedelta(minutes=4, seconds=50))
    assert set(world.sequences()) == {1}
    world.run(timedelta(minutes=2))
    assert {world.delivery(ref).attempt_count > 0 for ref in refs} == {True}
    first_attempts = sorted((world.delivery(ref).log[0].at, n) for n, ref in enumerate(refs))
    assert [n for _, n in first_attempts] == list(range(10))


def test_an_event_that_succeeds_late_lets_the_next_go_at_once() -> None:
    world = WebhookWorld(FAILURE)
    world.endpoint()
    world.event(1)
    world.event(2)
    second = world.fan_out(1, 2)[1]
    world.run(timedelta(seconds=30))
    assert world.sequences() == [1, 1, 2]
    assert world.delivery(second).log[0].at == NOON + timedelta(seconds=5)


def test_another_case_or_endpoint_is_not_held() -> None:
    world = WebhookWorld(FAILURE)
    world.endpoint(1)
    world.endpoint(2)
    world.event(1)
    world.event(2)
    world.event(2, case="case_2")
    refs = [*world.fan_out(1, 2), *world.fan_out(2, case="case_2")]
    outcomes = [world.deliver(ref) for ref in refs]
    done = DeliveryOutcome.SUCCEEDED
    assert outcomes == [DeliveryOutcome.FAILED, done, DeliveryOutcome.HELD, done, done, done]


def test_retries_of_one_event_do_not_wait_for_others() -> None:
    world = WebhookWorld(FAILURE, FAILURE)
    world.endpoint()
    world.event(1)
    world.event(2)
    first, second = world.fan_out(1, 2)
    world.deliver(first)
    world.clock.move(timedelta(minutes=5))
    assert world.deliver(second) is DeliveryOutcome.FAILED
    assert world.deliver(first) is DeliveryOutcome.SUCCEEDED
