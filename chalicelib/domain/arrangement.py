"""What debtor and creditor agree on instead of payment at once: a promise, a plan (R-073 to R-082)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .money import Money

ACCELERATION_NOTICE_DAYS, ACCELERATION_NOTICE_DAYS_PRIVATE = 8, 30
"""Between the notice and the acceleration (PLAN_02): professionals, and those who are none."""


@dataclass(frozen=True)
class PromiseFacts:
    """A payment that the debtor announced: ``amount`` by ``pay_on`` (R-081), said on ``made_on`` by ``channel``."""

    amount: Money
    pay_on: date
    made_on: date | None = None
    channel: str | None = None


@dataclass(frozen=True)
class InstalmentFacts:
    """An instalment with its exact day and amount (R-076)."""

    on: date
    amount: Money


@dataclass(frozen=True)
class PlanFacts:
    """A plan, proposed or agreed. ``answer_by`` is until when a proposal stands, ``signed_on`` when both had signed.

    The first instalment is due at once (R-075). ``acceleration_days`` run from the notice to the acceleration (R-077).
    Raises ValueError where the instalments are none, out of order, not positive or not the total.
    """

    total: Money
    instalments: tuple[InstalmentFacts, ...]
    acceleration_days: int
    answer_by: date | None = None
    signed_on: date | None = None

    def __post_init__(self) -> None:
        days = [each.on for each in self.instalments]
        if not days or days != sorted(set(days)):
            raise ValueError("the instalments of a plan have days that follow one another")
        if any(each.amount.amount <= 0 for each in self.instalments):
            raise ValueError("each instalment of a plan is an amount")
        if any(each.amount.currency != self.total.currency for each in self.instalments):
            raise ValueError("a plan has one currency")
        if sum(each.amount.amount for each in self.instalments) != self.total.amount:
            raise ValueError("the instalments of a plan add up to its total")
