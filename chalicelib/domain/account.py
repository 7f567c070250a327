"""The running account of one invoice while a ledger is computed: cents, and interest as an exact fraction.

It lives only inside one computation, hence the mutable state; what leaves it is frozen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from .interest import InterestPeriod, InterestTerms, Segment, exact_interest, interest_period, round_half_up
from .money import Money
from .rates import HalfYear


@dataclass(eq=False)
class Account:
    """One invoice: what it was, what accrued, what was paid. All amounts in cents."""

    reference: str
    due_date: date
    terms: InterestTerms
    principal: int
    credited: int = 0
    principal_paid: int = 0
    interest_paid: int = 0
    fixed_indemnity: int = 0
    fixed_indemnity_paid: int = 0
    _accrued_to: date = date.min
    _exact: Fraction = Fraction(0)
    _segments: list[tuple[Segment, int]] = field(default_factory=list)
    _payers: list[tuple[str, int]] = field(default_factory=list)

    @property
    def principal_left(self) -> int:
        return self.principal - self.credited - self.principal_paid

    @property
    def interest(self) -> int:
        """Accrued so far, rounded once on the cumulated sum (INT_13)."""
        return round_half_up(self._exact)

    @property
    def interest_left(self) -> int:
        return self.interest - self.interest_paid

    @property
    def fixed_indemnity_left(self) -> int:
        return self.fixed_indemnity - self.fixed_indemnity_paid

    @property
    def total_left(self) -> int:
        return self.interest_left + self.fixed_indemnity_left + self.principal_left

    def is_due(self, day: date) -> bool:
        """The debtor has the whole of the due date to pay: due, and late, from the day after (INT_07)."""
        return day > self.due_date

    def accrue(self, until: date) -> None:
        """Lets interest run up to ``until`` inclusive; the indemnity is owed from the first late day (IND_01)."""
        start = max(self._accrued_to, self.due_date)
        if until <= start:
            return
        left = self.principal_left
        if left > 0:
            self.fixed_indemnity = self.terms.fixed_indemnity.amount
            for segment in self.terms.segments(start, until):
                self._exact += exact_interest(Money(left), segment.rate.value, _days(segment))
                self._segments.append((segment, left))
        self._accrued_to = until

    def pay(self, amount: int) -> tuple[int, int, int]:
        """Interest first, then the fixed indemnity, then principal (PAY_01, C. civ. 1343-1); what each received."""
        interest = min(amount, self.interest_left)
        indemnity = min(amount - interest, self.fixed_indemnity_left)
        principal = min(amount - interest - indemnity, self.principal_left)
        self.interest_paid += interest
        self.fixed_indemnity_paid += indemnity
        self.principal_paid += principal
        return interest, indemnity, principal

    def credit(self, amount: int, effective_on: date) -> int:
        """Cancels unpaid principal from that day on; returns what exceeds it."""
        self.accrue(effective_on)
        cancelled = min(amount, self.principal_left)
        self.credited += cancelled
        return amount - cancelled

    def note_principal(self, payment_id: str, cents: int) -> None:
        """Remembers which payment paid the principal, for the day a credit note cancels it."""
        if cents:
            self._payers.append((payment_id, cents))

    def release(self, amount: int) -> list[tuple[str, int]]:
        """Turns paid principal into credited principal, last payment first; who gets how much back."""
        released = []
        while amount > 0 and self._payers:
            payment_id, cents = self._payers.pop()
            part = min(amount, cents)
            if part < cents:
                self._payers.append((payment_id, cents - part))
            self.principal_paid -= part
            self.credited += part
            amount -= part
            released.append((payment_id, part))
        return released

    def periods(self) -> tuple[InterestPeriod, ...]:
        """The lines of the statement: days at one rate on one principal, cut by half-year where the rate varies."""
        merged: list[tuple[Segment, int]] = []
        for entry in self._segments:
            segment, cents = entry
            if merged and self._continues(merged[-1], entry):
                merged[-1] = (Segment(merged[-1][0].start, segment.end, segment.rate), cents)
            else:
                merged.append(entry)
        return tuple(interest_period(segment, Money(cents)) for segment, cents in merged)

    def _continues(self, before: tuple[Segment, int], after: tuple[Segment, int]) -> bool:
        same_half = HalfYear.of(before[0].end) == HalfYear.of(after[0].start)
        return (same_half or self.terms.is_fixed) and before[1] == after[1] and before[0].rate == after[0].rate


def _days(segment: Segment) -> int:
    return (segment.end - segment.start).days + 1
