"""Keys with their last use, as their tenant sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import ApiKey

from .key_use_ports import KeyUses


@dataclass(frozen=True)
class UsedKey:
    """``last_used_at`` ``None``: never. Refused requests are uses too."""

    key: ApiKey
    last_used_at: datetime | None = None


def used_keys(scope: Scope, keys: Iterable[ApiKey], *, key_uses: KeyUses) -> tuple[UsedKey, ...]:
    """The same keys; two reads for all of them."""
    listed = tuple(keys)
    last = key_uses.last_uses(scope, [key.id for key in listed]) if listed else {}
    return tuple(UsedKey(key, last.get(key.id)) for key in listed)
