"""What is owed, invoice by invoice, recomputed from the facts: invoices, payments and credit notes.

No balance is ever stored and adjusted. Facts apply in order of their day, credit notes before payments, payments in
order of recording. Money is conserved to the cent: the allocations and what is overpaid add up to the payments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .account import Account
from .allocation import Share, spread
from .errors import FieldProblem, InvalidInput
from .interest import InterestPeriod, interest_terms
from .invoice import Invoice
from .money import ZERO, Money
from .parties import DebtorKind
from .rates import RateTable


@dataclass(frozen=True)
class Payment:
    """Money received from the debtor. ``sequence`` is the order of recording; a reversed payment never counts."""

    id: str
    amount: Money
    received_on: date
    sequence: int
    method: str = "bank_transfer"
    reference: str | None = None
    designated_invoice: str | None = None
    reversed_on: date | None = None


@dataclass(frozen=True)
class CreditNote:
    """A reduction of an invoice. From ``effective_on`` its part bears no interest; on the due date it never did."""

    id: str
    invoice_id: str
    number: str
    issued_on: date
    amount: Money
    effective_on: date


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


@dataclass(frozen=True)
class InvoiceStatement:
    """One invoice of the statement of account. ``principal`` was unpaid at opening; ``interest`` is rounded once.

    ``is_due`` from the day after the due date, like interest and indemnity. ``days_overdue`` is 0 once nothing is left.
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


@dataclass(frozen=True)
class Statement:
    """The statement of account of a day. The totals are what is left on the due invoices alone.

    ``overpaid`` is what payments brought beyond every invoice; ``credit_left`` what credit notes did.
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

    @property
    def provisional(self) -> bool:
        """Whether some interest rests on a provisional rate, which holds a step in live mode."""
        return any(period.provisional for line in self.lines for period in line.periods)


def statement(
    invoices: Sequence[Invoice],
    payments: Sequence[Payment],
    credit_notes: Sequence[CreditNote],
    *,
    debtor_kind: DebtorKind,
    rates: RateTable,
    as_of: date,
    formal_notice_on: date | None = None,
    creditor_is_private_individual: bool = False,
    frozen_on: date | None = None,
) -> Statement:
    """The statement as of a day, payments of that day included (INT_09); later ones are not known yet.

    ``formal_notice_on`` starts a consumer's interest (INT_08): the day of first presentation, never a presumed one.
    ``frozen_on``: insolvency judgment or over-indebtedness admissibility (INT_16, INT_17, IND_04).
    Raises ``RateUnknown`` (INT_15), and ``InvalidInput`` for a fact about an invoice that is not in the case.
    """
    accounts = {
        invoice.id: Account(
            reference=invoice.id,
            due_date=invoice.due_date,
            terms=interest_terms(
                debtor_kind=debtor_kind,
                due_date=invoice.due_date,
                rates=rates,
                contract_rate=invoice.contract_rate,
                formal_notice_on=formal_notice_on,
                creditor_is_private_individual=creditor_is_private_individual,
                frozen_on=frozen_on,
            ),
            principal=max(invoice.principal.amount, 0),
        )
        for invoice in invoices
    }
    book = Book(accounts)
    book.play(payments, credit_notes, as_of)
    lines = tuple(_line(invoice, accounts[invoice.id], as_of) for invoice in invoices)
    due = tuple(line for line in lines if line.is_due)
    return Statement(
        as_of=as_of,
        lines=due,
        not_yet_due=tuple(line for line in lines if not line.is_due),
        allocations=tuple(book.allocations),
        principal=_sum(line.principal_left for line in due),
        interest=_sum(line.interest_left for line in due),
        fixed_indemnity=_sum(line.fixed_indemnity_left for line in due),
        total=_sum(line.total_left for line in due),
        overpaid=Money(book.overpaid),
        credit_left=Money(book.credit_left),
    )


class Book:
    """The accounts of a case while their facts are played, with the allocations made so far."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self.accounts = accounts
        self.allocations: list[Allocation] = []
        self.overpaid = 0
        self.credit_left = 0

    def play(self, payments: Sequence[Payment], credit_notes: Sequence[CreditNote], as_of: date) -> None:
        """Applies every fact up to ``as_of`` in order, then lets interest run to that day."""
        for fact in _in_order(self._dated(credit_notes), payments, as_of):
            if isinstance(fact, Payment):
                self._pay(fact.id, fact.amount.amount, fact.received_on, self._designated(fact))
            else:
                self._credit(fact)
        for account in self.accounts.values():
            account.accrue(as_of)

    def _pay(self, payment_id: str, amount: int, on: date, designated: Account | None) -> None:
        shares = spread(amount, tuple(self.accounts.values()), on, designated)
        for share in shares:
            share.account.note_principal(payment_id, share.principal)
            self.allocations.append(_allocation(payment_id, share))
        self.overpaid += amount - sum(share.total for share in shares)

    def _credit(self, note: CreditNote) -> None:
        """Cancels unpaid principal, then paid principal, whose payments are spread again from that day."""
        account = self.accounts[note.invoice_id]
        excess = account.credit(note.amount.amount, note.effective_on)
        for payment_id, released in account.release(excess):
            excess -= released
            self.allocations.append(_allocation(payment_id, Share(account, 0, 0, -released, account.principal_left)))
            self._pay(payment_id, released, note.effective_on, None)
        self.credit_left += excess

    def _dated(self, notes: Sequence[CreditNote]) -> Iterator[tuple[date, CreditNote]]:
        """A credit note that takes effect by the due date belongs to the invoice from the start."""
        for note in notes:
            account = self._account(note.invoice_id, f"credit note {note.number}")
            yield (date.min if note.effective_on <= account.due_date else note.effective_on), note

    def _designated(self, payment: Payment) -> Account | None:
        if payment.designated_invoice is None:
            return None
        return self._account(payment.designated_invoice, f"payment {payment.id}")

    def _account(self, invoice_id: str, fact: str) -> Account:
        account = self.accounts.get(invoice_id)
        if account is None:
            problem = FieldProblem("", "unknown_invoice", "name an invoice of this case")
            raise InvalidInput(f"{fact} names the invoice {invoice_id}, which is not there", errors=(problem,))
        return account


def _in_order(
    notes: Iterator[tuple[date, CreditNote]], payments: Sequence[Payment], as_of: date
) -> list[Payment | CreditNote]:
    dated: list[tuple[tuple[date, int, int, str], Payment | CreditNote]] = [
        ((on, 0, note.issued_on.toordinal(), note.id), note) for on, note in notes if on <= as_of
    ]
    dated += [
        ((payment.received_on, 1, payment.sequence, payment.id), payment)
        for payment in payments
        if payment.reversed_on is None and payment.received_on <= as_of
    ]
    return [fact for _, fact in sorted(dated, key=lambda entry: entry[0])]


def _allocation(payment_id: str, share: Share) -> Allocation:
    return Allocation(
        payment_id=payment_id,
        invoice_id=share.account.reference,
        interest=Money(share.interest),
        fixed_indemnity=Money(share.fixed_indemnity),
        principal=Money(share.principal),
        principal_left=Money(share.principal_left),
    )


def _line(invoice: Invoice, account: Account, as_of: date) -> InvoiceStatement:
    left = account.total_left
    return InvoiceStatement(
        invoice=invoice,
        is_due=account.is_due(as_of),
        days_overdue=max((as_of - invoice.due_date).days, 0) if left else 0,
        principal=Money(account.principal),
        credited=Money(account.credited),
        principal_paid=Money(account.principal_paid),
        principal_left=Money(account.principal_left),
        interest=Money(account.interest),
        interest_paid=Money(account.interest_paid),
        interest_left=Money(account.interest_left),
        fixed_indemnity=Money(account.fixed_indemnity),
        fixed_indemnity_paid=Money(account.fixed_indemnity_paid),
        fixed_indemnity_left=Money(account.fixed_indemnity_left),
        periods=account.periods(),
        total_left=Money(left),
    )


def _sum(amounts: Iterator[Money]) -> Money:
    return sum(amounts, ZERO)
