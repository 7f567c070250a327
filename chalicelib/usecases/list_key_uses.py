"""What a key did, day by day: the audit of its use (R-130)."""

from __future__ import annotations

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page

from .key_use_ports import KeyUses
from .store_ports import Store


def list_key_uses(
    scope: Scope, key_id: str, *, limit: int, position: str | None, store: Store, key_uses: KeyUses
) -> Page:
    """``DayOfUse`` items, newest first, of the last hundred days. ``not_found``."""
    store.api_key(scope, key_id)
    return key_uses.days(scope, key_id, limit=limit, position=position)
