"""Who is called first: the riskiest debtors, by kind, age and amount (R-033, R-069).

Points add up. One more is earned each day by every task alike, so that the order of two tasks never changes while they
wait: what is stored when a task appears stays right, and nothing has to be counted again.
"""

from __future__ import annotations

from datetime import date

from .call_rank import CallPriority, Given, Ground
from .call_task import CallOutcome
from .case import Case
from .limitation import ActKind
from .limitation_told import act_of_promise
from .money import Money
from .negotiation.promise import PromiseState
from .parties import Debtor, DebtorKind, Solvency

ASKED_TO_BE_CALLED_POINTS = 1_000
"""More than all other grounds together: who was promised a call on a day is called on it."""

SOLVENCY_POINTS = {Solvency.POOR: 120, Solvency.FRAGILE: 80, Solvency.UNKNOWN: 40, Solvency.GOOD: 0}
"""What is not collected now may never be; of whom nothing is known stands between fragile and good."""

NOT_BROKEN = frozenset({PromiseState.KEPT, PromiseState.WITHDRAWN})

BROKEN_POINTS, BROKEN_AT_MOST = 60, 180
"""Each word not kept and each payment that bounced, three together at most."""

REFUSED_POINTS, NEW_CUSTOMER_POINTS = 60, 30

KIND_POINTS = {
    DebtorKind.COMPANY: 40,
    DebtorKind.SOLE_TRADER: 40,
    DebtorKind.NON_PROFESSIONAL: 30,
    DebtorKind.CONSUMER: 30,
    DebtorKind.PUBLIC_BODY: 0,
}
"""A business may fail and leave nothing; a consumer's debt lapses after two years; a public body cannot fail."""

MOST_DAYS = 180
"""A point for each day overdue, this many at most: beyond half a year the age alone says no more."""

AMOUNT_POINTS = ((10_000_000, 100), (2_000_000, 80), (500_000, 60), (200_000, 40), (50_000, 20))
"""From so many cents on, so many points: 500, 2,000, 5,000, 20,000 and 100,000 euros."""


def call_priority(case: Case, debtor: Debtor, owed: Money, today: date) -> CallPriority:
    """The priority of a call asked for today; ``owed`` is what is due and unpaid."""
    weighed = (
        (Ground.ASKED_TO_BE_CALLED, ASKED_TO_BE_CALLED_POINTS if _asked_to_be_called(case, today) else 0),
        (Ground.SOLVENCY, SOLVENCY_POINTS[debtor.solvency]),
        *_broken(case),
        (Ground.REFUSED_TO_PAY, REFUSED_POINTS if case.refused_on else 0),
        (Ground.NEW_CUSTOMER, NEW_CUSTOMER_POINTS if debtor.new_customer else 0),
        (Ground.DEBTOR_KIND, KIND_POINTS[case.debtor_kind]),
        (Ground.DAYS_OVERDUE, min(max((today - case.day_zero).days, 0), MOST_DAYS)),
        (Ground.AMOUNT_OWED, _of_amount(owed)),
    )
    given = sorted((Given(ground, points) for ground, points in weighed if points), key=lambda each: -each.points)
    return CallPriority(today, tuple(given))


def _asked_to_be_called(case: Case, today: date) -> bool:
    """Whether this call is the one that the debtor asked for."""
    hold = case.hold
    return hold is not None and hold.reason == CallOutcome.REACHED_CALL_BACK and hold.until <= today


def _broken(case: Case) -> tuple[tuple[Ground, int], ...]:
    """The debt is still open after each word given: who asked for time or promised did not keep it, or has to yet.

    A promise that was kept, or that the creditor gave up, does not count.
    """
    fine = {act_of_promise(each.id) for each in case.negotiation.promises if each.state in NOT_BROKEN}
    words = [act for act in case.limitation.acts if act.kind is ActKind.REQUEST_FOR_TIME and act.undone is None]
    asked = [act for act in words if act.id not in fine]
    bounced = [payment for payment in case.payments if payment.reversed_on is not None]
    of_words = min(BROKEN_POINTS * len(asked), BROKEN_AT_MOST)
    of_payments = min(BROKEN_POINTS * len(bounced), BROKEN_AT_MOST - of_words)
    return (Ground.PROMISE_NOT_KEPT, of_words), (Ground.PAYMENT_BOUNCED, of_payments)


def _of_amount(owed: Money) -> int:
    return next((points for cents, points in AMOUNT_POINTS if owed.amount >= cents), 0)
