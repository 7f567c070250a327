"""What every refusal carries, whatever refused it (R-130; RFC 9457, RFC 6750, draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.api_secret import make_secret
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.key_use import Quotas
from chalicelib.entrypoints.http.framework.json_body import MAXIMUM_BYTES
from tests.support.http_client import HttpAnswer
from tests.support.http_world import HttpWorld
from tests.support.other_process import with_quotas

ABSENT = "cred_" + "0" * 26


def failing(world: HttpWorld, error: Exception) -> HttpAnswer:
    client = world.tenant().test

    def fail(name: str) -> None:
        if name == "creditors":
            raise error

    world.store.before = fail
    return client.get("/v1/creditors")


def over_the_quota(world: HttpWorld) -> HttpAnswer:
    client = world.tenant().test
    with_quotas(world, Quotas(per_key=1, per_tenant=9))
    client.get("/v1/keys")
    return client.get("/v1/keys")


WITH_A_KEY: dict[str, tuple[int, Callable[[HttpWorld], HttpAnswer]]] = {
    "malformed": (400, lambda w: w.tenant().test.post("/v1/creditors", "{")),
    "no scope": (403, lambda w: w.tenant().test.post("/v1/tenants", {})),
    "absent": (404, lambda w: w.tenant().test.get(f"/v1/creditors/{ABSENT}")),
    "too large": (413, lambda w: w.tenant().test.post("/v1/creditors", f'{{"name": "{"x" * MAXIMUM_BYTES}"}}')),
    "not valid": (422, lambda w: w.tenant().test.post("/v1/creditors", {})),
    "no version": (428, lambda w: w.tenant().test.patch(f"/v1/creditors/{ABSENT}", {})),
    "over the quota": (429, over_the_quota),
    "unforeseen": (500, lambda w: failing(w, RuntimeError("no"))),
    "unavailable": (503, lambda w: failing(w, ProviderUnavailable("not now"))),
}
WITHOUT: dict[str, tuple[int, Callable[[HttpWorld], HttpAnswer]]] = {
    "no key": (401, lambda w: w.anonymous.get("/v1/keys")),
    "junk": (401, lambda w: w.anonymous.get("/v1/keys", Authorization="Bearer junk")),
    "no such path": (404, lambda w: w.tenant().test.get("/v1/nothing")),
    "no such method": (405, lambda w: w.tenant().test.delete("/v1/creditors")),
    "not JSON": (415, lambda w: w.tenant().test.post("/v1/creditors", "a", Content_Type="text/plain")),
}
LEFT = re.compile(r'"key";r=\d+;t=\d+, "tenant";r=\d+;t=\d+')
POLICY = re.compile(r'"key";q=\d+;w=60, "tenant";q=\d+;w=60')


def check(answer: HttpAnswer, status: int) -> None:
    assert answer.status == answer.json["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["request-id"] == answer.json["request_id"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", WITH_A_KEY)
def test_a_refusal_to_a_known_key_tells_its_quotas(world: HttpWorld, name: str) -> None:
    status, ask = WITH_A_KEY[name]
    answer = ask(world)
    check(answer, status)
    assert POLICY.fullmatch(answer.headers["ratelimit-policy"])
    assert LEFT.fullmatch(answer.headers["ratelimit"])


@pytest.mark.parametrize("name", WITHOUT)
def test_a_refusal_before_a_key_was_looked_at_tells_no_quota(world: HttpWorld, name: str) -> None:
    status, ask = WITHOUT[name]
    answer = ask(world)
    check(answer, status)
    assert "ratelimit" not in answer.headers


def test_what_to_authenticate_with_is_told_as_rfc_6750_says(world: HttpWorld) -> None:
    """Without a key no error is named; an unusable key is an invalid token; a missing scope is named."""
    client = world.tenant().test
    soon = (world.clock.instant + timedelta(seconds=30)).isoformat()
    made = client.post("/v1/keys", {"name": "reader", "scopes": ["parties:read"], "expires_at": soon}).json
    reader = world.anonymous.with_key(made["secret"])
    lacking = reader.post("/v1/creditors", {})
    world.clock.instant += timedelta(minutes=1)
    unknown = world.anonymous.with_key(make_secret(bytes(24), livemode=True))
    invalid = 'Bearer realm="amiable", error="invalid_token"'
    told = {
        "none": (world.anonymous.get("/v1/keys"), 'Bearer realm="amiable"'),
        "junk": (world.anonymous.get("/v1/keys", Authorization="Bearer junk"), invalid),
        "unknown": (unknown.get("/v1/keys"), invalid),
        "expired": (reader.get("/v1/creditors"), invalid),
        "scope": (lacking, 'Bearer realm="amiable", error="insufficient_scope", scope="parties:write"'),
        "operator": (client.post("/v1/tenants", {}), 'Bearer realm="amiable", error="insufficient_scope"'),
    }
    assert {name: answer.headers["www-authenticate"] for name, (answer, _) in told.items()} == {
        name: wanted for name, (_, wanted) in told.items()
    }
