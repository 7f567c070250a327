"""Keys with their last use, as their tenant sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import ApiKey

from .key_use_ports import KeyUses


@dataclass(frozen=True)
class UsedKey:
    """``last_used_at`` ``None``: never. Refused requests are uses too."""

    key: ApiKey
    last_used_at: datetime | None = None


def used_keys(keys: Iterable[ApiKey], *, key_uses: KeyUses) -> tuple[UsedKey, ...]:
    """The same keys; two reads for all of them in one mode."""
    listed = tuple(keys)
    last: dict[str, datetime] = {}
    for scope in dict.fromkeys(key.scope for key in listed):
        last |= key_uses.last_uses(scope, [key.id for key in listed if key.scope == scope])
    return tuple(UsedKey(key, last.get(key.id)) for key in listed)


def page_of_keys(keys: Sequence[ApiKey], *, limit: int, position: str | None, key_uses: KeyUses) -> Page:
    """What follows the key whose id is ``position``; nothing where that key is no longer there."""
    first = next((n for n, key in enumerate(keys, 1) if key.id == position), len(keys)) if position else 0
    shown = keys[first : first + limit]
    return Page(used_keys(shown, key_uses=key_uses), shown[-1].id if len(keys) > first + limit else None)
