"""The running account of one invoice while a ledger is computed: cents, and interest counted exactly.

It lives only inside one computation, hence the mutable state; what leaves it is frozen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from .allocation_order import AllocationOrder
from .interest import ACCRUED_A_CENT, InterestPeriod, InterestTerms, rounded_to_cent
from .money import Money
from .suspension import ONE_DAY


class Parts(NamedTuple):
    """What a payment brought to each part of a debt, in cents."""

    interest: int = 0
    fixed_indemnity: int = 0
    complementary_indemnity: int = 0
    principal: int = 0


Span = tuple[date, date, int]
"""Days after the first and up to the second, and the principal of those days in cents."""


@dataclass(eq=False)
class Account:
    """One invoice: what it was, what accrued, what was paid. All amounts in cents.

    ``is_contested``: a part of one, set aside while a dispute stands. ``*_waived`` is what the creditor gave up.
    """

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
    is_contested: bool = False
    principal_waived: int = 0
    interest_waived: int = 0
    fixed_indemnity_waived: int = 0
    complementary_indemnity_waived: int = 0
    _accrued_to: date = date.min
    _accrued: int = 0
    _is_late: bool = False
    _spans: list[Span] = field(default_factory=list)
    _payers: list[tuple[str, int]] = field(default_factory=list)

    @property
    def principal_left(self) -> int:
        return self.principal - self.credited - self.principal_paid - self.principal_waived

    @property
    def interest(self) -> int:
        """Accrued so far, rounded once on the cumulated sum (INT_13)."""
        return rounded_to_cent(self._accrued)

    @property
    def interest_left(self) -> int:
        return self.interest - self.interest_paid - self.interest_waived

    @property
    def fixed_indemnity_left(self) -> int:
        return self.fixed_indemnity - self.fixed_indemnity_paid - self.fixed_indemnity_waived

    @property
    def complementary_indemnity_left(self) -> int:
        return self.complementary_indemnity - self.complementary_indemnity_paid - self.complementary_indemnity_waived

    @property
    def waived(self) -> int:
        """All that the creditor gave up of it."""
        indemnities = self.fixed_indemnity_waived + self.complementary_indemnity_waived
        return self.principal_waived + self.interest_waived + indemnities

    @property
    def total_left(self) -> int:
        indemnities = self.fixed_indemnity_left + self.complementary_indemnity_left
        return self.interest_left + indemnities + self.principal_left

    def is_due(self, day: date) -> bool:
        """The debtor has the whole of the due date to pay: due, and late, from the day after (INT_07)."""
        return day > self.due_date

    def accrue(self, until: date) -> None:
        """Lets interest run up to ``until`` inclusive; the indemnity is owed from the first late day (IND_01).

        What a plan had suspended, and an acceleration made due after all, is added on its day.
        """
        for owed_on in tuple(each.owed_on for each in self.terms.suspended if each.owed_on and each.owed_on <= until):
            self._run(owed_on - ONE_DAY)
            self._resume(owed_on)
        self._run(until)

    def _resume(self, owed_on: date) -> None:
        """The interest of the suspended days, on what was owed on each of them, as if it had run."""
        ran = tuple(each for each in self.terms.suspended if each.owed_on != owed_on)
        before, self.terms = self.terms, replace(self.terms, suspended=ran)
        for start, end, cents in self._spans:
            self._accrued += self.terms.accrued(cents, start, end) - before.accrued(cents, start, end)

    def _run(self, until: date) -> None:
        start = max(self._accrued_to, self.due_date)
        if until <= start:
            return
        left = self.principal_left
        if left > 0:
            if not self._is_late:
                self.fixed_indemnity += self.terms.fixed_indemnity.amount
            self._is_late = True
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
        merged: list[Span] = []
        for start, end, cents in self._spans:
            if merged and merged[-1][1:] == (start, cents):
                merged[-1] = (merged[-1][0], end, cents)
            else:
                merged.append((start, end, cents))
        return tuple(period for start, end, cents in merged for period in self.terms.periods(Money(cents), start, end))

    def carve(self, wanted: int | None, on: date) -> Account:
        """Sets a part of the unpaid principal apart from that day on, all of it for ``None``, with what it has borne.

        The fixed indemnity is owed for any late part, so it goes along only with the whole; what is paid stays paid.
        """
        self.accrue(on)
        left = self.principal_left
        taken = left if wanted is None else min(wanted, left)
        whole = wanted is None or 0 < taken == left
        borne = max(self._accrued - (self.interest_paid + self.interest_waived) * ACCRUED_A_CENT, 0)
        if not whole:
            own = (self.terms.accrued(min(taken, cents), start, end) for start, end, cents in self._spans)
            borne = min(borne, sum(own))
        part = replace(
            Account(self.reference, self.due_date, self.terms, taken, self.order),
            is_contested=True,
            _is_late=True,
            _accrued_to=self._accrued_to,
            _accrued=borne,
            _spans=[(start, end, min(taken, cents)) for start, end, cents in self._spans if taken],
        )
        self.principal -= taken
        self._accrued -= borne
        self._spans = [(start, end, cents - taken) for start, end, cents in self._spans if cents > taken]
        if whole:
            part.fixed_indemnity, part.complementary_indemnity = (
                self.fixed_indemnity_left,
                self.complementary_indemnity_left,
            )
            self.fixed_indemnity -= part.fixed_indemnity
            self.complementary_indemnity -= part.complementary_indemnity
        return part

    def absorb(self, part: Account, on: date) -> None:
        """Takes a part back on that day, as if it had never been apart: exactly, since interest is counted exactly.

        Only where interest was paid on the part, rounded by itself, does that cent stay paid.
        """
        self.accrue(on)
        part.accrue(on)
        least = self.interest + part.interest_paid + part.interest_waived
        for name in _ADDED:
            setattr(self, name, getattr(self, name) + getattr(part, name))
        self._accrued = max(self._accrued + part._accrued, least * ACCRUED_A_CENT - ACCRUED_A_CENT // 2)
        self._spans = _summed(self._spans, part._spans)
        self._payers = [*self._payers, *part._payers]
        paid_on = [day for day in (self.principal_paid_on, part.principal_paid_on) if day]
        self.principal_paid_on = max(paid_on, default=None)

    def give_up(self, amount: int, on: date) -> None:
        """Waives principal with the interest it has borne: what should never have been asked for (a dispute)."""
        gone = self.carve(amount, on)
        self.principal += gone.principal
        self.principal_waived += gone.principal

    def waive_all(self) -> None:
        """Waives whatever is left, part by part (a settlement)."""
        for part in self.order.parts:
            setattr(self, f"{part}_waived", getattr(self, f"{part}_waived") + getattr(self, f"{part}_left"))


_PARTS_OF_ACCOUNT = ("principal", "interest", "fixed_indemnity", "complementary_indemnity")
_ADDED = (
    "principal",
    "credited",
    "fixed_indemnity",
    "complementary_indemnity",
    *(f"{part}_paid" for part in _PARTS_OF_ACCOUNT),
    *(f"{part}_waived" for part in _PARTS_OF_ACCOUNT),
)


def _summed(first: list[Span], second: list[Span]) -> list[Span]:
    """The principal of each span of days, of both together."""
    every = (*first, *second)
    days = sorted({day for start, end, _ in every for day in (start, end)})
    found = [(a, b, sum(cents for start, end, cents in every if start <= a and b <= end)) for a, b in pairwise(days)]
    return [span for span in found if span[2]]
