from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.api_secret import make_secret
from tests.support.http_world import HttpWorld

REFUSED = [
    ("Basic dXNlcjpwYXNz", "invalid_api_key"),
    ("Bearer", "invalid_api_key"),
    ("Bearer sk_test_short", "invalid_api_key"),
    ("Bearer " + "x" * 5000, "invalid_api_key"),
    ("Bearer sk_test_\x00", "invalid_api_key"),
]


def test_without_a_key_nothing_is_told(world: HttpWorld) -> None:
    answer = world.anonymous.get("/v1/creditors")
    assert (answer.status, answer.code) == (401, "missing_api_key")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("authorization", "code"), REFUSED)
def test_another_form_of_authorization_is_refused_without_a_lookup(
    world: HttpWorld, authorization: str, code: str
) -> None:
    answer = world.anonymous.get("/v1/creditors", Authorization=authorization)
    assert (answer.status, answer.code) == (401, code)
    assert world.store.calls["api_key_by_hash"] == 0


def test_a_well_formed_key_that_nobody_made_is_refused(world: HttpWorld) -> None:
    answer = world.anonymous.with_key(make_secret(bytes(24), livemode=True)).get("/v1/creditors")
    assert (answer.status, answer.code) == (401, "invalid_api_key")


def test_a_key_is_looked_up_once_a_minute(world: HttpWorld) -> None:
    client = world.tenant().test
    for _ in range(3):
        assert client.get("/v1/creditors").status == 200
    assert world.store.calls["api_key_by_hash"] == 1
    world.clock.instant += timedelta(seconds=61)
    client.get("/v1/creditors")
    assert world.store.calls["api_key_by_hash"] == 2


def test_an_expired_key_is_refused_even_while_it_is_remembered(world: HttpWorld) -> None:
    client = world.tenant().test
    soon = (world.clock.instant + timedelta(seconds=30)).isoformat()
    made = client.post("/v1/keys", {"name": "short", "expires_at": soon})
    short = world.anonymous.with_key(made.json["secret"])
    assert short.get("/v1/keys").status == 200
    world.clock.instant += timedelta(seconds=30)
    answer = short.get("/v1/keys")
    assert (answer.status, answer.code) == (401, "expired_api_key")


def test_a_key_opens_only_what_its_scopes_name(world: HttpWorld) -> None:
    client = world.tenant().test
    made = client.post("/v1/keys", {"name": "reader", "scopes": ["parties:read"]})
    reader = world.anonymous.with_key(made.json["secret"])
    assert reader.get("/v1/creditors").status == 200
    answer = reader.post("/v1/creditors", {})
    assert (answer.status, answer.code) == (403, "insufficient_scope")


def test_the_operator_key_opens_no_tenants_data(world: HttpWorld) -> None:
    answer = world.operator.get("/v1/creditors")
    assert (answer.status, answer.code) == (403, "insufficient_scope")


def test_a_tenants_key_creates_no_tenant(world: HttpWorld) -> None:
    answer = world.tenant().live.post("/v1/tenants", {"name": "x"})
    assert (answer.status, answer.code) == (403, "operator_key_required")
