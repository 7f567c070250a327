"""API keys by the hash of their secret, remembered for a minute per process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.domain.tenant import ApiKey


class ApiKeyCache:
    """Reads a key once a minute at most, and a hash that no key has as well.

    A secret is made of 192 random bits and shown when its key exists: nobody can have tried it before, so that a hash
    which no key has will never get one. A change made by another process is seen after ``ttl``, or as soon as the key
    leases tokens (whoever asks then calls ``forget``); expiry is checked by the caller on every request.
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
        self._unknown: OrderedDict[str, datetime] = OrderedDict()

    def by_hash(self, secret_hash: str) -> ApiKey | None:
        """The key, or ``None`` where no key has this hash."""
        now = self._now()
        kept = self._kept.get(secret_hash)
        if kept is not None and now < kept[0]:
            return kept[1]
        if now < self._unknown.get(secret_hash, now):
            return None
        key = self._read(secret_hash)
        self.forget(secret_hash)
        if key is None:
            self._unknown[secret_hash] = now + self._ttl
        else:
            self._kept[secret_hash] = (now + self._ttl, key)
        for remembered in (self._kept, self._unknown):
            while len(remembered) > self._capacity:
                remembered.popitem(last=False)
        return key

    def forget(self, secret_hash: str) -> None:
        """Drops a key at once, when it was changed."""
        self._kept.pop(secret_hash, None)
        self._unknown.pop(secret_hash, None)
