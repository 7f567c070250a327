"""Sending an event again because a person asks for it (R-131)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import Conflict, NotFound, VersionConflict
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.webhooks import EndpointStatus
from chalicelib.usecases.deliver_webhook import DeliveryOutcome
from tests.support.fake_webhooks import NOON, ulid
from tests.support.webhook_world import WebhookWorld

FAILURE = Answer(500)


def test_redelivery_sends_the_same_message_again() -> None:
    world = WebhookWorld()
    world.endpoint(1)
    world.endpoint(2)
    event = world.event(1)
    world.fan_out(1)
    world.run(timedelta(minutes=1))
    world.redeliver(event, ulid("whe", 2))
    world.run(timedelta(minutes=1))
    assert [r.url[8:10] for r in world.receiver.received] == ["h1", "h2", "h2"]
    first, again = world.receiver.received[1:]
    assert (first.body, first.headers["webhook-id"]) == (again.body, again.headers["webhook-id"])
    assert len(world.redeliver(event)) == 2


def test_redelivery_revives_an_exhausted_delivery_outside_the_order() -> None:
    world = WebhookWorld(always=FAILURE)
    world.endpoint()
    event = world.event(1)
    ref = world.fan_out(1)[0]
    world.run(timedelta(hours=100))
    world.event(2)
    second = world.fan_out(2)[0]
    world.redeliver(event)
    world.receiver.always = Answer(200)
    assert world.deliver(second) is DeliveryOutcome.SUCCEEDED
    assert world.deliver(ref) is DeliveryOutcome.SUCCEEDED


def test_redelivery_to_an_endpoint_that_never_had_the_event() -> None:
    world = WebhookWorld()
    event = world.event(1)
    world.endpoint(1, events=("case.closed",))
    assert world.redeliver(event) == ()
    assert len(world.redeliver(event, ulid("whe", 1))) == 1
    world.run(timedelta(minutes=1))
    assert world.sequences() == [1]


def test_redelivery_is_refused_for_what_is_not_there_or_takes_nothing() -> None:
    world = WebhookWorld()
    world.endpoint(1, status=EndpointStatus.DISABLED)
    world.endpoint(2)
    event = world.event(1)
    with pytest.raises(Conflict) as disabled:
        world.redeliver(event, ulid("whe", 1))
    assert disabled.value.code == "webhook_endpoint_disabled"
    for unknown in (replace(event, id=ulid("evt", 77)), replace(event, id="evt_x")):
        with pytest.raises(NotFound):
            world.redeliver(unknown)
    with pytest.raises(NotFound):
        world.redeliver(event, ulid("whe", 9))


def test_redelivery_beside_a_worker_at_work_is_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    world = WebhookWorld()
    world.endpoint()
    event = world.event(1)
    ref = world.fan_out(1)[0]
    stale = world.delivery(ref)
    world.memory.save_delivery(stale.claimed(NOON))
    monkeypatch.setattr(world.memory, "get_delivery", lambda _: stale)  # read just before the worker's claim
    with pytest.raises(VersionConflict):
        world.redeliver(event)
