"""Events as ``GET /events`` lists them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Json = dict[str, Any]


def event(number: int, *, case: str = "case_a", after: float | None = None) -> Json:
    """The event with this number, recorded so many seconds after noon."""
    recorded = NOON + timedelta(seconds=number if after is None else after)
    return {
        "id": f"evt_{number:026d}",
        "type": "payment.recorded",
        "created_at": recorded.isoformat(),
        "timestamp": recorded.isoformat(),
        "data": {"case_id": case, "sequence": number},
    }
