from __future__ import annotations

from datetime import timedelta

from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import ALL_SCOPES
from chalicelib.domain.webhooks import WebhookEndpoint
from chalicelib.usecases.create_key import issue
from chalicelib.usecases.register_webhook_endpoint import RegisteredEndpoint
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld


def test_a_new_tenant_gets_a_key_for_each_mode(world: HttpWorld) -> None:
    keys = world.operator.post("/v1/tenants", {"name": "Facturo"}).json["keys"]
    assert [key["livemode"] for key in keys] == [False, True]
    assert keys[0]["secret"].startswith("sk_test_")
    assert keys[1]["secret"].startswith("sk_live_")


def test_no_secret_is_stored_nor_replayed(world: HttpWorld) -> None:
    first = world.operator.post("/v1/tenants", {"name": "Facturo"}, Idempotency_Key="one")
    again = world.operator.post("/v1/tenants", {"name": "Facturo"}, Idempotency_Key="one")
    secrets = [key["secret"] for key in first.json["keys"]]
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json["id"] == first.json["id"]
    assert [key["secret"] for key in again.json["keys"]] == [None, None]
    assert not any(secret in repr(world.store.commits) for secret in secrets)


def test_no_secret_is_in_the_text_of_what_was_issued(world: HttpWorld) -> None:
    """A traceback or a log line shows objects as text."""
    scope, ids, now = Scope("tnt_1", livemode=False), world.deps.ids, world.clock.now()
    key = issue(scope, "k", ALL_SCOPES, actor="operator", expires_at=None, ids=ids, now=now)
    endpoint = WebhookEndpoint("whe_1", key.key.scope, "https://h.example.com/", now, ())
    assert key.secret not in repr(key)
    assert "whsec_x" not in repr(RegisteredEndpoint(endpoint, "whsec_x"))


def test_a_key_is_shown_without_its_secret(world: HttpWorld) -> None:
    client = world.tenant().test
    listed = client.get("/v1/keys").json["data"]
    assert [key["secret"] for key in listed] == [None]
    assert client.get(f"/v1/keys/{listed[0]['id']}").json == listed[0]


def test_keys_are_listed_in_pages_newest_first_and_for_the_operator_in_both_modes(world: HttpWorld) -> None:
    tenant = world.tenant()
    made = [tenant.test.post("/v1/keys", {"name": f"key {number}"}).json["id"] for number in range(4)]

    def pages(client: HttpClient, path: str) -> list[str]:
        listed, more = [], f"{path}?limit=2"
        while more:
            page = client.get(more).json
            listed += [key["id"] for key in page["data"]]
            more = f"{path}?limit=2&cursor={page['next_cursor']}" if page["has_more"] else ""
        return listed

    mine = pages(tenant.test, "/v1/keys")
    assert mine[:-1] == list(reversed(made))
    live = [key["id"] for key in tenant.live.get("/v1/keys").json["data"]]
    assert pages(world.operator, f"/v1/tenants/{tenant.id}/keys") == mine + live


def test_nobody_makes_a_key_stronger_than_their_own(world: HttpWorld) -> None:
    client = world.tenant().test
    weak = client.post("/v1/keys", {"name": "weak", "scopes": ["keys:write", "keys:read"]}).json
    caller = world.anonymous.with_key(weak["secret"])
    answer = caller.post("/v1/keys", {"name": "strong", "scopes": ["keys:read", "cases:write"]})
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "scope_not_held")
    first = next(key for key in caller.get("/v1/keys").json["data"] if key["id"] != weak["id"])
    assert caller.post(f"/v1/keys/{first['id']}/rotate", {}).code == "scope_not_held"


def test_a_rotated_key_works_during_the_overlap_only(world: HttpWorld) -> None:
    client = world.tenant().test
    made = client.post("/v1/keys", {"name": "old"}).json
    old = world.anonymous.with_key(made["secret"])
    fresh = client.post(f"/v1/keys/{made['id']}/rotate", {"overlap_hours": 2})
    assert fresh.status == 201
    assert old.get("/v1/keys").status == 200
    world.clock.instant += timedelta(hours=2)
    assert old.get("/v1/keys").status == 401
    assert world.anonymous.with_key(fresh.json["secret"]).get("/v1/keys").status == 200


def test_an_overlap_is_seven_days_at_most(world: HttpWorld) -> None:
    client = world.tenant().test
    made = client.post("/v1/keys", {"name": "old"}).json
    assert client.post(f"/v1/keys/{made['id']}/rotate", {"overlap_hours": 169}).status == 422


def test_a_revoked_key_opens_nothing_at_once(world: HttpWorld) -> None:
    client = world.tenant().test
    made = client.post("/v1/keys", {"name": "short"})
    revoked = world.anonymous.with_key(made.json["secret"])
    assert revoked.get("/v1/keys").status == 200
    path = f"/v1/keys/{made.json['id']}"
    assert client.delete(path).code == "precondition_required"
    assert client.delete(path, If_Match='"v0"').code == "precondition_failed"
    assert client.delete(path, If_Match=made.headers["etag"]).status == 200
    assert revoked.get("/v1/keys").status == 401


def test_the_operator_makes_another_key_for_a_tenant(world: HttpWorld) -> None:
    tenant = world.tenant()
    made = world.operator.post(f"/v1/tenants/{tenant.id}/keys", {"name": "more", "livemode": True})
    assert made.status == 201
    assert world.anonymous.with_key(made.json["secret"]).get("/v1/keys").json["data"][0]["livemode"] is True
    unknown = f"/v1/tenants/tnt_{'0' * 26}/keys"
    assert world.operator.post(unknown, {"name": "more", "livemode": True}).status == 404
