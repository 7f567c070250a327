"""The one reader of the machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Wall time in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)
