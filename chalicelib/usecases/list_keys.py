"""The keys of a tenant and mode."""

from __future__ import annotations

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page

from .key_use_ports import KeyUses
from .store_ports import Store
from .used_keys import page_of_keys


def list_keys(scope: Scope, *, limit: int, position: str | None, store: Store, key_uses: KeyUses) -> Page:
    """``UsedKey`` items, newest first. Three reads, however many keys."""
    return page_of_keys(store.api_keys(scope), limit=limit, position=position, key_uses=key_uses)
