"""What the use of keys needs from the outside: buckets to lease tokens from, and the days of use beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from chalicelib.domain.key_use import KeyUser, LeaseAnswer, LeaseRequest, Uses
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page


class KeyUses(Protocol):
    """One item for each tenant, mode and day: buckets and uses are written together. ``ProviderUnavailable``."""

    def lease(self, request: LeaseRequest) -> LeaseAnswer:
        """One conditional write. Without an answer the tokens count as taken."""

    def record(self, user: KeyUser, uses: Uses) -> None:
        """Uses alone, without condition: of a key that is over its quota, or no longer valid."""

    def days(self, scope: Scope, key_id: str, *, limit: int, position: str | None) -> Page:
        """``DayOfUse`` items, newest first, of the last hundred days."""

    def last_uses(self, scope: Scope, key_ids: Collection[str]) -> Mapping[str, datetime]:
        """Those of the keys that were ever used; exact to some seconds, after a hundred days to the day."""
