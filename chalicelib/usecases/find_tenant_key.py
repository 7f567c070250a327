"""Where a key of a tenant lies, for the operator, who knows its id and not its mode."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import ApiKey

from .store_ports import Store


def find_tenant_key(tenant_id: str, key_id: str, *, store: Store) -> ApiKey:
    """Test mode first. ``not_found`` where the tenant has no such key in either mode."""
    try:
        return store.api_key(Scope(tenant_id, livemode=False), key_id)
    except NotFound:
        return store.api_key(Scope(tenant_id, livemode=True), key_id)
