"""The one maker of identifiers and of unpredictable bytes."""

from __future__ import annotations

import secrets

from ulid import ULID


class UlidIds:
    """Ids that sort by the millisecond they were made in: ``case_`` and 26 characters of upper-case Crockford."""

    def new(self, prefix: str) -> str:
        return f"{prefix}_{ULID()}"

    def random_bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)
