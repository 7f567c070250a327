"""What texts say of what debtor and creditor agree on, offer and contest (R-002, R-073 to R-082)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .money import ZERO, Money

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
class NoticedInstalment:
    """The instalment that a note is about: ``number`` of ``count``, ``amount`` by ``on``.

    ``missing`` is what has not come of it and of those before it, ``left`` what is left of the whole plan.
    ``last_day`` is by when a notice of acceleration asks for ``missing`` (PLAN_02).
    """

    number: int
    count: int
    on: date
    amount: Money
    missing: Money
    left: Money
    last_day: date | None = None


@dataclass(frozen=True)
class SettlementFacts:
    """Less than what is owed, if it is received by ``valid_until``, that day included (R-073).

    ``waived`` is what was given up, once the amount came.
    """

    amount: Money
    valid_until: date
    waived: Money | None = None


@dataclass(frozen=True)
class DisputeFacts:
    """What the debtor contests: ``reason`` is its code, ``amount`` is ``None`` for all of the invoices concerned.

    ``answer_by`` is the creditor's last day to answer; ``answer`` and ``explanation`` the creditor's own words, then
    and at the end. ``reduction`` is what was given up.
    """

    reason: str
    opened_on: date
    invoice_numbers: tuple[str, ...] = ()
    amount: Money | None = None
    answer_by: date | None = None
    undisputed_goes_on: bool = False
    answer: str | None = None
    resolution: str | None = None
    reduction: Money = ZERO
    explanation: str | None = None


@dataclass(frozen=True)
class CodeFacts:
    """A one-time code: its digits, and the minutes for which it can be used."""

    digits: str
    minutes: int


@dataclass(frozen=True)
class PlanFacts:
    """A plan, proposed or agreed. ``answer_by`` is until when a proposal stands, ``signed_on`` when both had signed.

    The first instalment is due at once (R-075). ``acceleration_days`` run from the notice to the acceleration (R-077).
    ``interest_waived``: none is owed for the time of the plan; otherwise it is after an acceleration. ``by_debtor``:
    the debtor proposed it; ``answers``: it answers a proposal of the debtor.
    ``goes_on``: it was said to be over, and is not.
    Raises ValueError where the instalments are none, out of order, not positive or not the total.
    """

    total: Money
    instalments: tuple[InstalmentFacts, ...]
    acceleration_days: int
    answer_by: date | None = None
    signed_on: date | None = None
    interest_waived: bool = True
    by_debtor: bool = False
    answers: bool = False
    goes_on: bool = False

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
