"""API keys by the hash of their secret, remembered for a minute per process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.domain.tenant import ApiKey


class ApiKeyCache:
    """Reads a key once a minute at most. Only keys that exist are remembered, so a new key works at once.

    A revocation made by another process is seen after ``ttl``; expiry is checked by the caller on every request.
    """

    def __init__(
        self,
        read: Callable[[str], ApiKey | None],
        *,
        now: Callable[[], datetime],
        ttl: timedelta = timedelta(seconds=60),
        capacity: int = 1000,
    ) -> None:
        self._read = read
        self._now = now
        self._ttl = ttl
        self._capacity = capacity
        self._kept: OrderedDict[str, tuple[datetime, ApiKey]] = OrderedDict()

    def by_hash(self, secret_hash: str) -> ApiKey | None:
        """The key, or ``None`` where no key has this hash."""
        now = self._now()
        kept = self._kept.get(secret_hash)
        if kept is not None and now < kept[0]:
            return kept[1]
        key = self._read(secret_hash)
        self.forget(secret_hash)
        if key is not None:
            self._kept[secret_hash] = (now + self._ttl, key)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        return key

    def forget(self, secret_hash: str) -> None:
        """Drops a key at once, when this process revoked it."""
        self._kept.pop(secret_hash, None)
