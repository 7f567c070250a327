"""When an invoice may fall due (TERM_01..TERM_04): the default term, the longest agreed one, and what the public owes.

Sector terms (transport, fresh food, alcohol: C. com. L441-11) and periodic invoices, which have 45 days at most, are
not known here: what exceeds the general limits is a warning for a person, never a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from .findings import Finding, Severity
from .invoice import Invoice
from .parties import DebtorKind

DEFAULT_TERM_DAYS = 30  # TERM_01
LONGEST_TERM_DAYS = 60  # TERM_02
LONGEST_END_OF_MONTH_DAYS = 45  # TERM_02, also for periodic invoices
ACCESSORIES_DAYS = 45  # TERM_04, CCP R2192-36


class PublicTerm(StrEnum):
    """Whose term it is (TERM_03, CCP R2192-10 and R2192-11)."""

    GENERAL = "general"
    HEALTH = "health"
    UNDERTAKING = "undertaking"

    @property
    def days(self) -> int:
        """From receipt of the payment request, or performance if later."""
        return {PublicTerm.GENERAL: 30, PublicTerm.HEALTH: 50, PublicTerm.UNDERTAKING: 60}[self]


def default_due_date(performed_on: date) -> date:
    """Where nothing was agreed: 30 days after receipt of the goods or performance (C. com. L441-10 I)."""
    return performed_on + timedelta(days=DEFAULT_TERM_DAYS)


def latest_agreed_due_date(issued_on: date) -> date:
    """The latest due date two businesses may agree on: 60 days from the invoice, or 45 days end of month.

    The 45 days may be counted before the end of the month or after it; the later of both counts here.
    """
    counted = timedelta(days=LONGEST_END_OF_MONTH_DAYS)
    ends = (end_of_month(issued_on + counted), end_of_month(issued_on) + counted)
    return max(issued_on + timedelta(days=LONGEST_TERM_DAYS), *ends)


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def accessories_payable_by(debtor_kind: DebtorKind, principal_paid_on: date) -> date | None:
    """A public body pays interest and indemnity within 45 days of the principal (TERM_04); others at once."""
    is_public = debtor_kind is DebtorKind.PUBLIC_BODY
    return principal_paid_on + timedelta(days=ACCESSORIES_DAYS) if is_public else None


def term_findings(debtor_kind: DebtorKind, invoice: Invoice, pointer: str) -> Iterator[Finding]:
    """A due date later than the law allows: a warning, since exceptions exist and the agreed date is the later one."""
    if debtor_kind.is_business:
        latest, rule = latest_agreed_due_date(invoice.issue_date), "C. com. L441-10 I"
    elif debtor_kind is DebtorKind.PUBLIC_BODY:
        latest, rule = invoice.issue_date + timedelta(days=PublicTerm.UNDERTAKING.days), "CCP R2192-10 and R2192-11"
    else:
        return
    if invoice.due_date > latest:
        yield Finding(
            "payment_term_too_long",
            Severity.WARNING,
            f"{pointer}/due_date",
            f"Invoice {invoice.number} falls due after {latest}, the latest day that {rule} generally allows.",
            "Check the due date and the agreed term; interest is counted from the due date given.",
        )
