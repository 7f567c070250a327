"""The keys of a tenant, for the operator."""

from __future__ import annotations

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page

from .key_use_ports import KeyUses
from .store_ports import Store
from .used_keys import page_of_keys


def list_tenant_keys(tenant_id: str, *, limit: int, position: str | None, store: Store, key_uses: KeyUses) -> Page:
    """``UsedKey`` items of both modes, test mode first, newest first in each. ``not_found`` for an unknown tenant."""
    store.tenant(tenant_id)
    keys = [key for livemode in (False, True) for key in store.api_keys(Scope(tenant_id, livemode))]
    return page_of_keys(keys, limit=limit, position=position, key_uses=key_uses)
