"""Leases, uses and revocation through the packaged application: real processes, a real table."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.local.api_client import ApiClient
from infra.local.running import RunningApp, TenantKeys
from tests.scenarios.story import eventually

pytestmark = pytest.mark.local_cloud


def ask(app: RunningApp, key: str) -> tuple[int, Mapping[str, str]]:
    headers = {"Authorization": f"Bearer {key}"}
    request = urllib.request.Request(f"{app.base_url}/creditors", headers=headers)  # noqa: S310 - the local cloud's URL
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            return answer.status, dict(answer.headers.items())
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, dict(refused.headers.items())


def test_requests_are_leased_their_use_is_told_and_a_revoked_key_is_stopped(
    local_app: RunningApp, tenant: TenantKeys
) -> None:
    """R-130: several processes at once, one bucket."""
    client = ApiClient(local_app.base_url, tenant.test_key)
    made = client.post("/keys", {"name": "Measured", "scopes": ["parties:read"]})
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ask(local_app, made["secret"]), range(40)))
    assert {status for status, _ in answers} == {200}
    left = [int(re.findall(r'"key";r=(\d+)', headers["RateLimit"])[0]) for _, headers in answers]
    assert all(0 <= each < 6_000 for each in left)
    assert {headers["RateLimit-Policy"] for _, headers in answers} == {'"key";q=6000;w=60, "tenant";q=12000;w=60'}
    (day, *_) = client.get(f"/keys/{made['id']}/uses")["data"]
    assert 1 <= day["requests"] <= 40
    assert day["refused"] == 0
    assert client.get(f"/keys/{made['id']}")["last_used_at"] is not None
    client.request("DELETE", f"/keys/{made['id']}", headers={"If-Match": "*"})
    eventually(lambda: ask(local_app, made["secret"])[0] == 401, "the revoked key is stopped")
    status, headers = ask(local_app, made["secret"])
    assert (status, headers["WWW-Authenticate"]) == (401, 'Bearer realm="amiable", error="invalid_token"')
