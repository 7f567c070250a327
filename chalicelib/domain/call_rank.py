"""What a call task weighs, and on which grounds; ``call_priority`` says how many points each gives (R-069)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ground(StrEnum):
    """Why points were given."""

    ASKED_TO_BE_CALLED = "asked_to_be_called"
    SOLVENCY = "solvency"
    PROMISE_NOT_KEPT = "promise_not_kept"
    PAYMENT_BOUNCED = "payment_bounced"
    REFUSED_TO_PAY = "refused_to_pay"
    NEW_CUSTOMER = "new_customer"
    DEBTOR_KIND = "debtor_kind"
    DAYS_OVERDUE = "days_overdue"
    AMOUNT_OWED = "amount_owed"


@dataclass(frozen=True)
class Given:
    """So many points on this ground."""

    ground: Ground
    points: int


@dataclass(frozen=True)
class CallPriority:
    """What a task weighs on the day it appeared, and why, the heaviest ground first."""

    as_of: date
    given: tuple[Given, ...] = ()

    @property
    def score(self) -> int:
        """On ``as_of``; one more on each day after."""
        return sum(each.points for each in self.given)

    @property
    def rank(self) -> int:
        """Orders tasks of whatever days, the highest first: the score less the day it is of."""
        return self.score - self.as_of.toordinal()
