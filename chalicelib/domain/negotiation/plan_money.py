"""What payments have made of a plan: which instalments are paid, what is missing of each (R-079, R-082).

Cumulative: instalment k is paid once the sum received is the sum of the instalments 1 to k. So early payments, more
than was asked and several at once pay the next instalments in order. Nothing of this is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.money import ZERO, Money

from .payment_plan import Instalment, PaymentPlan


@dataclass(frozen=True)
class Standing:
    """Where an instalment stands: what is missing of it."""

    instalment: Instalment
    missing: Money

    @property
    def is_paid(self) -> bool:
        return self.missing.amount <= 0

    @property
    def received(self) -> Money:
        return self.instalment.amount - self.missing


def received(case: Case, plan: PaymentPlan, *, until: date | None = None) -> Money:
    """What was recorded since the plan came into force; a reversed payment never counts. ``until``: received by then.

    The order of recording decides: a payment that was on its way at the signature is told afterwards, and the total
    that was signed did not know of it.
    """
    before = plan.payments_before
    if before is None:
        return ZERO
    counted = (p for p in case.payments if p.reversed_on is None and p.sequence > before)
    return sum((p.amount for p in counted if until is None or p.received_on <= until), ZERO)


def standings(case: Case, plan: PaymentPlan) -> tuple[Standing, ...]:
    """Every instalment in order, with what is missing of it."""
    return tuple(_standings(plan, received(case, plan)))


def _standings(plan: PaymentPlan, sum_received: Money) -> Iterator[Standing]:
    up_to = ZERO
    for each in plan.instalments:
        up_to += each.amount
        short = min(each.amount.amount, max(0, up_to.amount - sum_received.amount))
        yield Standing(each, Money(short, each.amount.currency))


def left_of(case: Case, plan: PaymentPlan) -> Money:
    """What is still to come under the plan; never less than zero."""
    return Money(max(0, plan.total.amount - received(case, plan).amount), plan.total.currency)


def missing_up_to(case: Case, plan: PaymentPlan, number: int, *, until: date | None = None) -> Money:
    """What is missing of the instalments 1 to ``number``: what regularises a notice that names it."""
    asked = sum((each.amount for each in plan.instalments if each.number <= number), ZERO)
    return Money(max(0, asked.amount - received(case, plan, until=until).amount), plan.total.currency)


def next_unpaid(case: Case, plan: PaymentPlan) -> Standing | None:
    """The first instalment of which something is missing."""
    return next((each for each in standings(case, plan) if not each.is_paid), None)


def shortened(plan: PaymentPlan, by: Money) -> PaymentPlan:
    """The plan with ``by`` taken off its end: the last instalments shrink, then vanish; the days of the others stay.

    Of the split, the principal is reduced first, since it is what a credit note cancels.
    """
    cents, kept = by.amount, list(plan.instalments)
    while cents > 0 and kept:
        last = kept.pop()
        if last.amount.amount > cents:
            kept.append(replace(last, amount=Money(last.amount.amount - cents, last.amount.currency)))
            cents = 0
        else:
            cents -= last.amount.amount
    return _less(replace(plan, instalments=tuple(kept)), Money(by.amount - cents, by.currency))


def _less(plan: PaymentPlan, taken: Money) -> PaymentPlan:
    parts, left = [], taken.amount
    for part in (plan.principal, plan.interest, plan.fixed_indemnity, plan.complementary_indemnity):
        off = min(part.amount, left)
        parts.append(Money(part.amount - off, part.currency))
        left -= off
    return replace(
        plan,
        total=plan.total - taken,
        credited=plan.credited + taken,
        principal=parts[0],
        interest=parts[1],
        fixed_indemnity=parts[2],
        complementary_indemnity=parts[3],
    )
