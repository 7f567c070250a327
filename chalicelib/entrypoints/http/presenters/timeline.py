"""Events of a case as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.usecases.read_timeline import TimelineEntry

from .values import instant


def entry(value: TimelineEntry) -> dict[str, Any]:
    """An event in its place in the chain; ``data`` is null once the debtor's personal data was erased."""
    header = value.event.header
    return {
        "id": value.event.id,
        "object": "event",
        "type": header.type,
        "sequence": header.sequence,
        "occurred_at": instant(header.occurred_at),
        "recorded_at": instant(header.recorded_at),
        "actor": header.actor_id,
        "hash": value.event.hash,
        "previous_hash": header.previous_hash,
        "payload_commitment": header.payload_commitment,
        "data": dict(value.payload) if value.payload is not None else None,
    }
