"""Every key of a tenant, for the operator."""

from __future__ import annotations

from chalicelib.domain.parties import Scope

from .key_use_ports import KeyUses
from .list_keys import list_keys
from .store_ports import Store
from .used_keys import UsedKey


def list_tenant_keys(tenant_id: str, *, store: Store, key_uses: KeyUses) -> tuple[UsedKey, ...]:
    """Those of both modes, test mode first. ``not_found`` for an unknown tenant."""
    store.tenant(tenant_id)
    scopes = (Scope(tenant_id, livemode) for livemode in (False, True))
    return tuple(used for scope in scopes for used in list_keys(scope, store=store, key_uses=key_uses))
