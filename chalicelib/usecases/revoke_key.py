"""Revoke an API key: it opens nothing any more, within seconds everywhere (R-130)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from chalicelib.domain.errors import PreconditionFailed
from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import ApiKey

from .ports import WallClock
from .store_ports import Store
from .writes import AnnounceKey, Update


def revoke_key(
    scope: Scope,
    key_id: str,
    *,
    actor: str,
    expected: Collection[int] | None,
    store: Store,
    wall: WallClock,
) -> ApiKey:
    """Revoking twice changes nothing. ``expected`` are the versions If-Match allows, ``None`` for any.

    From the commit on no process leases tokens for the key; what was leased before lasts five seconds at most.
    """
    key = store.api_key(scope, key_id)
    if expected is not None and key.version not in expected:
        raise PreconditionFailed("The key changed; read it again.")
    if key.revoked_at is not None:
        return key
    now = wall.now()
    revoked = replace(key, revoked_at=now, revoked_by=actor, version=key.version + 1)
    store.commit([Update(revoked), AnnounceKey(scope, key_id, revoked.version, now)])
    return revoked
