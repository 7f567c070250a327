"""A promise to pay: an amount by a day, given by the debtor (R-081)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.money import ZERO, Money


class PromiseState(StrEnum):
    """``withdrawn``: the creditor gave it up, or an agreed plan took its place."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Promise:
    """``channel`` is how it was given: as in the guard, or ``page``. ``received`` counts once it is over, in cents.

    Checked two days after ``pay_on``; what came in part counts as what it is. Of the payments of the day it was given
    those recorded after ``after_payments`` count. ``end_reason`` is why it was withdrawn.
    """

    id: str
    amount: Money
    pay_on: date
    made_at: datetime
    channel: str
    state: PromiseState = PromiseState.OPEN
    received: Money = ZERO
    ended_at: datetime | None = None
    after_payments: int = 0
    end_reason: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state is PromiseState.OPEN
