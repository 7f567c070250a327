"""Late-payment interest: which rate applies from which day (the terms), and what accrues day by day.

Simple interest (INT_12) on the outstanding principal, VAT included (INT_11), over 365 also in leap years (INT_10).
What accrues is counted exactly, as an integer of ``ACCRUED_A_CENT``; the one rounding is once per invoice, half-up
(INT_13).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from .errors import RateUnknown
from .money import Money
from .parties import DebtorKind
from .rates import RATE_NAMES, RATE_SCALE, HalfYear, RateTable, Rung, scaled_rate
from .suspension import Suspension, is_suspended, running

ONE_DAY = timedelta(days=1)
DAYS_A_YEAR = 365  # INT_10
PERCENT = 100
ECB_MARGIN = 10  # INT_01
PUBLIC_MARGIN = 8  # INT_04
FLOOR_FACTOR = 3  # INT_02
FIXED_INDEMNITY = Money(4000)  # IND_01, C. com. D441-5
ACCRUED_A_CENT = PERCENT * DAYS_A_YEAR * RATE_SCALE
"""Cents times days times a scaled rate: how many of them are one cent of interest."""
_ACCRUED_A_MILLIONTH = ACCRUED_A_CENT // 10**4

THREE_TIMES_LEGAL: Literal["3x_legal"] = "3x_legal"
ContractRate = Decimal | Literal["3x_legal"] | None


class RateBasis(StrEnum):
    """Where the annual rate comes from; the value is the rule's id."""

    ECB_PLUS_10 = "INT_01"
    CONTRACT = "INT_02"
    ECB_PLUS_8_FIXED = "INT_04"
    LEGAL = "INT_05"
    LEGAL_INDIVIDUAL = "INT_06"


_LADDER_OF = {
    RateBasis.ECB_PLUS_10: ("ecb", 1, ECB_MARGIN),
    RateBasis.CONTRACT: ("legal_business", FLOOR_FACTOR, 0),
    RateBasis.ECB_PLUS_8_FIXED: ("ecb", 1, PUBLIC_MARGIN),
    RateBasis.LEGAL: ("legal_business", 1, 0),
    RateBasis.LEGAL_INDIVIDUAL: ("legal_individual", 1, 0),
}


class InterestPeriod(NamedTuple):
    """Days ``start`` to ``end`` inclusive at one rate on one principal; ``accrued`` counts in ``ACCRUED_A_CENT``."""

    start: date
    end: date
    days: int
    annual_rate: Decimal
    principal: Money
    accrued: int
    provisional: bool = False

    @property
    def interest(self) -> Decimal:
        """Euros with 6 places, for display."""
        return Decimal(_half_up(self.accrued, _ACCRUED_A_MILLIONTH)).scaleb(-6)


_new = tuple.__new__  # what a named tuple's constructor calls: a long table makes a period for each half-year


@dataclass(frozen=True)
class InterestTerms:
    """What one invoice bears. ``first_day`` is ``None`` where no interest runs; ``last_day`` is its bound, if any.

    ``fixed_indemnity`` is what a late payment adds (IND_01, IND_02): once per invoice, not prorated, outside principal
    and VAT (IND_03). ``suspended`` are the days of payment plans, in order: no rate is asked for of any of them.
    """

    basis: RateBasis
    rates: RateTable
    first_day: date | None
    last_day: date | None = None
    contract_rate: ContractRate = None
    fixed_indemnity: Money = FIXED_INDEMNITY
    suspended: tuple[Suspension, ...] = ()

    def periods(self, principal: Money, after: date, until: date) -> tuple[InterestPeriod, ...]:
        """The interest-bearing days after ``after`` and up to ``until`` inclusive, cut where the rate changes.

        Raises ``RateUnknown`` for a half-year that is not loaded (INT_15).
        """
        if not self.suspended:
            return self._periods(principal, after, until)
        return tuple(
            period
            for begin, end in running(self.suspended, after, until)
            for period in self._periods(principal, begin, end)
        )

    def _periods(self, principal: Money, after: date, until: date) -> tuple[InterestPeriod, ...]:
        start, end = self._bounds(after, until)
        if start > end:
            return ()
        cents, begin, final = principal.amount, date.fromordinal(start), date.fromordinal(end)
        if self.is_fixed:
            rate, scaled, provisional = self._fixed()
            days = end - start + 1
            return (InterestPeriod(begin, final, days, rate, principal, cents * scaled * days, provisional),)
        found: list[InterestPeriod] = []
        ladder, index = self._ladder(), HalfYear.of(begin).index
        while start <= end:
            first, stop, ordinal, rate, scaled, provisional = ladder.get(index) or self._missing(index)
            if found:
                begin = first
            if ordinal > end:
                stop, ordinal = final, end
            days = ordinal - start + 1
            accrued = cents * scaled * days
            found.append(_new(InterestPeriod, (begin, stop, days, rate, principal, accrued, provisional)))
            start = ordinal + 1
            index += 1
        return tuple(found)

    def accrued(self, principal: int, after: date, until: date) -> int:
        """What ``principal`` cents bear on those days, in ``ACCRUED_A_CENT``: the sum over ``periods``, no rounding.

        Raises ``RateUnknown`` (INT_15).
        """
        if not self.suspended:
            return self._accrued(principal, after, until)
        return sum(self._accrued(principal, begin, end) for begin, end in running(self.suspended, after, until))

    def _accrued(self, principal: int, after: date, until: date) -> int:
        start, end = self._bounds(after, until)
        if start > end:
            return 0
        if self.is_fixed:
            return principal * self._fixed()[1] * (end - start + 1)
        ladder, index, total = self._ladder(), HalfYear.of(date.fromordinal(start)).index, 0
        while start <= end:
            _, _, ordinal, _, scaled, _ = ladder.get(index) or self._missing(index)
            last = min(ordinal, end)
            total += scaled * (last - start + 1)
            start = last + 1
            index += 1
        return principal * total

    def current_rate(self, day: date) -> Decimal:
        """What the debt costs on that day: zero before interest runs, while it is suspended, after it has stopped."""
        if is_suspended(self.suspended, day):
            return Decimal(0)
        if self.first_day is None or day < self.first_day or (self.last_day and day > self.last_day):
            return Decimal(0)
        if self.is_fixed:
            return self._fixed()[0]
        index = HalfYear.of(day).index
        return (self._ladder().get(index) or self._missing(index)).rate

    @property
    def is_fixed(self) -> bool:
        """One rate for the whole delay: a contract's figure, or a public debtor's (CCP R2192-31)."""
        return self.basis is RateBasis.ECB_PLUS_8_FIXED or isinstance(self.contract_rate, Decimal)

    def _bounds(self, after: date, until: date) -> tuple[int, int]:
        """The first and the last day as ordinals; an empty span where the first is later."""
        if self.first_day is None:
            return 1, 0
        end = until if self.last_day is None else min(until, self.last_day)
        return max(self.first_day.toordinal(), after.toordinal() + 1), end.toordinal()

    def _fixed(self) -> tuple[Decimal, int, bool]:
        if isinstance(self.contract_rate, Decimal):
            return self.contract_rate, scaled_rate(self.contract_rate), False
        index = HalfYear.of(self.first_day).index if self.first_day else 0
        rung = self._ladder().get(index) or self._missing(index)
        return rung.rate, rung.scaled, rung.provisional

    def _ladder(self) -> Mapping[int, Rung]:
        return self.rates.ladder(*_LADDER_OF[self.basis])

    def _missing(self, index: int) -> Rung:
        """Raises ``RateUnknown``, which names the half-year and the rate."""
        year, half = divmod(index - 1, 2)
        name = RATE_NAMES[_LADDER_OF[self.basis][0]]
        raise RateUnknown(f"the {name} of {HalfYear(year, half + 1)} is not loaded")


def interest_terms(
    *,
    debtor_kind: DebtorKind,
    due_date: date,
    rates: RateTable,
    contract_rate: ContractRate = None,
    formal_notice_on: date | None = None,
    creditor_is_private_individual: bool = False,
    frozen_on: date | None = None,
    suspended: tuple[Suspension, ...] = (),
) -> InterestTerms:
    """The terms of one invoice.

    Businesses owe the contract's rate (INT_02), else ECB + 10 (INT_01), from the day after the due date (INT_07), and
    never legal interest on top (INT_14, Cass. com. 24 April 2024); public bodies ECB + 8 fixed (INT_04). Everyone else,
    and any debtor of a private individual, owes the legal rate from the day after the formal notice (INT_05, INT_06,
    INT_08), no indemnity (IND_02), and no contractual rate. ``frozen_on`` is the day of an insolvency judgment (INT_16)
    or of over-indebtedness admissibility (INT_17): it bears no interest, and an invoice that falls due from that day on
    bears no indemnity (IND_04). ``suspended`` are the days of payment plans, on which none runs.
    """
    last_day = frozen_on - ONE_DAY if frozen_on else None
    if owes_from_notice(debtor_kind, creditor_is_private_individual=creditor_is_private_individual):
        basis = RateBasis.LEGAL_INDIVIDUAL if creditor_is_private_individual else RateBasis.LEGAL
        first_day = max(due_date, formal_notice_on) + ONE_DAY if formal_notice_on else None
        return InterestTerms(basis, rates, first_day, last_day, None, Money(0), suspended)
    first_day = due_date + ONE_DAY
    indemnity = Money(0) if frozen_on and due_date >= frozen_on else FIXED_INDEMNITY
    if debtor_kind is DebtorKind.PUBLIC_BODY:
        return InterestTerms(RateBasis.ECB_PLUS_8_FIXED, rates, first_day, last_day, None, indemnity, suspended)
    basis = RateBasis.ECB_PLUS_10 if contract_rate is None else RateBasis.CONTRACT
    return InterestTerms(basis, rates, first_day, last_day, contract_rate, indemnity, suspended)


def owes_from_notice(debtor_kind: DebtorKind, *, creditor_is_private_individual: bool) -> bool:
    """Whether interest runs from a formal notice, not from the due date (INT_05, INT_06, INT_08)."""
    return creditor_is_private_individual or not (debtor_kind.is_business or debtor_kind is DebtorKind.PUBLIC_BODY)


def rounded_to_cent(accrued: int) -> int:
    """The one rounding of an invoice's interest, in cents (INT_13)."""
    return _half_up(accrued, ACCRUED_A_CENT)


def _half_up(value: int, divisor: int) -> int:
    """The nearest integer of a quotient, halves upward; values are never negative."""
    return (2 * value + divisor) // (2 * divisor)


def cents_by_period(periods: Sequence[InterestPeriod], total: Money) -> tuple[Money, ...]:
    """Each line in cents such that they add up to ``total``; the difference of roundings is on the last line.

    Where that line has too little to give, as many short periods of a small debt may, the ones before it give the rest:
    no line is negative.
    """
    lines = [rounded_to_cent(period.accrued) for period in periods]
    difference = total.amount - sum(lines)
    for index in reversed(range(len(lines))):
        given = max(difference, -lines[index])
        lines[index] += given
        difference -= given
    return tuple(Money(line) for line in lines)
