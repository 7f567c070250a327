"""What is owed, invoice by invoice, recomputed from the facts: invoices, payments, credit notes and indemnities.

No balance is ever stored and adjusted. Facts apply in order of their day: credit notes, then complementary indemnities,
then payments in order of recording. Money is conserved to the cent: the allocations and what is overpaid add up to the
payments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from .account import Account, Parts
from .allocation import Share, spread
from .allocation_order import AllocationOrder
from .contested_parts import SetAside, Turn, turns
from .errors import FieldProblem, InvalidInput
from .interest import InterestTerms, interest_terms
from .invoice import Invoice
from .late_payment import warnings_of
from .ledger_facts import ComplementaryIndemnity, Contested, CreditNote, Fact, Payment, Waiver
from .ledger_lines import Allocation, InvoiceStatement, Statement
from .money import ZERO, Money
from .notice import ProvenNotice
from .parties import DebtorKind
from .payment_terms import accessories_payable_by
from .rates import RateTable
from .suspension import Suspension

__all__ = [
    "Allocation",
    "Book",
    "ComplementaryIndemnity",
    "CreditNote",
    "InvoiceStatement",
    "Payment",
    "Statement",
    "statement",
]


def statement(
    invoices: Sequence[Invoice],
    payments: Sequence[Payment],
    credit_notes: Sequence[CreditNote],
    *,
    debtor_kind: DebtorKind,
    rates: RateTable,
    as_of: date,
    complementary_indemnities: Sequence[ComplementaryIndemnity] = (),
    formal_notices: Sequence[ProvenNotice] = (),
    creditor_is_private_individual: bool = False,
    frozen_on: date | None = None,
    suspended: tuple[Suspension, ...] = (),
    order: AllocationOrder = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL,
    contested: Sequence[Contested] = (),
    waivers: Sequence[Waiver] = (),
    claimed_only: bool = False,
) -> Statement:
    """The statement as of a day, payments of that day included (INT_09); later ones are not known yet.

    With ``claimed_only`` what disputes set aside is not in its lines; how payments were spread is the same.

    ``formal_notices`` start a consumer's interest (INT_08), each on the invoices that were due when it was written: the
    day of first presentation, never a presumed one. ``frozen_on``: insolvency judgment or over-indebtedness
    admissibility (INT_16, INT_17, IND_04). ``suspended``: the days of payment plans. ``order`` is that of the parts
    inside an invoice (PAY_01).
    Raises ``RateUnknown`` (INT_15), and ``InvalidInput`` for a fact about an invoice that is not in the case.
    """

    def terms(invoice: Invoice) -> InterestTerms:
        named = [notice.presented_on for notice in formal_notices if invoice.due_date < notice.written_on]
        return interest_terms(
            debtor_kind=debtor_kind,
            due_date=invoice.due_date,
            rates=rates,
            contract_rate=invoice.contract_rate,
            formal_notice_on=min(named, default=None),
            creditor_is_private_individual=creditor_is_private_individual,
            frozen_on=frozen_on,
            suspended=suspended,
        )

    accounts = {
        invoice.id: Account(
            invoice.id, invoice.due_date, terms(invoice), principal=max(invoice.principal.amount, 0), order=order
        )
        for invoice in invoices
    }
    book = Book(accounts)
    book.play(payments, credit_notes, complementary_indemnities, contested, waivers, as_of=as_of)
    lines = tuple(
        _line(invoice, accounts[invoice.id], book.aside, as_of, debtor_kind, claimed_only=claimed_only)
        for invoice in invoices
    )
    stopped_on = frozen_on if frozen_on and frozen_on <= as_of else None
    begun = tuple(each for each in suspended if each.first <= as_of)
    return replace(_drawn_up(book, lines, as_of, order), frozen_on=stopped_on, suspended=begun)


def _drawn_up(book: Book, lines: tuple[InvoiceStatement, ...], as_of: date, order: AllocationOrder) -> Statement:
    due = tuple(line for line in lines if line.is_due)
    return Statement(
        as_of=as_of,
        lines=due,
        not_yet_due=tuple(line for line in lines if not line.is_due),
        allocations=tuple(book.allocations),
        principal=_sum(line.principal_left for line in due),
        interest=_sum(line.interest_left for line in due),
        fixed_indemnity=_sum(line.fixed_indemnity_left for line in due),
        complementary_indemnity=_sum(line.complementary_indemnity_left for line in due),
        total=_sum(line.total_left for line in due),
        overpaid=Money(book.overpaid),
        credit_left=Money(book.credit_left),
        order=order,
        payments=tuple(fact for fact in book.played if isinstance(fact, Payment)),
        credit_notes=tuple(fact for fact in book.played if isinstance(fact, CreditNote)),
        complementary_indemnities=tuple(fact for fact in book.played if isinstance(fact, ComplementaryIndemnity)),
        contested=_sum(line.contested for line in lines),
        waived=_sum(line.waived for line in lines),
        waived_by=tuple(book.waived_by.items()),
    )


class Book:
    """The accounts of a case while their facts are played, with the allocations made so far."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self.accounts = accounts
        self.allocations: list[Allocation] = []
        self.played: list[Fact | Turn | Waiver] = []
        self.aside = SetAside(accounts)
        self.waived_by: dict[str, int] = {}
        self.overpaid = 0
        self.credit_left = 0

    def play(
        self,
        payments: Sequence[Payment],
        credit_notes: Sequence[CreditNote] = (),
        complementary_indemnities: Sequence[ComplementaryIndemnity] = (),
        contested: Sequence[Contested] = (),
        waivers: Sequence[Waiver] = (),
        *,
        as_of: date,
    ) -> None:
        """Applies every fact up to ``as_of`` in order, then lets interest run to that day."""
        dated = _dated_facts(self._dated(credit_notes), complementary_indemnities, payments, as_of)
        dated += turns(contested, as_of)
        dated += [((waiver.on, 4, 0, waiver.id), waiver) for waiver in waivers if waiver.on <= as_of]
        self.played = [fact for _, fact in sorted(dated, key=lambda entry: entry[0])]
        for fact in self.played:
            self._apply(fact)
        for account in self._every():
            account.accrue(as_of)

    def _apply(self, fact: Fact | Turn | Waiver) -> None:
        if isinstance(fact, Payment):
            self._pay(fact.id, fact.amount.amount, fact.received_on, self._designated(fact))
        elif isinstance(fact, CreditNote):
            self._credit(fact)
        elif isinstance(fact, Turn):
            self.aside.apply(fact)
        elif isinstance(fact, Waiver):
            self._waive(fact)
        else:
            account = self._account(fact.invoice_id, f"complementary indemnity {fact.id}")
            late = (each for each in (account, *self.aside.of(account)) if each.fixed_indemnity)
            next(late, account).complement(fact.amount.amount, fact.claimed_on)

    def _waive(self, waiver: Waiver) -> None:
        due = [account for account in self._every() if account.is_due(waiver.on)]
        for account in due:
            account.accrue(waiver.on)
        self.waived_by[waiver.id] = sum(account.total_left for account in due)
        for account in due:
            account.waive_all()

    def _every(self) -> tuple[Account, ...]:
        return (*self.accounts.values(), *self.aside.every())

    def _pay(self, payment_id: str, amount: int, on: date, designated: Sequence[Account] = ()) -> None:
        shares = spread(amount, self._every(), on, designated)
        for share in shares:
            share.account.note_principal(payment_id, share.parts.principal)
            self.allocations.append(_allocation(payment_id, share))
        self.overpaid += amount - sum(share.total for share in shares)

    def _credit(self, note: CreditNote) -> None:
        """Cancels unpaid principal, what is contested first, then paid principal, whose payments are spread again."""
        account, excess = self.accounts[note.invoice_id], note.amount.amount
        for each in (*self.aside.of(account), account):
            excess = each.credit(excess, note.effective_on)
        for each in (*self.aside.of(account), account):
            for payment_id, released in each.release(excess):
                excess -= released
                share = Share(each, Parts(principal=-released), each.principal_left)
                self.allocations.append(_allocation(payment_id, share))
                self._pay(payment_id, released, note.effective_on)
        self.credit_left += excess

    def _dated(self, notes: Sequence[CreditNote]) -> Iterator[tuple[date, CreditNote]]:
        """A credit note that takes effect by the due date belongs to the invoice from the start."""
        for note in notes:
            account = self._account(note.invoice_id, f"credit note {note.number}")
            yield (date.min if note.effective_on <= account.due_date else note.effective_on), note

    def _designated(self, payment: Payment) -> tuple[Account, ...]:
        if payment.designated_invoice is None:
            return ()
        account = self._account(payment.designated_invoice, f"payment {payment.id}")
        return (account, *self.aside.of(account))

    def _account(self, invoice_id: str, fact: str) -> Account:
        account = self.accounts.get(invoice_id)
        if account is None:
            problem = FieldProblem("", "unknown_invoice", "name an invoice of this case")
            raise InvalidInput(f"{fact} names the invoice {invoice_id}, which is not there", errors=(problem,))
        return account


def _dated_facts(
    notes: Iterator[tuple[date, CreditNote]],
    indemnities: Sequence[ComplementaryIndemnity],
    payments: Sequence[Payment],
    as_of: date,
) -> list[tuple[tuple[date, int, int, str], Fact | Turn | Waiver]]:
    dated: list[tuple[tuple[date, int, int, str], Fact | Turn | Waiver]] = [
        ((on, 0, note.issued_on.toordinal(), note.id), note) for on, note in notes if on <= as_of
    ]
    dated += [
        ((each.claimed_on, 1, 0, each.id), each)
        for each in indemnities
        if each.withdrawn_on is None and each.claimed_on <= as_of
    ]
    dated += [
        ((payment.received_on, 3, payment.sequence, payment.id), payment)
        for payment in payments
        if payment.reversed_on is None and payment.received_on <= as_of
    ]
    return dated


def _allocation(payment_id: str, share: Share) -> Allocation:
    parts = share.parts
    return Allocation(
        payment_id=payment_id,
        invoice_id=share.account.reference,
        interest=Money(parts.interest),
        fixed_indemnity=Money(parts.fixed_indemnity),
        complementary_indemnity=Money(parts.complementary_indemnity),
        principal=Money(parts.principal),
        principal_left=Money(share.principal_left),
    )


def _line(
    invoice: Invoice, claimed: Account, aside: SetAside, as_of: date, debtor_kind: DebtorKind, *, claimed_only: bool
) -> InvoiceStatement:
    whole = aside.whole(claimed, as_of)
    account = claimed if claimed_only else whole
    left, periods = account.total_left, account.periods()
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
        complementary_indemnity=Money(account.complementary_indemnity),
        complementary_indemnity_paid=Money(account.complementary_indemnity_paid),
        complementary_indemnity_left=Money(account.complementary_indemnity_left),
        periods=periods,
        total_left=Money(left),
        warnings=warnings_of(account.terms, invoice.contract_rate, periods),
        accessories_payable_by=_accessories_payable_by(account, debtor_kind),
        basis=account.terms.basis,
        contested=Money(whole.total_left - claimed.total_left),
        waived=Money(whole.waived),
    )


def _accessories_payable_by(account: Account, debtor_kind: DebtorKind) -> date | None:
    if account.principal_left or not account.total_left or account.principal_paid_on is None:
        return None
    return accessories_payable_by(debtor_kind, account.principal_paid_on)


def _sum(amounts: Iterator[Money]) -> Money:
    return sum(amounts, ZERO)
