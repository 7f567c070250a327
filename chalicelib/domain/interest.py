"""Late-payment interest: which rate applies from which day (the terms), and what accrues day by day.

Simple interest (INT_12) on the outstanding principal, VAT included (INT_11), over 365 also in leap years (INT_10).
Sums are exact fractions; the one rounding, ``round_to_cent``, is once per invoice, half-up (INT_13).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from .money import Money
from .parties import DebtorKind
from .rates import HalfYear, RateTable

ONE_DAY = timedelta(days=1)
DAYS_A_YEAR = 365  # INT_10
PERCENT = 100
ECB_MARGIN = 10  # INT_01
PUBLIC_MARGIN = 8  # INT_04
FLOOR_FACTOR = 3  # INT_02
FIXED_INDEMNITY = Money(4000)  # IND_01, C. com. D441-5

THREE_TIMES_LEGAL: Literal["3x_legal"] = "3x_legal"
ContractRate = Decimal | Literal["3x_legal"] | None


class RateBasis(StrEnum):
    """Where the annual rate comes from; the value is the rule's id."""

    ECB_PLUS_10 = "INT_01"
    CONTRACT = "INT_02"
    ECB_PLUS_8_FIXED = "INT_04"
    LEGAL = "INT_05"
    LEGAL_INDIVIDUAL = "INT_06"


@dataclass(frozen=True)
class InterestPeriod:
    """Days ``start`` to ``end`` inclusive at one rate on one principal. ``interest``: euros, 6 places, for display."""

    start: date
    end: date
    days: int
    annual_rate: Decimal
    principal: Money
    interest: Decimal
    provisional: bool = False


@dataclass(frozen=True)
class AnnualRate:
    """Percent a year, and whether it rests on a provisional rate."""

    value: Decimal
    provisional: bool = False


@dataclass(frozen=True)
class Segment:
    """Days on which the rate does not change, both ends inclusive."""

    start: date
    end: date
    rate: AnnualRate


@dataclass(frozen=True)
class InterestTerms:
    """What one invoice bears. ``first_day`` is ``None`` where no interest runs; ``last_day`` is its bound, if any.

    ``fixed_indemnity`` is what a late payment adds (IND_01, IND_02): once per invoice, not prorated, outside principal
    and VAT (IND_03).
    """

    basis: RateBasis
    rates: RateTable
    first_day: date | None
    last_day: date | None = None
    contract_rate: ContractRate = None
    fixed_indemnity: Money = FIXED_INDEMNITY

    def segments(self, after: date, until: date) -> Iterator[Segment]:
        """The interest-bearing days after ``after`` and up to ``until`` inclusive, cut where the rate changes.

        Raises ``RateUnknown`` for a half-year that is not loaded (INT_15).
        """
        if self.first_day is None:
            return
        start = max(self.first_day, after + ONE_DAY)
        end = until if self.last_day is None else min(until, self.last_day)
        while start <= end:
            stop = end if self.is_fixed else min(end, HalfYear.of(start).last_day)
            yield Segment(start, stop, self.rate_on(start))
            start = stop + ONE_DAY

    def rate_on(self, day: date) -> AnnualRate:
        """The annual rate of a day on which interest runs."""
        if self.basis is RateBasis.CONTRACT and isinstance(self.contract_rate, Decimal):
            return AnnualRate(self.contract_rate)
        half = HalfYear.of(self.first_day if self.basis is RateBasis.ECB_PLUS_8_FIXED and self.first_day else day)
        if self.basis is RateBasis.ECB_PLUS_10:
            rate, factor, margin = self.rates.ecb_rate(half), 1, ECB_MARGIN
        elif self.basis is RateBasis.ECB_PLUS_8_FIXED:
            rate, factor, margin = self.rates.ecb_rate(half), 1, PUBLIC_MARGIN
        elif self.basis is RateBasis.LEGAL_INDIVIDUAL:
            rate, factor, margin = self.rates.legal_individual_rate(half), 1, 0
        else:
            factor = FLOOR_FACTOR if self.basis is RateBasis.CONTRACT else 1
            rate, margin = self.rates.legal_business_rate(half), 0
        return AnnualRate(rate.value * factor + margin, rate.provisional)

    def current_rate(self, day: date) -> Decimal:
        """What the debt costs on that day: zero before interest runs and after it has stopped."""
        if self.first_day is None or day < self.first_day or (self.last_day and day > self.last_day):
            return Decimal(0)
        return self.rate_on(day).value

    @property
    def is_fixed(self) -> bool:
        """One rate for the whole delay: a contract's figure, or a public debtor's (CCP R2192-31)."""
        return self.basis is RateBasis.ECB_PLUS_8_FIXED or isinstance(self.contract_rate, Decimal)


def interest_terms(
    *,
    debtor_kind: DebtorKind,
    due_date: date,
    rates: RateTable,
    contract_rate: ContractRate = None,
    formal_notice_on: date | None = None,
    creditor_is_private_individual: bool = False,
    frozen_on: date | None = None,
) -> InterestTerms:
    """The terms of one invoice.

    Businesses owe the contract's rate (INT_02), else ECB + 10 (INT_01), from the day after the due date (INT_07), and
    never legal interest on top (INT_14, Cass. com. 24 April 2024); public bodies ECB + 8 fixed (INT_04). Everyone else,
    and any debtor of a private individual, owes the legal rate from the day after the formal notice (INT_05, INT_06,
    INT_08), no indemnity (IND_02), and no contractual rate. ``frozen_on`` is the day of an insolvency judgment (INT_16)
    or of over-indebtedness admissibility (INT_17): it bears no interest, and an invoice that falls due from that day on
    bears no indemnity (IND_04).
    """
    last_day = frozen_on - ONE_DAY if frozen_on else None
    civil = creditor_is_private_individual or not (debtor_kind.is_business or debtor_kind is DebtorKind.PUBLIC_BODY)
    if civil:
        basis = RateBasis.LEGAL_INDIVIDUAL if creditor_is_private_individual else RateBasis.LEGAL
        first_day = max(due_date, formal_notice_on) + ONE_DAY if formal_notice_on else None
        return InterestTerms(basis, rates, first_day, last_day, None, Money(0))
    first_day = due_date + ONE_DAY
    indemnity = Money(0) if frozen_on and due_date >= frozen_on else FIXED_INDEMNITY
    if debtor_kind is DebtorKind.PUBLIC_BODY:
        return InterestTerms(RateBasis.ECB_PLUS_8_FIXED, rates, first_day, last_day, None, indemnity)
    basis = RateBasis.ECB_PLUS_10 if contract_rate is None else RateBasis.CONTRACT
    return InterestTerms(basis, rates, first_day, last_day, contract_rate, indemnity)


def exact_interest(principal: Money, annual_rate: Decimal, days: int) -> Fraction:
    """Interest in cents, unrounded: principal times rate in percent times days, over 365."""
    return Fraction(annual_rate) * principal.amount * days / (PERCENT * DAYS_A_YEAR)


def interest_period(segment: Segment, principal: Money) -> InterestPeriod:
    """The line of a statement for a segment on a principal."""
    days = (segment.end - segment.start).days + 1
    millionths = round_half_up(exact_interest(principal, segment.rate.value, days) * 10**4)
    return InterestPeriod(
        start=segment.start,
        end=segment.end,
        days=days,
        annual_rate=segment.rate.value,
        principal=principal,
        interest=Decimal(millionths).scaleb(-6),
        provisional=segment.rate.provisional,
    )


def round_half_up(value: Fraction) -> int:
    """The nearest integer, halves upward; values are never negative."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def round_to_cent(exact_cents: Fraction) -> Money:
    """The one rounding of an invoice's interest (INT_13)."""
    return Money(round_half_up(exact_cents))


def cents_by_period(periods: Sequence[InterestPeriod], total: Money) -> tuple[Money, ...]:
    """Each line in cents such that they add up to ``total``; the difference of roundings is on the last line."""
    lines = [Money.from_decimal(period.interest) for period in periods]
    if lines:
        shown = sum(line.amount for line in lines)
        lines[-1] = lines[-1] + (total - Money(shown))
    return tuple(lines)
