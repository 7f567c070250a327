"""The receipts of a case follow its money: issued once, and corrected by another that refers to the first (R-092).

What a payment paid can change after its receipt: an earlier payment, a credit note or a reversal is recorded later, or
a rate is loaded. A receipt that is no longer true is then due again, as the next edition.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

from .case import Case
from .case_contacts import reached
from .ledger_facts import Payment
from .ledger_lines import Statement
from .receipt import Receipt, ReceiptState

_OVER = frozenset({ReceiptState.NONE, ReceiptState.WITHDRAWAL_DUE, ReceiptState.WITHDRAWN})


def nothing_left(account: Statement) -> bool:
    """Whether the whole case is paid: what is due, and the principal of what is not due yet."""
    if account.total.amount > 0 or account.contested.amount > 0:
        return False
    return all(line.principal_left.amount <= 0 for line in account.not_yet_due)


def number_of(case: Case, payment: Payment, edition: int = 1) -> str:
    """The case's reference and the payment's rank; a corrected receipt (quittance rectificative) adds its own."""
    first = f"{case.reference}-Q{payment.sequence}"
    return first if edition == 1 else f"{first}-R{edition - 1}"


def spread_of(account: Statement, payment_id: str, *, is_final: bool) -> str:
    """What a receipt says of its payment, as a short digest: enough to see whether it still is true."""
    spent: Counter[tuple[str, str]] = Counter()
    for part in account.allocations:
        if part.payment_id == payment_id:
            spent[part.invoice_id, "interest"] += part.interest.amount
            spent[part.invoice_id, "fixed_indemnity"] += part.fixed_indemnity.amount
            spent[part.invoice_id, "complementary_indemnity"] += part.complementary_indemnity.amount
            spent[part.invoice_id, "principal"] += part.principal.amount
    said = [f"{invoice}/{kind}={cents}" for (invoice, kind), cents in sorted(spent.items()) if cents]
    return hashlib.sha256(f"{is_final} {' '.join(said)}".encode()).hexdigest()[:16]


def follow(case: Case, account: Statement) -> Case:
    """The case with every receipt as the statement wants it: final where all is paid, due again where it changed."""
    final = _final(case, account)
    reversed_ = {payment.id for payment in case.payments if payment.reversed_on is not None}
    for receipt in case.receipts:
        if receipt.state in _OVER or receipt.payment_id in reversed_:
            continue
        followed = _followed(receipt, account, is_final=receipt.payment_id == final)
        if followed != receipt:
            case = case.with_receipt(followed)
    return case


def withdraw(case: Case, payment_id: str) -> Case:
    """After a reversal: void when the debtor cannot hold it, else withdrawn by letter before any reminder."""
    receipt = case.receipt_of(payment_id) or Receipt(payment_id, ReceiptState.DUE)
    if not receipt.contacts:
        return case.with_receipt(replace(receipt, state=ReceiptState.NONE))
    held = _as_issued(receipt) if receipt.state is ReceiptState.DUE else receipt
    return case.with_receipt(replace(held, state=ReceiptState.WITHDRAWAL_DUE))


def _final(case: Case, account: Statement) -> str | None:
    """The payment whose receipt is the final one: it stays so while nothing is left, else the last one becomes it."""
    if not nothing_left(account):
        return None
    standing = {payment.id: payment.sequence for payment in case.payments if payment.reversed_on is None}
    living = [r for r in case.receipts if r.payment_id in standing and r.state not in _OVER]
    kept = [receipt for receipt in living if receipt.is_final]
    found = max(kept or living, key=lambda receipt: standing[receipt.payment_id], default=None)
    return found.payment_id if found else None


def _followed(receipt: Receipt, account: Statement, *, is_final: bool) -> Receipt:
    is_due = receipt.state is ReceiptState.DUE
    if is_due and receipt.edition == 1:
        return replace(receipt, is_final=is_final)
    if receipt.spread is None:
        return receipt
    is_true = spread_of(account, receipt.payment_id, is_final=is_final) == receipt.spread
    if is_due:
        return replace(_as_issued(receipt) if is_true else receipt, is_final=is_final)
    if is_true:
        return receipt
    return replace(receipt, state=ReceiptState.DUE, edition=receipt.edition + 1, is_final=is_final)


def _as_issued(receipt: Receipt) -> Receipt:
    """The edition before the one that is due: a correction that is not needed after all."""
    since = receipt.issued_at
    gone = any(reached(ref) for ref in receipt.contacts if since is None or ref.at >= since)
    state = ReceiptState.SENT if gone else ReceiptState.ISSUED
    return replace(receipt, state=state, edition=receipt.edition - 1)
