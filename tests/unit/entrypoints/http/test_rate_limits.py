from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.entrypoints.http.framework import api_blueprint
from chalicelib.entrypoints.http.framework.rate_limits import REMEMBERED_KEYS, RateLimits
from tests.support.http_world import TODAY, HttpWorld


@pytest.fixture(autouse=True)
def two_a_minute(world: HttpWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    del world  # made first: a new world starts with the real quota
    monkeypatch.setattr(api_blueprint, "RATE_LIMITS", RateLimits(quota=2))


def test_what_is_left_is_told_and_then_refused_until_the_window_ends(world: HttpWorld) -> None:
    client = world.tenant().test
    first = client.get("/v1/keys")
    assert first.headers["ratelimit-policy"] == '"key";q=2;w=60'
    assert first.headers["ratelimit"] == '"key";r=1;t=60'
    world.clock.instant += timedelta(seconds=20)
    assert client.get("/v1/keys").headers["ratelimit"] == '"key";r=0;t=40'
    refused = client.get("/v1/keys")
    assert (refused.status, refused.code) == (429, "rate_limited")
    assert refused.headers["retry-after"] == "40"
    assert refused.json["retryable"] is True
    world.clock.instant += timedelta(seconds=40)
    assert client.get("/v1/keys").status == 200


def test_each_key_has_its_own_window(world: HttpWorld) -> None:
    tenant = world.tenant()
    for _ in range(2):
        assert tenant.test.get("/v1/keys").status == 200
    assert tenant.test.get("/v1/keys").status == 429
    assert tenant.live.get("/v1/keys").status == 200


def test_the_memory_of_keys_is_bounded() -> None:
    limits = RateLimits(quota=1)
    for index in range(REMEMBERED_KEYS + 5):
        limits.take(f"key_{index}", TODAY)
    assert len(limits._windows) == REMEMBERED_KEYS
