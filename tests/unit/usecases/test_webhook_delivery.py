"""From an event to its receivers: fan-out, claims, retries, giving up (R-131)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.webhooks import DeliveryState, DisabledReason, EndpointStatus, SealedSecret, WebhookEvent
from chalicelib.usecases.deliver_webhook import DeliveryOutcome
from chalicelib.usecases.fan_out_event import fan_out_event
from tests.support.fake_webhooks import NOON, ReversingBox, ulid
from tests.support.webhook_world import SCOPE, SECRET, WebhookWorld

FAILURE = Answer(500)


def test_an_event_reaches_every_endpoint_that_wants_it() -> None:
    world = WebhookWorld()
    world.endpoint(1)
    world.endpoint(2, events=("case.opened",))
    world.endpoint(3, events=("case.closed",))
    world.endpoint(4, status=EndpointStatus.DISABLED)
    world.endpoint(5, scope=Scope("ten_b", False))
    world.endpoint(6, scope=Scope("ten_a", True))
    world.event(1)
    world.fan_out(1)
    world.run(timedelta(minutes=5))
    assert [r.url for r in world.receiver.received] == ["https://h1.example.com/", "https://h2.example.com/"]


def test_without_endpoints_nothing_is_read_nor_written() -> None:
    world = WebhookWorld()
    assert world.fan_out(1) == ()
    assert world.memory.marks == {}


def test_the_request_is_signed_and_carries_the_event_id(monkeypatch: pytest.MonkeyPatch) -> None:
    world = WebhookWorld()
    world.endpoint()
    event = world.event(1)
    world.deliver(world.fan_out(1)[0])
    request = world.receiver.received[0]
    assert request.headers["webhook-id"] == event.id
    assert request.headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    monkeypatch.setattr(Webhook, "_Webhook__verify_timestamp", lambda *_: NOON)  # virtual time is not its time
    assert Webhook(SECRET).verify(request.body, dict(request.headers))["data"]["head_hash"] == "hash1"


def test_during_a_rotation_both_secrets_sign() -> None:
    world = WebhookWorld()
    endpoint = world.endpoint()
    old = SealedSecret(ReversingBox().seal(SECRET.encode(), endpoint.id), NOON, NOON + timedelta(hours=24))
    world.memory.endpoints[SCOPE, endpoint.id] = replace(endpoint, secrets=(*endpoint.secrets, old))
    world.event(1)
    world.deliver(world.fan_out(1)[0])
    assert world.receiver.received[0].headers["webhook-signature"].count("v1,") == 2


def test_the_same_message_twice_makes_one_delivery_and_one_request() -> None:
    """R-141."""
    world = WebhookWorld()
    world.endpoint()
    world.event(1)
    first, second = world.fan_out(1), world.fan_out(1)
    assert first == second
    assert len(world.memory.deliveries) == 1
    assert world.deliver(first[0]) is DeliveryOutcome.SUCCEEDED
    assert world.deliver(first[0]) is DeliveryOutcome.FINISHED_BEFORE
    world.fan_out(1)
    world.run(timedelta(hours=1))
    assert len(world.receiver.received) == 1


def test_a_second_worker_does_not_send_while_the_first_is_sending() -> None:
    world = WebhookWorld()
    world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    seen: list[object] = []
    world.receiver.before = lambda: seen.append(world.deliver(ref))
    assert world.deliver(ref) is DeliveryOutcome.SUCCEEDED
    assert seen == [DeliveryOutcome.NOT_DUE]
    assert len(world.receiver.received) == 1


def test_of_two_workers_that_loaded_the_same_delivery_one_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    world = WebhookWorld()
    world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    stale = world.delivery(ref)
    world.deliver(ref)
    monkeypatch.setattr(world.memory, "get_delivery", lambda _: stale)  # what the slower worker had read
    assert world.deliver(ref) is DeliveryOutcome.CLAIMED_ELSEWHERE
    assert len(world.receiver.received) == 1


def test_an_unknown_delivery_is_nothing_to_do() -> None:
    world = WebhookWorld()
    world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    assert world.deliver(replace(ref, scope=Scope("ten_b", False))) is DeliveryOutcome.UNKNOWN


def test_a_dead_receiver_is_tried_ten_times_over_75_hours() -> None:
    world = WebhookWorld(always=FAILURE)
    world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    world.run(timedelta(hours=100))
    delivery = world.delivery(ref)
    assert delivery.state is DeliveryState.EXHAUSTED
    hours = [(a.at - NOON) / timedelta(hours=1) for a in delivery.log]
    assert hours == pytest.approx([0, 0.001, 0.085, 0.585, 2.585, 7.585, 17.585, 31.585, 51.585, 75.585], abs=0.3)
    assert len({r.body for r in world.receiver.received}) == 1
    assert len({r.headers["webhook-id"] for r in world.receiver.received}) == 1


def test_a_receiver_that_recovers_gets_the_event_and_is_healthy_again() -> None:
    world = WebhookWorld(FAILURE, FAILURE)
    endpoint = world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    world.deliver(ref)
    failing = world.memory.get_endpoint(SCOPE, endpoint.id)
    assert failing is not None
    assert failing.failing_since == NOON
    world.run(timedelta(hours=1))
    assert world.delivery(ref).state is DeliveryState.SUCCEEDED
    assert world.memory.get_endpoint(SCOPE, endpoint.id) == endpoint


def test_retry_after_is_honoured() -> None:
    world = WebhookWorld(Answer(503, retry_after="7200"))
    world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    world.run(timedelta(minutes=119))
    assert len(world.receiver.received) == 1
    world.run(timedelta(minutes=3))
    assert world.delivery(ref).state is DeliveryState.SUCCEEDED


def test_410_disables_the_endpoint_and_ends_its_other_deliveries() -> None:
    world = WebhookWorld(Answer(410))
    endpoint = world.endpoint()
    for sequence in (1, 2, 3):
        world.event(sequence)
    refs = world.fan_out(1, 3)
    assert world.deliver(refs[0]) is DeliveryOutcome.ENDPOINT_DISABLED
    world.run(timedelta(hours=1))
    assert len(world.receiver.received) == 1
    assert {world.delivery(ref).state for ref in refs} == {DeliveryState.FAILED}
    disabled = world.memory.get_endpoint(SCOPE, endpoint.id)
    assert disabled is not None
    assert (disabled.enabled, disabled.disabled_reason) == (False, DisabledReason.GONE)


def test_five_days_of_failure_disable_the_endpoint_once() -> None:
    world = WebhookWorld(always=FAILURE)
    endpoint = world.endpoint()
    outcomes = []
    for sequence in range(1, 8):
        world.event(sequence)
        outcomes += [world.deliver(ref) for ref in world.fan_out(sequence)]
        world.recorded.take()
        world.clock.move(timedelta(days=1))
    assert outcomes == [DeliveryOutcome.FAILED] * 5 + [DeliveryOutcome.ENDPOINT_DISABLED]
    disabled = world.memory.get_endpoint(SCOPE, endpoint.id)
    assert disabled is not None
    assert disabled.disabled_reason is DisabledReason.FAILING


def test_a_deleted_endpoint_gets_nothing_more() -> None:
    world = WebhookWorld()
    endpoint = world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    world.memory.delete_endpoint(SCOPE, endpoint.id, expected_version=None)
    assert world.deliver(ref) is DeliveryOutcome.GIVEN_UP
    assert world.receiver.received == []


def test_an_event_without_case_is_sent_at_once() -> None:
    world = WebhookWorld()
    world.endpoint()
    event = WebhookEvent(ulid("evt", 90), SCOPE, "test_clock.ready", NOON, NOON)
    world.events.events.append(event)
    fan_out_event(event, store=world.store, queue=world.queue, clock=world.clock)
    world.run(timedelta(minutes=1))
    assert json.loads(world.receiver.received[0].body)["data"]["case_id"] is None


def test_an_event_that_cannot_be_read_yet_comes_back() -> None:
    world = WebhookWorld()
    world.endpoint()
    with pytest.raises(NotFound):
        world.fan_out(1)
    world.event(1)
    with pytest.raises(NotFound):
        world.fan_out(1, 2)
    assert world.memory.marks == {}


def test_the_sweep_queues_what_is_due_and_nothing_that_was_just_queued() -> None:
    world = WebhookWorld()
    world.endpoint()
    world.event(1)
    ref = world.fan_out(1)[0]
    world.recorded.take()
    assert world.sweep() == 0
    world.clock.move(timedelta(seconds=30))
    assert world.sweep() == 1
    assert world.recorded.take() == [(ref, 0)]
