"""Every key of a tenant and mode."""

from __future__ import annotations

from chalicelib.domain.parties import Scope

from .key_use_ports import KeyUses
from .store_ports import Store
from .used_keys import UsedKey, used_keys


def list_keys(scope: Scope, *, store: Store, key_uses: KeyUses) -> tuple[UsedKey, ...]:
    """Newest first. Three reads, however many keys."""
    return used_keys(scope, store.api_keys(scope), key_uses=key_uses)
