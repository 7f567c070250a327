"""One key of a tenant, with its last use."""

from __future__ import annotations

from chalicelib.domain.parties import Scope

from .key_use_ports import KeyUses
from .store_ports import Store
from .used_keys import UsedKey, used_keys


def read_key(scope: Scope, key_id: str, *, store: Store, key_uses: KeyUses) -> UsedKey:
    """``not_found`` for a key of another tenant or mode too."""
    (used,) = used_keys([store.api_key(scope, key_id)], key_uses=key_uses)
    return used
