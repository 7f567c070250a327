"""The running account of one invoice while a ledger is computed: cents, and interest counted exactly.

It lives only inside one computation, hence the mutable state; what leaves it is frozen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .allocation_order import AllocationOrder
from .interest import InterestPeriod, InterestTerms, rounded_to_cent
from .money import Money


class Parts(NamedTuple):
    """What a payment brought to each part of a debt, in cents."""

    interest: int = 0
    fixed_indemnity: int = 0
    complementary_indemnity: int = 0
    principal: int = 0


@dataclass(eq=False)
class Account:
    """One invoice: what it was, what accrued, what was paid. All amounts in cents."""

    reference: str
    due_date: date
    terms: InterestTerms
    principal: int
    order: AllocationOrder = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL
    credited: int = 0
    principal_paid: int = 0
    interest_paid: int = 0
    fixed_indemnity: int = 0
    fixed_indemnity_paid: int = 0
    complementary_indemnity: int = 0
    complementary_indemnity_paid: int = 0
    principal_paid_on: date | None = None
    _accrued_to: date = date.min
    _accrued: int = 0
    _spans: list[tuple[date, date, int]] = field(default_factory=list)
    _payers: list[tuple[str, int]] = field(default_factory=list)

    @property
    def principal_left(self) -> int:
        return self.principal - self.credited - self.principal_paid

    @property
    def interest(self) -> int:
        """Accrued so far, rounded once on the cumulated sum (INT_13)."""
        return rounded_to_cent(self._accrued)

    @property
    def interest_left(self) -> int:
        return self.interest - self.interest_paid

    @property
    def fixed_indemnity_left(self) -> int:
        return self.fixed_indemnity - self.fixed_indemnity_paid

    @property
    def complementary_indemnity_left(self) -> int:
        return self.complementary_indemnity - self.complementary_indemnity_paid

    @property
    def total_left(self) -> int:
        indemnities = self.fixed_indemnity_left + self.complementary_indemnity_left
        return self.interest_left + indemnities + self.principal_left

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
            self._accrued += self.terms.accrued(left, start, until)
            self._spans.append((start, until, left))
        self._accrued_to = until

    def complement(self, amount: int, on: date) -> None:
        """Adds costs beyond the fixed indemnity, which only an invoice that owes that one bears (IND_05)."""
        self.accrue(on)
        if self.fixed_indemnity:
            self.complementary_indemnity += amount

    def pay(self, amount: int, on: date) -> Parts:
        """Pays the parts in the account's order (PAY_01, C. civ. 1343-1); what each received."""
        given: dict[str, int] = {}
        for part in self.order.parts:
            given[part] = min(amount, getattr(self, f"{part}_left"))
            amount -= given[part]
            setattr(self, f"{part}_paid", getattr(self, f"{part}_paid") + given[part])
        if given["principal"]:
            self.principal_paid_on = on
        return Parts(**given)

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
        merged: list[tuple[date, date, int]] = []
        for start, end, cents in self._spans:
            if merged and merged[-1][1:] == (start, cents):
                merged[-1] = (merged[-1][0], end, cents)
            else:
                merged.append((start, end, cents))
        return tuple(period for start, end, cents in merged for period in self.terms.periods(Money(cents), start, end))
