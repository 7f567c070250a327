"""Every kind of key the matrix asks with: each scope alone, all but one, revoked, expired, unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.domain.api_secret import RANDOM_BYTES, hash_secret, make_secret, secret_hint
from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import ALL_SCOPES, ApiKey, KeyScope
from chalicelib.domain.writes import Create
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld


@dataclass(frozen=True)
class Keys:
    """Clients of one tenant in one mode."""

    whole: HttpClient
    only: dict[KeyScope, HttpClient]
    lacking: dict[KeyScope, HttpClient]
    unauthorized: dict[str, tuple[HttpClient, str]]
    """By name: a client, and the code of its 401."""

    @classmethod
    def minted(cls, world: HttpWorld, scope: Scope) -> Keys:
        def client(scopes: Iterable[KeyScope], *, revoked: bool = False, expired: bool = False) -> HttpClient:
            now = world.clock.now()
            expires = now - timedelta(seconds=1) if expired else None
            return _client(world, scope, frozenset(scopes), expires_at=expires, revoked_at=now if revoked else None)

        whole = client(ALL_SCOPES)
        known = whole.headers["Authorization"].removeprefix("Bearer ")
        unknown = make_secret(b"\xff" * 24, livemode=scope.livemode)
        other_mode = make_secret(b"\xfe" * 24, livemode=not scope.livemode)
        return cls(
            whole,
            {each: client([each]) for each in KeyScope},
            {each: client(ALL_SCOPES - {each}) for each in KeyScope},
            {
                "no key": (world.anonymous, "missing_api_key"),
                "revoked key": (client(ALL_SCOPES, revoked=True), "invalid_api_key"),
                "expired key": (client(ALL_SCOPES, expired=True), "expired_api_key"),
                "unknown key": (world.anonymous.with_key(unknown), "invalid_api_key"),
                "unknown key of the other mode": (world.anonymous.with_key(other_mode), "invalid_api_key"),
                "mistyped key": (world.anonymous.with_key(known[:-1] + "~"), "invalid_api_key"),
            },
        )

    def exactly(self, world: HttpWorld, scope: Scope, scopes: Iterable[KeyScope]) -> HttpClient:
        """A key with these scopes and no other."""
        wanted = frozenset(scopes)
        if len(wanted) == 1:
            return self.only[next(iter(wanted))]
        return _client(world, scope, wanted)


def _client(world: HttpWorld, scope: Scope, scopes: frozenset[KeyScope], **changes: Any) -> HttpClient:
    """Of a key that was put into the store as it is."""
    secret = make_secret(world.deps.ids.random_bytes(RANDOM_BYTES), livemode=scope.livemode)
    key = ApiKey(
        id=world.deps.ids.new("key"),
        scope=scope,
        name="matrix",
        secret_hash=hash_secret(secret),
        hint=secret_hint(secret),
        scopes=scopes,
        created_at=world.clock.now(),
        **changes,
    )
    world.store.commit([Create(key)])
    return world.anonymous.with_key(secret)
