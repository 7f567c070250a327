"""Webhook endpoints and events over HTTP (R-131)."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.domain.events import EventType
from chalicelib.domain.webhook_body import webhook_body
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import open_case

HOOK = {"url": "https://hooks.example/a", "events": ["case.opened"]}
DAY = {"from": "2026-11-22T00:00:00Z", "to": "2026-11-23T09:00:00Z"}


def registered(client: HttpClient) -> tuple[str, Any]:
    made = client.post("/v1/webhook-endpoints", HOOK)
    return f"/v1/webhook-endpoints/{made.json['id']}", made


def test_an_event_reads_as_its_webhook_does(world: HttpWorld) -> None:
    client = world.tenant().test
    case = open_case(client)
    listed = client.get(f"/v1/events?case_id={case['id']}").json["data"]
    assert [event["data"]["sequence"] for event in listed] == list(range(len(listed), 0, -1))
    scope = next(iter(world.store._events))[0]
    for shown in listed:
        sent = world.deps.webhook_events.get(scope, shown["id"], case_id=case["id"], sequence=shown["data"]["sequence"])
        assert sent is not None
        body = json.loads(webhook_body(sent))
        assert {name: shown[name] for name in ("type", "timestamp", "data")} == body
        assert client.get(f"/v1/events/{shown['id']}").json == shown


def test_events_are_filtered_and_paged(world: HttpWorld) -> None:
    client = world.tenant().test
    for _ in range(3):
        open_case(client)
    opened = client.get("/v1/events?type=case.opened&limit=2")
    assert opened.json["has_more"]
    rest = client.get(f"/v1/events?type=case.opened&limit=2&cursor={opened.json['next_cursor']}")
    found = [*opened.json["data"], *rest.json["data"]]
    assert {event["type"] for event in found} == {"case.opened"}
    assert len({event["id"] for event in found}) == 3
    assert not rest.json["has_more"]
    other = client.get(f"/v1/events?type=case.closed&cursor={opened.json['next_cursor']}")
    assert (other.status, other.code) == (422, "invalid_cursor")
    at = found[0]["created_at"]
    assert len(client.get(f"/v1/events?type=case.opened&created_at[gte]={at}&created_at[lte]={at}").json["data"]) == 3
    assert client.get("/v1/events?created_at[gte]=2026-11-24T00:00:00Z").json["data"] == []


def test_filters_that_make_no_sense_are_named(world: HttpWorld) -> None:
    client = world.tenant().test
    assert client.get("/v1/events?type=case.vanished").json["errors"][0]["code"] == "unknown_event_type"
    reversed_ = client.get("/v1/events?created_at[gte]=2026-11-24T00:00:00Z&created_at[lte]=2026-11-23T00:00:00Z")
    assert reversed_.json["errors"][0]["parameter"] == "created_at[lte]"
    assert client.get("/v1/events?case_id=case_1").status == 422
    assert client.get("/v1/events?sequence=1").status == 422


def test_a_change_needs_the_present_version(world: HttpWorld) -> None:
    client = world.tenant().test
    path, made = registered(client)
    assert client.patch(path, {"enabled": False}).status == 428
    assert client.patch(path, {"enabled": False}, If_Match='"v9"').status == 412
    changed = client.patch(path, {"enabled": False}, If_Match=made.headers["etag"])
    assert (changed.status, changed.json["status"], changed.json["disabled_reason"]) == (200, "disabled", "owner")
    assert changed.json["secret"] is None
    assert client.patch(path, {"enabled": True}, If_Match=changed.headers["etag"]).json["disabled_at"] is None
    for refused in ({"url": None}, {"enabled": None}, {"status": "enabled"}, {"url": "https://127.0.0.1/"}):
        assert client.patch(path, refused, If_Match="*").status == 422


def test_a_new_secret_is_shown_once_and_never_replayed(world: HttpWorld) -> None:
    client = world.tenant().test
    path, made = registered(client)
    first = client.post(f"{path}/rotate-secret", {}, Idempotency_Key="k1")
    again = client.post(f"{path}/rotate-secret", {}, Idempotency_Key="k1")
    assert first.json["secret"].startswith("whsec_")
    assert first.json["secret"] != made.json["secret"]
    assert first.json["old_secret_expires_at"] == "2026-11-24T09:00:00Z"
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json["secret"] is None
    assert client.get(path).json["secret"] is None
    assert client.post(f"{path}/rotate-secret", {"overlap_hours": 25}).status == 422


def test_a_ping_is_queued_once_for_each_idempotency_key(world: HttpWorld) -> None:
    client = world.tenant().test
    path, _ = registered(client)
    asked, again = (client.post(f"{path}/ping", Idempotency_Key="k1") for _ in range(2))
    assert (asked.status, asked.json["event_type"], asked.json["state"]) == (202, "ping", "pending")
    assert again.json == asked.json
    assert len(client.get(f"{path}/deliveries").json["data"]) == 1
    assert client.get(f"/v1/events/{asked.json['event_id']}").json["type"] == "ping"


def test_a_replay_shows_how_far_it_has_come(world: HttpWorld) -> None:
    client = world.tenant().test
    path, _ = registered(client)
    started = client.post(f"{path}/replay", {**DAY, "types": ["case.opened"]})
    assert (started.status, started.json["status"], started.json["events_sent"]) == (202, "running", 0)
    assert client.get(f"{path}/replays/{started.json['id']}").json == started.json
    assert client.post(f"{path}/replay", DAY).code == "webhook_replay_running"
    other, _ = registered(client)
    assert client.get(f"{other}/replays/{started.json['id']}").status == 404
    assert client.post(f"{other}/replay", {"from": DAY["to"], "to": DAY["from"]}).status == 422
    assert client.post(f"{other}/replay", {"from": DAY["from"]}).status == 422


def test_an_event_is_sent_again_though_nobody_was_told_of_it(world: HttpWorld) -> None:
    client = world.tenant().test
    open_case(client)
    _, made = registered(client)
    event = client.get("/v1/events?type=case.opened").json["data"][0]
    sent = client.post(f"/v1/events/{event['id']}/redeliver", {"webhook_endpoint_id": made.json["id"]})
    assert (sent.status, sent.json["data"][0]["event_id"]) == (202, event["id"])


def test_every_event_type_can_be_asked_for_by_name(world: HttpWorld) -> None:
    client = world.tenant().test
    path, made = registered(client)
    every = [each.value for each in EventType]
    changed = client.patch(path, {"events": every}, If_Match=made.headers["etag"])
    assert (changed.status, changed.json["events"]) == (200, every)
    added = client.post("/v1/webhook-endpoints", {"url": "https://facturo.example/all", "events": every})
    assert (added.status, added.json["events"]) == (201, every)
    replayed = client.post(f"{path}/replay", {**DAY, "types": every})
    assert (replayed.status, replayed.json["types"]) == (202, every)
