"""Instants as text, the same in everything that is told outside: RFC 3339 in UTC with ``Z``."""

from __future__ import annotations

from datetime import UTC, datetime


def instant(value: datetime) -> str:
    """RFC 3339 in UTC with ``Z``; fractions of a second only where there are any."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
