"""Requests per key and per tenant, as a caller meets them (R-130)."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest

from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.key_use import Quotas
from tests.support.http_world import HttpWorld
from tests.support.other_process import other_process, with_quotas


@pytest.fixture(autouse=True)
def two_a_minute(world: HttpWorld) -> None:
    with_quotas(world, Quotas(per_key=2, per_tenant=3))


def test_what_is_left_is_told_and_then_refused_until_the_window_ends(world: HttpWorld) -> None:
    client = world.tenant().test
    first = client.get("/v1/keys")
    assert first.headers["ratelimit-policy"] == '"key";q=2;w=60, "tenant";q=3;w=60'
    assert first.headers["ratelimit"] == '"key";r=1;t=60, "tenant";r=2;t=60'
    world.clock.instant += timedelta(seconds=20)
    assert client.get("/v1/keys").headers["ratelimit"] == '"key";r=0;t=40, "tenant";r=1;t=40'
    refused = client.get("/v1/keys")
    assert (refused.status, refused.code) == (429, "rate_limited")
    assert refused.headers["retry-after"] == "40"
    assert refused.headers["ratelimit"] == '"key";r=0;t=40, "tenant";r=1;t=40'
    assert refused.json["retryable"] is True
    assert refused.json["errors"][0]["code"] == "key_quota_exhausted"
    assert refused.json["errors"][0]["header"] == "Authorization"
    world.clock.instant += timedelta(seconds=40)
    assert client.get("/v1/keys").status == 200


def test_the_tenants_quota_is_shared_by_its_keys_and_named_when_it_refuses(world: HttpWorld) -> None:
    tenant = world.tenant()
    second = world.anonymous.with_key(tenant.test.post("/v1/keys", {"name": "second"}).json["secret"])
    assert [second.get("/v1/keys").status for _ in range(2)] == [200, 200]
    refused = tenant.test.get("/v1/keys")
    assert (refused.status, refused.json["errors"][0]["code"]) == (429, "tenant_quota_exhausted")
    assert "This tenant, with all its keys, may send 3 requests" in refused.json["detail"]


def test_test_and_live_mode_and_other_tenants_have_quotas_of_their_own(world: HttpWorld) -> None:
    tenant = world.tenant()
    for _ in range(2):
        assert tenant.test.get("/v1/keys").status == 200
    assert tenant.test.get("/v1/keys").status == 429
    assert tenant.live.get("/v1/keys").status == 200
    world.clock.instant += timedelta(minutes=1)  # the operator's own window
    assert world.tenant().test.get("/v1/keys").status == 200


def test_a_quota_holds_over_processes(world: HttpWorld) -> None:
    client = world.tenant().test
    assert client.get("/v1/keys").status == 200
    with other_process(world, Quotas(per_key=2, per_tenant=3)):
        assert client.get("/v1/keys").status == 200
        assert client.get("/v1/keys").status == 429
    assert client.get("/v1/keys").status == 429


@pytest.mark.parametrize("lost", ["before", "after"])
def test_a_table_that_fails_to_lease_fails_no_request(
    world: HttpWorld, lost: str, log: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each process goes on with a small allowance of its own; then 429, never a 5xx."""
    client = world.tenant().test

    def fail(name: str) -> None:
        if name == "lease":
            raise ProviderUnavailable("throttled")

    setattr(world.deps.key_uses, lost, fail)
    assert [client.get("/v1/keys").status for _ in range(3)] == [200, 429, 429]
    assert "the table does not answer" in log.getvalue()
    assert '"requests_limited_alone":[1.0]' in capsys.readouterr().out.replace(" ", "")
