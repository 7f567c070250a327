"""How many keys a tenant may have, and that no key gives what it does not have: neither scopes nor time (R-130)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.tenant import ENDED_KEYS_COUNT, KEYS_PER_TENANT, KeyScope
from chalicelib.entrypoints.http.framework.authentication import Access
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld

LARGEST_ITEM = 400_000


def made(client: HttpClient, **wanted: Any) -> dict[str, Any]:
    answer = client.post("/v1/keys", {"name": "program", **wanted})
    assert answer.status == 201, answer.json
    key: dict[str, Any] = answer.json
    return key


def ending(world: HttpWorld, **later: int) -> str:
    return (world.clock.instant + timedelta(**later)).isoformat().replace("+00:00", "Z")


# --- how many ---------------------------------------------------------------------------------------------------------


def test_a_tenant_has_two_hundred_keys_in_a_mode_and_no_more(world: HttpWorld) -> None:
    tenant = world.tenant()
    keys = [made(tenant.test) for _ in range(KEYS_PER_TENANT - 1)]
    refused = tenant.test.post("/v1/keys", {"name": "one more"})
    assert (refused.status, refused.code) == (409, "key_limit")
    assert tenant.test.post(f"/v1/keys/{keys[0]['id']}/rotate", {}).code == "key_limit"
    assert made(tenant.live)["livemode"], "the other mode has its own"
    assert made(world.tenant().test), "and so has every other tenant"


def test_revoking_a_key_makes_room_after_thirty_days(world: HttpWorld) -> None:
    """Who makes and revokes keys for ever must not grow what is written of a day without end."""
    client = world.tenant().test
    last = [made(client) for _ in range(KEYS_PER_TENANT - 1)][-1]
    assert client.delete(f"/v1/keys/{last['id']}", If_Match="*").status == 200
    assert client.post("/v1/keys", {"name": "too early"}).code == "key_limit"
    world.clock.instant += ENDED_KEYS_COUNT
    assert made(client)


def test_the_operator_helps_a_tenant_whose_keys_somebody_used_up(world: HttpWorld) -> None:
    tenant = world.tenant()
    for _ in range(KEYS_PER_TENANT - 1):
        made(tenant.test)
    more = world.operator.post(f"/v1/tenants/{tenant.id}/keys", {"name": "help", "livemode": False})
    assert more.status == 201


def test_the_use_of_a_key_that_ended_long_ago_is_written_no_more(world: HttpWorld) -> None:
    client = world.tenant().test
    key = made(client, expires_at=ending(world, minutes=1))
    thief = world.anonymous.with_key(key["secret"])
    world.clock.instant += timedelta(minutes=1) + ENDED_KEYS_COUNT
    before = world.key_uses.calls.copy()
    assert thief.get("/v1/creditors").status == 401
    assert not world.key_uses.calls - before


def test_a_day_in_which_every_key_uses_every_scope_is_still_one_item() -> None:
    """DynamoDB counts the name and the value of each attribute; a number of n digits has at most n / 2 + 2 bytes."""
    key, number = f"key_{'0' * 26}", 7
    scopes = [*(scope.value for scope in KeyScope), *(access.value for access in Access)]
    names = [*(f"{key}#{short}" for short in "wnvrxfl"), *(f"{key}#s#{scope}" for scope in scopes)]
    of_a_key = sum(len(name) + number for name in names)
    assert KEYS_PER_TENANT * of_a_key < 0.75 * LARGEST_ITEM, "with room for those made at the same instant"


# --- for how long -----------------------------------------------------------------------------------------------------


def test_a_key_that_expires_gives_none_that_lives_longer(world: HttpWorld) -> None:
    end = ending(world, hours=1)
    short = made(world.tenant().test, expires_at=end)
    caller = world.anonymous.with_key(short["secret"])
    assert made(caller)["expires_at"] == end, "without a word the new one ends with it"
    assert made(caller, expires_at=ending(world, minutes=5))["expires_at"] == ending(world, minutes=5)
    refused = caller.post("/v1/keys", {"name": "longer", "expires_at": ending(world, hours=2)})
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "outlives_calling_key")


def test_a_key_that_expires_rotates_none_into_a_longer_life(world: HttpWorld) -> None:
    client = world.tenant().test
    lasting = made(client)
    longer, shorter = (made(client, expires_at=ending(world, hours=hours)) for hours in (2, 1))
    caller = world.anonymous.with_key(made(client, expires_at=ending(world, hours=1))["secret"])
    for key, code in ((lasting, "outlives_calling_key"), (longer, "outlives_calling_key"), (shorter, None)):
        assert caller.post(f"/v1/keys/{key['id']}/rotate", {}).json.get("code") == code


@pytest.mark.parametrize("times", [1, 2])
def test_a_rotated_key_lives_as_long_as_the_old_one_was_made_for(world: HttpWorld, times: int) -> None:
    """Also when the old one is rotated once more, during the overlap that already shortened it."""
    client = world.tenant().test
    key = made(client, expires_at=ending(world, days=10))
    world.clock.instant += timedelta(days=4)
    fresh = [client.post(f"/v1/keys/{key['id']}/rotate", {"overlap_hours": 1}).json for _ in range(times)]
    assert fresh[-1]["expires_at"] == ending(world, days=10)


def test_a_key_that_never_expires_is_rotated_into_one_that_never_does(world: HttpWorld) -> None:
    client = world.tenant().test
    key = made(client)
    for _ in range(2):
        assert client.post(f"/v1/keys/{key['id']}/rotate", {}).json["expires_at"] is None


def test_a_key_rotates_itself_in_time(world: HttpWorld) -> None:
    key = made(world.tenant().test, expires_at=ending(world, hours=1))
    world.clock.instant += timedelta(minutes=30)
    fresh = world.anonymous.with_key(key["secret"]).post(f"/v1/keys/{key['id']}/rotate", {})
    assert (fresh.status, fresh.json["expires_at"]) == (201, ending(world, hours=1))
