"""The use of keys as their tenant sees it, and how fast a key is stopped (R-130)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.domain.api_secret import make_secret
from chalicelib.domain.key_use import CONFIRMED_SECONDS
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.other_process import other_process


def made(client: HttpClient, name: str = "Dashboard", **more: object) -> dict[str, str]:
    answer = client.post("/v1/keys", {"name": name, **more})
    assert answer.status == 201
    return answer.json  # type: ignore[no-any-return]


# --- last use -----------------------------------------------------------------------------------------------------


def test_a_key_tells_its_last_use_from_its_very_first_request_on(world: HttpWorld) -> None:
    client = world.tenant().test
    key = made(client)
    path = f"/v1/keys/{key['id']}"
    assert client.get(path).json["last_used_at"] is None
    world.clock.instant += timedelta(hours=1)
    world.anonymous.with_key(key["secret"]).get("/v1/creditors")
    assert client.get(path).json["last_used_at"] == "2026-11-23T10:00:00Z"
    listed = {each["id"]: each["last_used_at"] for each in client.get("/v1/keys").json["data"]}
    assert listed[key["id"]] == "2026-11-23T10:00:00Z"


def test_last_use_is_exact_to_some_seconds(world: HttpWorld) -> None:
    client = world.tenant().test
    key = made(client)
    user = world.anonymous.with_key(key["secret"])
    for _ in range(30):
        user.get("/v1/creditors")
        world.clock.instant += timedelta(seconds=1)
    last = datetime.fromisoformat(client.get(f"/v1/keys/{key['id']}").json["last_used_at"])
    assert world.clock.now() - last <= timedelta(seconds=CONFIRMED_SECONDS + 1)


def test_the_tag_of_a_key_moves_with_its_last_use_and_its_version_alone_is_compared(world: HttpWorld) -> None:
    client = world.tenant().test
    key = made(client)
    path = f"/v1/keys/{key['id']}"
    before = client.get(path).headers["etag"]
    assert client.get(path, If_None_Match=before).status == 304
    world.anonymous.with_key(key["secret"]).get("/v1/creditors")
    again = client.get(path, If_None_Match=before)
    assert (again.status, again.json["last_used_at"] is None) == (200, False)
    assert client.delete(path, If_Match=again.headers["etag"]).status == 200


# --- who and when ---------------------------------------------------------------------------------------------------


def test_a_key_tells_who_made_rotated_and_revoked_it(world: HttpWorld) -> None:
    client = world.tenant().test
    (first,) = client.get("/v1/keys").json["data"]
    assert first["created_by"] == "operator"
    old = made(client)
    assert old["created_by"] == first["id"]
    fresh = client.post(f"/v1/keys/{old['id']}/rotate", {"overlap_hours": 2}).json
    assert (fresh["rotated_from"], fresh["created_by"]) == (old["id"], first["id"])
    shown = client.get(f"/v1/keys/{old['id']}").json
    assert (shown["rotated_to"], shown["revoked_by"]) == (fresh["id"], None)
    revoked = client.delete(f"/v1/keys/{old['id']}", If_Match="*").json
    assert (revoked["revoked_by"], revoked["rotated_to"]) == (first["id"], fresh["id"])


def test_a_key_revoked_while_somebody_rotates_it_stays_revoked(world: HttpWorld) -> None:
    """The rotation read the key before; its write names the version and fails."""
    client = world.tenant().test
    key = made(client)
    revoke = iter([lambda: client.delete(f"/v1/keys/{key['id']}", If_Match="*")])

    def between(name: str) -> None:
        if name == "commit":
            next(revoke, lambda: None)()

    world.store.before = between
    answer = client.post(f"/v1/keys/{key['id']}/rotate", {})
    world.store.before = lambda _: None
    assert (answer.status, answer.code) == (409, "version_conflict")
    assert client.get(f"/v1/keys/{key['id']}").json["revoked_at"] is not None


# --- days of use ----------------------------------------------------------------------------------------------------


def test_the_uses_of_a_key_are_told_by_day_and_scope_newest_first(world: HttpWorld) -> None:
    client = world.tenant().test
    key = made(client, scopes=["parties:read"])
    user = world.anonymous.with_key(key["secret"])
    user.get("/v1/creditors")
    world.clock.instant += timedelta(days=1)
    user.get("/v1/creditors")
    world.clock.instant += timedelta(seconds=6)
    assert user.post("/v1/creditors", {}).status == 403
    today, yesterday = client.get(f"/v1/keys/{key['id']}/uses").json["data"]
    assert today == {
        "object": "key_use",
        "day": "2026-11-24",
        "requests": 2,
        "refused": 1,
        "by_scope": [{"scope": "parties:read", "requests": 1}, {"scope": "parties:write", "requests": 1}],
        "first_at": "2026-11-24T09:00:00Z",
        "last_at": "2026-11-24T09:00:06Z",
    }
    assert (yesterday["day"], yesterday["requests"], yesterday["refused"]) == ("2026-11-23", 1, 0)
    page = client.get(f"/v1/keys/{key['id']}/uses?limit=1").json
    assert page["has_more"] is True
    rest = client.get(f"/v1/keys/{key['id']}/uses?limit=1&cursor={page['next_cursor']}").json
    assert ([each["day"] for each in rest["data"]], rest["has_more"]) == (["2026-11-23"], False)


def test_uses_are_told_to_the_keys_own_tenant_and_mode_alone(world: HttpWorld) -> None:
    tenant = world.tenant()
    path = f"/v1/keys/{made(tenant.test)['id']}/uses"
    assert [who.get(path).status for who in (tenant.test, tenant.live, world.tenant().test)] == [200, 404, 404]


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_the_use_of_a_key_that_ended_is_recorded_and_costs_an_attacker_one_write(world: HttpWorld, how: str) -> None:
    client = world.tenant().test
    soon = (world.clock.instant + timedelta(minutes=1)).isoformat()
    key = made(client, expires_at=soon)
    if how == "revoked":
        client.delete(f"/v1/keys/{key['id']}", If_Match="*")
    world.clock.instant += timedelta(minutes=2)
    thief = world.anonymous.with_key(key["secret"])
    before = world.key_uses.calls.copy()
    assert {thief.get("/v1/creditors").status for _ in range(50)} == {401}
    assert world.key_uses.calls - before == {"record": 1}
    (day,) = client.get(f"/v1/keys/{key['id']}/uses").json["data"]
    assert (day["requests"], day["refused"]) == (1, 1)
    shown = client.get(f"/v1/keys/{key['id']}").json
    assert shown["last_used_at"] == "2026-11-23T09:02:00Z"


# --- how fast a key is stopped ----------------------------------------------------------------------------------------


def test_a_revoked_key_works_in_another_process_for_five_seconds_at_most(world: HttpWorld) -> None:
    """What a process leased before lasts that long; no lease is granted after the revocation."""
    tenant = world.tenant()
    key = made(tenant.test)
    user = world.anonymous.with_key(key["secret"])
    with other_process(world) as warm:
        assert user.get("/v1/creditors").status == 200
    tenant.test.delete(f"/v1/keys/{key['id']}", If_Match="*")
    assert user.get("/v1/creditors").status == 401, "where it was revoked, at once"
    with other_process(world):
        assert user.get("/v1/creditors").status == 401, "in a new process, at once"
    bootstrap.install(warm)
    world.clock.instant += timedelta(seconds=CONFIRMED_SECONDS - 1)
    assert user.get("/v1/creditors").status == 200
    world.clock.instant += timedelta(seconds=1)
    assert user.get("/v1/creditors").status == 401
    bootstrap.install(world.deps)


def test_a_key_rotated_without_overlap_ends_as_fast(world: HttpWorld) -> None:
    tenant = world.tenant()
    key = made(tenant.test)
    user = world.anonymous.with_key(key["secret"])
    assert user.get("/v1/creditors").status == 200
    with other_process(world):
        assert tenant.test.post(f"/v1/keys/{key['id']}/rotate", {"overlap_hours": 0}).status == 201
    world.clock.instant += timedelta(seconds=CONFIRMED_SECONDS)
    assert (user.get("/v1/creditors").status, user.get("/v1/creditors").code) == (401, "expired_api_key")


def test_the_operator_stops_a_leaked_key_of_any_tenant_in_either_mode(world: HttpWorld) -> None:
    tenant = world.tenant()
    path = f"/v1/tenants/{tenant.id}/keys"
    keys = world.operator.get(path).json["data"]
    assert [each["livemode"] for each in keys] == [False, True]
    assert world.operator.delete(f"{path}/{keys[1]['id']}").code == "precondition_required"
    revoked = world.operator.delete(f"{path}/{keys[1]['id']}", If_Match="*")
    assert (revoked.status, revoked.json["revoked_by"]) == (200, "operator")
    assert (tenant.live.get("/v1/keys").status, tenant.test.get("/v1/keys").status) == (401, 200)
    other = world.tenant()
    assert world.operator.delete(f"/v1/tenants/{other.id}/keys/{keys[0]['id']}", If_Match="*").status == 404
    assert tenant.test.delete(f"{path}/{keys[0]['id']}", If_Match="*").code == "operator_key_required"


# --- what keys that nobody made cost --------------------------------------------------------------------------


def test_ten_thousand_junk_keys_cost_no_call_of_the_table(world: HttpWorld) -> None:
    """Their checksum is wrong, as that of a mistyped key."""
    secret = make_secret(bytes(24), livemode=True)
    before = (world.store.calls.copy(), world.key_uses.calls.copy())
    for number in range(1, 10_001):
        wrong = f"{secret[:20]}{number:05d}{secret[25:]}"
        assert world.anonymous.get("/v1/keys", Authorization=f"Bearer {wrong}").status == 401
    assert (world.store.calls, world.key_uses.calls) == before


def test_a_well_formed_key_that_nobody_made_is_looked_up_once_a_minute(world: HttpWorld) -> None:
    client = world.anonymous.with_key(make_secret(bytes(24), livemode=True))
    for _ in range(20):
        assert client.get("/v1/keys").status == 401
    assert world.store.calls["api_key_by_hash"] == 1
    assert world.key_uses.calls == {}
    world.clock.instant += timedelta(seconds=61)
    client.get("/v1/keys")
    assert world.store.calls["api_key_by_hash"] == 2


def test_the_memory_of_keys_that_nobody_made_is_bounded(world: HttpWorld) -> None:
    for number in range(1_100):
        secret = make_secret(number.to_bytes(24, "big"), livemode=True)
        world.anonymous.with_key(secret).get("/v1/keys")
    assert len(world.deps.api_keys._unknown) == 1_000
