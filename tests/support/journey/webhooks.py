"""The parts of the journey about test clocks and webhooks."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_schedule import Answer as Received
from chalicelib.domain.webhook_schedule import after_attempt
from chalicelib.domain.webhooks import WebhookDelivery
from tests.support.http_client import HttpClient

from .voice import Journey


def clock(journey: Journey, client: HttpClient) -> None:
    made = journey.say(client, "POST", "/v1/test-clocks", {"now": "2026-01-05T08:00:00Z"})
    journey.say(client, "GET", f"/v1/test-clocks/{made['id']}")
    journey.say(client, "POST", f"/v1/test-clocks/{made['id']}/advance", {"to": "2026-04-05T08:00:00Z"})


def erasure(journey: Journey, client: HttpClient) -> None:
    """Of a clock that stands; the case of the journey is on none."""
    clock_id = journey.say(client, "POST", "/v1/test-clocks", {"now": "2026-01-05T08:00:00Z"})["id"]
    asked = journey.say(client, "POST", "/v1/test-data/erasures", {"test_clock_id": clock_id})
    journey.say(client, "GET", f"/v1/test-data/erasures/{asked['id']}")


def webhooks(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    world = journey.world
    body = {"url": "https://facturo.example/hooks", "events": ["payment.recorded", "case.closed"], "description": "ERP"}
    endpoint = journey.say(client, "POST", "/v1/webhook-endpoints", body)
    path = f"/v1/webhook-endpoints/{endpoint['id']}"
    journey.say(client, "GET", "/v1/webhook-endpoints")
    journey.say(client, "GET", path)
    event = world.store.events(scope, case["id"], limit=1, position=None).items[0]
    found = world.deps.webhook_events.get(scope, event.id, case_id=case["id"], sequence=1)
    if found is None:
        raise AssertionError("the first event of the case is there")
    delivery = WebhookDelivery.of(found, endpoint["id"], world.clock.now())
    world.deps.webhook_store.add_delivery(delivery)
    stored = world.deps.webhook_store.get_endpoint(scope, endpoint["id"])
    if stored is None:
        raise AssertionError("the endpoint is there")
    received = Received(status=500, error=None, duration_ms=120, excerpt="down")
    claimed = delivery.claimed(world.clock.now())
    world.deps.webhook_store.save_delivery(claimed)
    result = after_attempt(claimed, stored, received, now=world.clock.now(), jitter=0.5)
    world.deps.webhook_store.save_delivery(result.delivery)
    journey.say(client, "POST", f"/v1/events/{event.id}/redeliver", {"webhook_endpoint_id": endpoint["id"]})
    journey.say(client, "GET", f"{path}/deliveries")
    journey.say(client, "GET", f"/v1/events?case_id={case['id']}&type=case.opened")
    journey.say(client, "GET", f"/v1/events/{event.id}")
    _endpoint(journey, client, path)


def _endpoint(journey: Journey, client: HttpClient, path: str) -> None:
    journey.say(client, "PATCH", path, {"events": [], "description": None}, If_Match='"v1"')
    journey.say(client, "POST", f"{path}/rotate-secret", {"overlap_hours": 24})
    journey.say(client, "POST", f"{path}/ping")
    asked = {"from": "2026-11-22T00:00:00Z", "to": "2026-11-23T09:00:00Z", "types": ["case.opened"]}
    replay = journey.say(client, "POST", f"{path}/replay", asked)
    journey.say(client, "GET", f"{path}/replays/{replay['id']}")
    journey.say(client, "DELETE", path, If_Match='"v3"')
