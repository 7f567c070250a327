"""An endpoint is changed, given a new secret, pinged, and told of when it was disabled (R-131)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import InvalidInput, NotFound, PreconditionFailed
from chalicelib.domain.reads import OutboxRow
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.webhook_signature import sign
from chalicelib.domain.webhooks import (
    DeliveryRef,
    DeliveryState,
    DisabledReason,
    EndpointStatus,
    WebhookEndpoint,
)
from chalicelib.usecases.deliver_webhook import DeliveryOutcome
from chalicelib.usecases.stored_webhook_events import StoredWebhookEvents
from chalicelib.usecases.update_webhook_endpoint import UpdateWebhookEndpoint, update_webhook_endpoint
from chalicelib.usecases.work_on_webhook_row import work_on_webhook_row
from tests.support.fake_webhooks import NOON, AnyUrl, ulid
from tests.support.webhook_world import SCOPE, SECRET, WebhookWorld

HOUR = timedelta(hours=1)
DOWN = Answer(500)


def change(world: WebhookWorld, expected: set[int] | None = None, **changes: Any) -> WebhookEndpoint:
    return update_webhook_endpoint(
        UpdateWebhookEndpoint(SCOPE, ulid("whe", 1), changes, expected),
        store=world.memory,
        commits=world.table,
        urls=AnyUrl(),
        clock=world.clock,
        known_types=["case.opened", "case.closed"],
    )


def stored(world: WebhookWorld, number: int = 1) -> WebhookEndpoint:
    found = world.memory.get_endpoint(SCOPE, ulid("whe", number))
    assert found is not None
    return found


def attempted(world: WebhookWorld, sequence: int) -> DeliveryRef:
    world.event(sequence)
    (ref,) = world.fan_out(sequence)
    world.deliver(ref)
    return ref


def test_what_is_given_is_changed_and_the_rest_stays() -> None:
    world = WebhookWorld()
    before = world.endpoint(description="ERP", events=("case.opened",))
    after = change(world, {1}, events=["case.closed", "case.opened", "case.closed"])
    assert after == replace(before, events=("case.closed", "case.opened"), version=2) == stored(world)
    assert change(world, None, description=None).description is None
    assert change(world, {3}, description=None).version == 3
    with pytest.raises(PreconditionFailed):
        change(world, {1}, enabled=False)
    with pytest.raises(InvalidInput):
        change(world, url="http://hooks.example.com/")
    with pytest.raises(InvalidInput) as unknown:
        change(world, events=["case.opened", "no.such"])
    assert unknown.value.errors[0].pointer == "#/events/1"
    world.memory.delete_endpoint(SCOPE, before.id, expected_version=None)
    with pytest.raises(NotFound):
        change(world, enabled=False)


def test_disabled_by_its_owner_nothing_is_sent_until_it_is_enabled_again() -> None:
    world = WebhookWorld()
    world.endpoint()
    disabled = change(world, enabled=False)
    assert (disabled.disabled_reason, disabled.disabled_at) == (DisabledReason.OWNER, NOON)
    assert world.fan_out(world.event(1).sequence or 0) == ()
    enabled = change(world, enabled=True)
    assert (enabled.status, enabled.disabled_reason, enabled.disabled_at) == (EndpointStatus.ENABLED, None, None)
    world.clock.move(2 * HOUR)
    attempted(world, 2)
    assert world.sequences() == [2]


@pytest.mark.parametrize("cure", [{"enabled": True}, {"url": "https://new.example.com/", "enabled": True}])
def test_enabled_again_after_five_days_of_failure_it_gets_five_days_more(cure: dict[str, Any]) -> None:
    world = WebhookWorld(always=DOWN)
    world.endpoint()
    for sequence in range(1, 7):
        attempted(world, sequence)
        world.clock.move(timedelta(days=1))
    assert stored(world).disabled_reason is DisabledReason.FAILING
    change(world, **cure)
    for sequence in range(7, 12):
        attempted(world, sequence)
        assert stored(world).enabled
        world.clock.move(timedelta(days=1))
    attempted(world, 12)
    assert not stored(world).enabled


def test_another_url_begins_its_health_anew() -> None:
    world = WebhookWorld(DOWN)
    world.endpoint()
    attempted(world, 1)
    assert stored(world).failing_since == NOON
    assert change(world, description="x").failing_since == NOON
    assert change(world, url="https://new.example.com/").failing_since is None


def test_the_old_secret_signs_too_for_a_day() -> None:
    world = WebhookWorld()
    world.endpoint()
    secret = world.rotate()
    for sequence, wait in ((1, 24 * HOUR - timedelta(seconds=1)), (2, timedelta(seconds=1))):
        world.clock.move(wait)
        attempted(world, sequence)
    both, new = (r for r in world.receiver.received)
    wanted = [
        [sign(key, message_id=r.headers["webhook-id"], timestamp=int(r.headers["webhook-timestamp"]), body=r.body)]
        for r, key in ((both, secret), (both, SECRET), (new, secret))
    ]
    assert both.headers["webhook-signature"].split() == wanted[0] + wanted[1]
    assert new.headers["webhook-signature"].split() == wanted[2]
    assert secret != SECRET


def test_an_overlap_may_be_none_and_never_grows() -> None:
    world = WebhookWorld()
    world.endpoint()
    world.rotate(timedelta(0))
    assert len(stored(world).secrets) == 1
    world.rotate(HOUR)
    world.clock.move(timedelta(minutes=30))
    world.rotate(24 * HOUR)
    assert [s.expires_at and s.expires_at - NOON for s in stored(world).secrets] == [
        None,
        timedelta(hours=24, minutes=30),
        HOUR,
    ]
    for _ in range(9):
        world.rotate()
    assert len(stored(world).secrets) == 5
    attempted(world, 1)
    assert world.receiver.received[0].headers["webhook-signature"].count("v1,") == 5


def test_a_ping_is_a_signed_event_of_its_own() -> None:
    world = WebhookWorld()
    world.endpoint()
    ref = world.ping().ref
    world.run(timedelta(seconds=1))
    (request,) = world.receiver.received
    body = json.loads(request.body)
    assert (body["type"], body["data"]["webhook_endpoint_id"]) == ("ping", ulid("whe", 1))
    assert body["data"]["event_id"] == request.headers["webhook-id"]
    delivery = world.delivery(ref)
    assert (delivery.state, delivery.log[0].status, delivery.manual) == (DeliveryState.SUCCEEDED, 204, True)
    assert delivery.request is not None
    assert (delivery.request.url, delivery.request.body_bytes) == (request.url, len(request.body))


def test_a_ping_that_fails_is_not_repeated_and_counts_for_nothing() -> None:
    world = WebhookWorld(always=Answer(410))
    before = world.endpoint()
    ref = world.ping().ref
    world.run(timedelta(days=4))
    assert len(world.receiver.received) == 1
    assert world.delivery(ref).state is DeliveryState.FAILED
    assert stored(world) == before


def test_a_disabled_endpoint_can_be_pinged() -> None:
    world = WebhookWorld()
    world.endpoint()
    change(world, enabled=False)
    world.ping()
    world.run(timedelta(seconds=1))
    assert len(world.receiver.received) == 1


def test_a_ping_of_a_busy_endpoint_says_so() -> None:
    world = WebhookWorld(DOWN)
    world.endpoint()
    attempted(world, 1)
    world.recorded.take()
    world.memory.take_turn(SCOPE, ulid("whe", 1), "whd_other", now=NOON, until=NOON + HOUR)
    ref = world.ping().ref
    assert world.deliver(ref) is DeliveryOutcome.WAITS_FOR_TURN
    delivery = world.delivery(ref)
    assert (delivery.state, delivery.log[0].error) == (DeliveryState.FAILED, "endpoint_busy")


def test_the_other_endpoints_are_told_that_one_was_disabled() -> None:
    world = WebhookWorld(Answer(410))
    world.endpoint(1)
    world.endpoint(2, events=("webhook_endpoint.disabled",))
    world.endpoint(3, events=("case.closed",))
    world.event(1)
    world.deliver(world.fan_out(1)[0])
    world.recorded.take()
    (row,) = world.memory.rows
    world.events = StoredWebhookEvents(world.table)
    outbox = OutboxRow(("pk", "sk"), row.scope, row.consumer.value, row.case_id, row.run, row.first, row.last)
    for _ in range(2):
        work_on_webhook_row(outbox, store=world.store, events=world.events, queue=world.queue, clock=world.clock)
    world.run(timedelta(minutes=1))
    _, told = world.receiver.received
    assert told.url == "https://h2.example.com/"
    body = json.loads(told.body)
    assert body["type"] == "webhook_endpoint.disabled"
    assert body["data"]["webhook_endpoint_id"] == ulid("whe", 1)
    assert body["data"]["reason"] == "gone"
    assert body["data"]["case_id"] is None


def test_an_answer_to_the_old_url_does_not_disable_the_new_one() -> None:
    world = WebhookWorld(Answer(410))
    world.endpoint()
    world.receiver.before = lambda: change(world, url="https://new.example.com/")
    attempted(world, 1)
    assert stored(world).enabled
    assert world.memory.rows == []
