"""Revoke an API key: it opens nothing any more, within a minute everywhere (R-130)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from chalicelib.domain.errors import PreconditionFailed
from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import ApiKey

from .ports import WallClock
from .store_ports import Store
from .writes import Update


def revoke_key(
    scope: Scope,
    key_id: str,
    *,
    expected: Collection[int] | None,
    version_of: Callable[[ApiKey], int],
    store: Store,
    wall: WallClock,
) -> ApiKey:
    """Revoking twice changes nothing. ``expected`` are the versions If-Match allows, ``None`` for any."""
    key = store.api_key(scope, key_id)
    if expected is not None and version_of(key) not in expected:
        raise PreconditionFailed("The key changed; read it again.")
    if key.revoked_at is not None:
        return key
    revoked = replace(key, revoked_at=wall.now())
    store.commit([Update(revoked)])
    return revoked
