"""The one consumer of the table's stream: it passes on what the outbox received, and does nothing slow."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from chalicelib.bootstrap import deps
from chalicelib.observability import count, observed


class StreamEvent(BaseModel):
    """Records of a DynamoDB stream; the store knows what they mean."""

    records: tuple[dict[str, Any], ...] = Field(alias="Records")


def fan_out(event: object) -> None:
    """Raises when a row cannot be handed over: the stream brings the records again, and the sweep is behind it."""
    records = StreamEvent.model_validate(event).records
    d = deps()
    with observed("fan_out", records=len(records)):
        rows = [row for row in map(d.outbox.inserted, records) if row is not None]
        for row in rows:
            d.queue.send(row)
        if rows:
            count("outbox_rows", len(rows))
