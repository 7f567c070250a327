"""What a plan is asked to be: so many instalments from a day on, or instalments named one by one (R-075, R-076)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.arrangement import InstalmentFacts
from chalicelib.domain.money import Money

from .payment_plan import PlanInterest

MOST_INSTALMENTS = 60
LONGEST_MONTHS = 60


class Every(StrEnum):
    """How far instalments are apart. Monthly: the same day of each month, its last one where there is no such day."""

    MONTHLY = "monthly"
    FORTNIGHTLY = "fortnightly"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class PlanTerms:
    """``count`` instalments, the first on ``first_on``; ``first_amount`` is ``None`` for equal ones.

    ``instalments`` name each day and amount instead of these. ``acceleration_days`` and
    ``interest_during`` are the creditor's to choose; ``None`` for what the law and its rules say.
    """

    count: int = 0
    first_on: date | None = None
    first_amount: Money | None = None
    every: Every = Every.MONTHLY
    instalments: tuple[InstalmentFacts, ...] = ()
    acceleration_days: int | None = None
    interest_during: PlanInterest | None = None
