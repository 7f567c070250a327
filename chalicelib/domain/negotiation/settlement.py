"""A settlement with a waiver (R-073): less than what is owed, if it is paid by a day; then the rest is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.money import Money


class SettlementState(StrEnum):
    """``completed``: the amount came in time, and the rest was given up; before that nothing is."""

    OFFERED = "offered"
    COMPLETED = "completed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class SettlementOffer:
    """``amount`` is to be received by ``valid_until``, that day included. ``waived`` is told once it is known.

    Payments count that were recorded after the ``payments_seen`` before the offer. ``settled_on`` is the day on which
    the amount was complete, from which on the rest is given up.
    """

    id: str
    amount: Money
    offered_at: datetime
    valid_until: date
    state: SettlementState = SettlementState.OFFERED
    waived: Money | None = None
    ended_at: datetime | None = None
    document_id: str | None = None
    payments_seen: int = 0
    settled_on: date | None = None

    @property
    def stands(self) -> bool:
        return self.state is SettlementState.OFFERED
