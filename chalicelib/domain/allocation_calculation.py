"""How payments spread over invoices, without a case: the same ledger, with references in place of ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .account import Account
from .allocation_order import AllocationOrder
from .errors import FieldProblem, InvalidInput
from .interest import ContractRate, interest_terms
from .ledger import Book, Payment
from .money import Money
from .parties import DebtorKind
from .rates import RateTable


@dataclass(frozen=True)
class AllocationInvoice:
    """An unpaid invoice. ``principal`` includes VAT; ``reference`` is unique in the request."""

    reference: str
    principal: Money
    due_date: date
    contract_rate: ContractRate = None


@dataclass(frozen=True)
class AllocationPayment:
    """A payment; ``designated_invoice`` is the reference the debtor named."""

    amount: Money
    received_on: date
    designated_invoice: str | None = None


@dataclass(frozen=True)
class AllocatedShare:
    """What the payment of index ``payment`` paid of one invoice, and the principal left after it."""

    payment: int
    reference: str
    interest: Money
    fixed_indemnity: Money
    principal: Money
    principal_left: Money


@dataclass(frozen=True)
class Outstanding:
    """What is left of one invoice; all zero when it is paid."""

    reference: str
    interest: Money
    fixed_indemnity: Money
    principal: Money
    total: Money


@dataclass(frozen=True)
class AllocationResult:
    """Shares in order of allocation, what is left of every invoice in the order given, and what found no debt."""

    allocations: tuple[AllocatedShare, ...]
    outstanding: tuple[Outstanding, ...]
    unallocated: Money


def allocate(
    invoices: Sequence[AllocationInvoice],
    payments: Sequence[AllocationPayment],
    *,
    debtor_kind: DebtorKind,
    rates: RateTable,
    as_of: date,
    formal_notice_on: date | None = None,
    order: AllocationOrder = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL,
) -> AllocationResult:
    """Spreads the payments in order of their day, then of the request (PAY_01, PAY_02).

    ``order`` is that of the parts inside an invoice.

    Raises ``InvalidInput`` for a reference given twice, a designated invoice that is not there or a payment after
    ``as_of``, and ``RateUnknown`` for a half-year that is not loaded (INT_15).
    """
    _check(invoices, payments, as_of)
    accounts = {
        invoice.reference: Account(
            reference=invoice.reference,
            due_date=invoice.due_date,
            terms=interest_terms(
                debtor_kind=debtor_kind,
                due_date=invoice.due_date,
                rates=rates,
                contract_rate=invoice.contract_rate,
                formal_notice_on=formal_notice_on,
            ),
            principal=invoice.principal.amount,
            order=order,
        )
        for invoice in invoices
    }
    book = Book(accounts)
    book.play([_payment(index, payment) for index, payment in enumerate(payments)], as_of=as_of)
    return AllocationResult(
        allocations=tuple(
            AllocatedShare(
                int(a.payment_id), a.invoice_id, a.interest, a.fixed_indemnity, a.principal, a.principal_left
            )
            for a in book.allocations
        ),
        outstanding=tuple(_outstanding(account) for account in accounts.values()),
        unallocated=Money(book.overpaid),
    )


def _payment(index: int, payment: AllocationPayment) -> Payment:
    return Payment(
        id=str(index),
        amount=payment.amount,
        received_on=payment.received_on,
        sequence=index,
        designated_invoice=payment.designated_invoice,
    )


def _outstanding(account: Account) -> Outstanding:
    return Outstanding(
        reference=account.reference,
        interest=Money(account.interest_left),
        fixed_indemnity=Money(account.fixed_indemnity_left),
        principal=Money(account.principal_left),
        total=Money(account.total_left),
    )


def _check(invoices: Sequence[AllocationInvoice], payments: Sequence[AllocationPayment], as_of: date) -> None:
    references: set[str] = set()
    problems = []
    for index, invoice in enumerate(invoices):
        if invoice.reference in references:
            problems.append(FieldProblem(f"#/invoices/{index}/reference", "duplicate_reference", "give it once"))
        references.add(invoice.reference)
    for index, payment in enumerate(payments):
        pointer = f"#/payments/{index}"
        if payment.designated_invoice is not None and payment.designated_invoice not in references:
            problems.append(
                FieldProblem(f"{pointer}/designated_invoice", "unknown_invoice", "name one of the invoices")
            )
        if payment.received_on > as_of:
            problems.append(FieldProblem(f"{pointer}/received_on", "payment_after_as_of", "not later than as_of"))
    if problems:
        raise InvalidInput("the invoices and payments do not fit together", errors=tuple(problems))
