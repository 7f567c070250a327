"""Endpoints, deliveries and the body that is sent (R-131)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_body import LARGEST_BODY, webhook_body
from chalicelib.domain.webhooks import (
    DeliveryState,
    EndpointStatus,
    SealedSecret,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    delivery_id,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SCOPE = Scope("ten_a", False)
EVENT = WebhookEvent(
    id="evt_01JABCDEFGHJKMNPQRSTVWXYZ0",
    scope=SCOPE,
    type="payment.recorded",
    occurred_at=NOON,
    recorded_at=NOON,
    case_id="case_1",
    external_reference="FA-é-1",
    sequence=12,
    head_hash="ab12",
    details=(("payment_id", "pay_1"), ("amount", 5_000), ("sequence", 99)),
)
ENDPOINT = WebhookEndpoint("whe_1", SCOPE, "https://hooks.example.com/", NOON, (SealedSecret(b"s", NOON),))


def test_the_body_has_type_timestamp_and_data() -> None:
    body = webhook_body(EVENT)
    assert json.loads(body) == {
        "type": "payment.recorded",
        "timestamp": "2026-03-02T12:00:00Z",
        "data": {
            "event_id": EVENT.id,
            "case_id": "case_1",
            "external_reference": "FA-é-1",
            "livemode": False,
            "sequence": 12,
            "head_hash": "ab12",
            "payment_id": "pay_1",
            "amount": 5_000,
        },
    }
    assert "é".encode() in body
    assert b": " not in body


def test_the_timestamp_is_utc_whatever_the_zone() -> None:
    paris = replace(EVENT, occurred_at=datetime(2026, 7, 1, 14, 0, 0, 250_000, timezone(timedelta(hours=2))))
    assert json.loads(webhook_body(paris))["timestamp"] == "2026-07-01T12:00:00.250000Z"


@pytest.mark.parametrize("size", [18_000, 19_990, 20_000, 400_000])
def test_the_body_stays_under_20_kilobytes(size: int) -> None:
    body = webhook_body(replace(EVENT, details=(("note", "x" * size),)))
    assert len(body) < LARGEST_BODY
    data = json.loads(body)["data"]
    assert data["sequence"] == 12
    assert ("note" in data) != data.get("details_omitted", False)


def test_an_event_without_case_has_the_same_fields_empty() -> None:
    alone = replace(EVENT, case_id=None, sequence=None, head_hash=None, external_reference=None, details=())
    data = json.loads(webhook_body(alone))["data"]
    assert (data["case_id"], data["sequence"], data["head_hash"]) == (None, None, None)


def test_a_delivery_id_is_the_same_for_ever_and_another_for_each_endpoint() -> None:
    """R-141: the same message twice finds the same delivery."""
    first = delivery_id("whe_1", EVENT.id)
    assert first == delivery_id("whe_1", EVENT.id) == WebhookDelivery.of(EVENT, "whe_1", NOON).id
    assert first.startswith("whd_01JABCDEFG")
    assert len(first) == 30
    assert len({delivery_id(f"whe_{n}", EVENT.id) for n in range(500)}) == 500


@pytest.mark.parametrize("event_id", ["", "evt_", "evt_1", "evt_" + "I" * 26, "evt_" + "a" * 26])
def test_what_is_no_event_id_makes_no_delivery(event_id: str) -> None:
    with pytest.raises(ValueError, match="ULID"):
        delivery_id("whe_1", event_id)


def test_an_endpoint_wants_what_it_asked_for() -> None:
    assert ENDPOINT.wants(EVENT)
    assert replace(ENDPOINT, events=("case.opened", "payment.recorded")).wants(EVENT)
    assert not replace(ENDPOINT, events=("case.opened",)).wants(EVENT)


def test_an_endpoint_wants_nothing_of_another_world_nor_when_disabled() -> None:
    """R-134."""
    assert not ENDPOINT.wants(replace(EVENT, scope=Scope("ten_a", True)))
    assert not ENDPOINT.wants(replace(EVENT, scope=Scope("ten_b", False)))
    assert not replace(ENDPOINT, status=EndpointStatus.DISABLED).wants(EVENT)


def test_an_endpoint_gets_no_events_from_before_its_time() -> None:
    assert not ENDPOINT.wants(replace(EVENT, recorded_at=NOON - timedelta(minutes=2)))
    assert ENDPOINT.wants(replace(EVENT, recorded_at=NOON - timedelta(seconds=30)))
    long_ago_on_a_test_clock = replace(EVENT, occurred_at=NOON - timedelta(days=900))
    assert ENDPOINT.wants(long_ago_on_a_test_clock)


def test_an_old_secret_signs_until_its_overlap_ends() -> None:
    new, old = SealedSecret(b"new", NOON), SealedSecret(b"old", NOON, NOON + timedelta(hours=24))
    endpoint = replace(ENDPOINT, secrets=(new, old))
    assert endpoint.secrets_at(NOON) == (new, old)
    assert endpoint.secrets_at(NOON + timedelta(hours=24)) == (new,)


def test_a_secret_is_not_shown_by_accident() -> None:
    assert "hidden" not in repr(replace(ENDPOINT, secrets=(SealedSecret(b"hidden", NOON),)))


def test_a_finished_delivery_can_be_rearmed_with_the_whole_schedule_ahead() -> None:
    done = replace(
        WebhookDelivery.of(EVENT, "whe_1", NOON),
        state=DeliveryState.EXHAUSTED,
        next_attempt_at=None,
        attempt_count=10,
        first_failed_at=NOON,
    )
    again = done.rearmed(NOON + timedelta(days=4))
    assert again.is_due(NOON + timedelta(days=4))
    assert (again.attempt_count, again.first_failed_at, again.manual, again.keeps_order) == (0, None, True, False)


def test_a_pending_delivery_is_only_hurried() -> None:
    waiting = replace(WebhookDelivery.of(EVENT, "whe_1", NOON), attempt_count=4, next_attempt_at=NOON + timedelta(1))
    again = waiting.rearmed(NOON)
    assert (again.attempt_count, again.manual, again.next_attempt_at) == (4, False, NOON)
