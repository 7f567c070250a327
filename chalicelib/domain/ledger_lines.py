"""What a ledger says: the statement of account, its lines, and how payments were spread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .allocation_order import AllocationOrder
from .interest import InterestPeriod, RateBasis, cents_by_period
from .invoice import Invoice
from .ledger_facts import ComplementaryIndemnity, CreditNote, Payment
from .money import ZERO, Money
from .suspension import Suspension


@dataclass(frozen=True)
class Allocation:
    """What a payment, or a part of it, paid of one invoice.

    A negative ``principal`` is what a later credit note released of it; the next lines say where that went.
    """

    payment_id: str
    invoice_id: str
    interest: Money
    fixed_indemnity: Money
    principal: Money
    principal_left: Money
    complementary_indemnity: Money = ZERO

    @property
    def total(self) -> Money:
        return self.interest + self.fixed_indemnity + self.complementary_indemnity + self.principal


@dataclass(frozen=True)
class InvoiceStatement:
    """One invoice of the statement of account. ``principal`` was unpaid at opening; ``interest`` is rounded once.

    ``is_due`` from the day after the due date, like interest and indemnity. ``days_overdue`` is 0 once nothing is left.
    ``warnings`` are codes for a person to look at (INT_03). ``accessories_payable_by``: a public debtor that has paid
    the principal owes interest and indemnity by that day (TERM_04). ``basis``: where its rate comes from.
    ``contested`` is what disputes set aside of it: in ``total_left``, or beside it in an account of what is claimed.
    ``waived`` is what the creditor gave up, of any part.
    """

    invoice: Invoice
    is_due: bool
    days_overdue: int
    principal: Money
    credited: Money
    principal_paid: Money
    principal_left: Money
    interest: Money
    interest_paid: Money
    interest_left: Money
    fixed_indemnity: Money
    fixed_indemnity_paid: Money
    fixed_indemnity_left: Money
    periods: tuple[InterestPeriod, ...]
    total_left: Money
    complementary_indemnity: Money = ZERO
    complementary_indemnity_paid: Money = ZERO
    complementary_indemnity_left: Money = ZERO
    warnings: tuple[str, ...] = ()
    accessories_payable_by: date | None = None
    basis: RateBasis = RateBasis.ECB_PLUS_10
    contested: Money = ZERO
    waived: Money = ZERO

    @property
    def period_cents(self) -> tuple[Money, ...]:
        """The periods in cents, which add up to ``interest`` (INT_13)."""
        return cents_by_period(self.periods, self.interest)


@dataclass(frozen=True)
class Statement:
    """The statement of account of a day. The totals are what is left on the due invoices alone.

    ``overpaid`` is what payments brought beyond every invoice; ``credit_left`` what credit notes did. ``payments`` and
    ``credit_notes`` are those that counted. ``frozen_on``: the day from which no interest runs, once it has come.
    ``suspended`` are the days of payment plans that have begun: on them it did not run.
    ``contested`` is what disputes set aside, of any invoice: a part of ``total`` in the whole account, and not asked
    for in the account of what is claimed. ``waived`` is what the creditor gave up, ``waived_by`` the cents of each
    settlement.
    """

    as_of: date
    lines: tuple[InvoiceStatement, ...]
    not_yet_due: tuple[InvoiceStatement, ...]
    allocations: tuple[Allocation, ...]
    principal: Money
    interest: Money
    fixed_indemnity: Money
    total: Money
    overpaid: Money
    credit_left: Money = ZERO
    complementary_indemnity: Money = ZERO
    order: AllocationOrder = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL
    payments: tuple[Payment, ...] = ()
    credit_notes: tuple[CreditNote, ...] = ()
    complementary_indemnities: tuple[ComplementaryIndemnity, ...] = ()
    frozen_on: date | None = None
    suspended: tuple[Suspension, ...] = ()
    contested: Money = ZERO
    waived: Money = ZERO
    waived_by: tuple[tuple[str, int], ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether some interest rests on a provisional rate, which holds a step in live mode."""
        return any(period.provisional for line in self.lines for period in line.periods)
