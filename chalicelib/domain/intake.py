"""Opening a case from an e-invoice (R-120): what the file says, what the caller adds, and what is still missing.

Typed values of the caller win over the file. An identifier of the file that fails its check is left out of the draft
and named in a finding, so that no letter carries it; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .findings import Finding, Severity
from .intake_identifiers import IdentifierChecks, Inspection
from .intake_parties import (
    DebtorParts,
    PartyDraft,
    buyer_findings,
    merge_debtor,
    missing_parts,
    parts_of,
    seller_findings,
)
from .interest import ContractRate
from .invoice import Invoice, ReadInvoice
from .limitation import ClaimKind
from .money import ZERO, Money
from .parties import Creditor, Debtor
from .payment_terms import default_due_date

__all__ = ["DebtorParts", "Draft", "IdentifierChecks", "PartyDraft", "Supplied", "draft_from_file"]


@dataclass(frozen=True)
class Supplied:
    """What the caller typed beside the file. ``already_paid`` is all that was received before opening."""

    due_date: date | None = None
    completed_on: date | None = None
    already_paid: Money | None = None
    contract_rate: ContractRate = None
    claim_kind: ClaimKind = ClaimKind.GOODS_OR_SERVICES


NOTHING_SUPPLIED = Supplied()


@dataclass(frozen=True)
class Draft:
    """What opening the case can start from.

    ``invoice`` is None when something that no invoice goes without is missing: a blocking finding says what.
    ``debtor`` holds the caller's values completed by the file's; ``seller``, ``iban`` and ``bic`` propose a creditor.
    """

    invoice: Invoice | None
    debtor: DebtorParts
    seller: PartyDraft
    buyer: PartyDraft
    iban: str | None
    bic: str | None
    findings: tuple[Finding, ...]


def draft_from_file(
    read: ReadInvoice,
    *,
    invoice_id: str,
    checks: IdentifierChecks,
    supplied: Supplied = NOTHING_SUPPLIED,
    debtor: Debtor | DebtorParts | None = None,
    creditor: Creditor | None = None,
    pointer: str = "#/invoice_files/0",
) -> Draft:
    """``debtor`` is the request's: known (``debtor_id``), typed in parts, or absent; ``pointer`` the file's place."""
    typed = parts_of(debtor)
    inspection = Inspection(checks, pointer, debtor=typed, creditor=creditor)
    seller, buyer = inspection.party(read.seller, "seller"), inspection.party(read.buyer, "buyer")
    iban, bic = inspection.checked(read.iban, "iban"), inspection.checked(read.bic, "bic")
    merged = merge_debtor(typed, buyer)
    return Draft(
        invoice=_invoice(read, supplied, invoice_id),
        debtor=merged,
        seller=seller,
        buyer=buyer,
        iban=iban,
        bic=bic,
        findings=(
            *_invoice_findings(read, supplied, pointer),
            *missing_parts(merged, read.buyer),
            *buyer_findings(buyer, typed, pointer),
            *(seller_findings(seller, iban, creditor, pointer) if creditor else ()),
            *inspection.findings,
        ),
    )


def _invoice(read: ReadInvoice, supplied: Supplied, invoice_id: str) -> Invoice | None:
    due_date = supplied.due_date or read.due_date
    amount = read.amount_incl_tax or read.amount_due
    if read.is_credit_note or not read.number or not read.issue_date or not due_date or amount is None:
        return None
    return Invoice(
        id=invoice_id,
        number=read.number,
        issue_date=read.issue_date,
        due_date=due_date,
        amount_incl_tax=amount,
        already_paid=_already_paid(read, supplied, amount),
        completed_on=supplied.completed_on or read.delivered_on,
        contract_rate=supplied.contract_rate,
        claim_kind=supplied.claim_kind,
        payment_terms=read.payment_terms,
    )


def _already_paid(read: ReadInvoice, supplied: Supplied, amount: Money) -> Money:
    """What the file leaves due decides (BT-115): MINIMUM states no payments, but does state what is left."""
    if supplied.already_paid is not None:
        return supplied.already_paid
    nothing = Money(ZERO.amount, amount.currency)
    if read.amount_due is not None:
        return max(amount - read.amount_due, nothing)
    return read.already_paid or nothing


def _invoice_findings(read: ReadInvoice, supplied: Supplied, pointer: str) -> tuple[Finding, ...]:
    if read.is_credit_note:
        return (_credit_note(read, pointer),)
    found = [
        _missing(field, pointer)
        for field, value in (
            ("number", read.number),
            ("issue_date", read.issue_date),
            ("amount_incl_tax", read.amount_incl_tax or read.amount_due),
        )
        if value is None
    ]
    if supplied.due_date is None and read.due_date is None:
        found.append(
            Finding(
                "missing_due_date",
                Severity.BLOCKING,
                f"{pointer}/due_date",
                "The file states no due date (the MINIMUM profile has none): whether the claim is due is unknown.",
                "Give it beside the file: `due_date` (YYYY-MM-DD) in the same element of `invoice_files`."
                + _default_term(supplied.completed_on or read.delivered_on),
            )
        )
    if supplied.completed_on is None and read.delivered_on is None:
        found.append(
            Finding(
                "missing_completion_date",
                Severity.WARNING,
                f"{pointer}/completed_on",
                "The file states no date of delivery or completion: limitation is counted from the due date alone.",
                "Give it beside the file: `completed_on` (YYYY-MM-DD) in the same element of `invoice_files`.",
            )
        )
    return tuple(found)


def _default_term(performed_on: date | None) -> str:
    """What the law makes of a silent contract between businesses: offered, never assumed (TERM_01)."""
    if performed_on is None:
        return ""
    day = default_due_date(performed_on)
    return f" Where nothing was agreed between businesses it is {day}, 30 days after performance (C. com. L441-10 I)."


def _missing(field: str, pointer: str) -> Finding:
    return Finding(
        f"missing_{field}",
        Severity.BLOCKING,
        pointer,
        f"The file states no legible `{field}`.",
        "Give the invoice field by field under `invoices` instead of the file.",
    )


def _credit_note(read: ReadInvoice, pointer: str) -> Finding:
    credited = f" on invoice {', '.join(read.preceding_invoices)}" if read.preceding_invoices else ""
    return Finding(
        "credit_note_not_a_claim",
        Severity.BLOCKING,
        pointer,
        f"The file is a credit note (type {read.type_code}): it is money owed to the debtor, not a claim.",
        f"Open the case with the invoice, then record this file as a credit{credited}: "
        "`POST /cases/{id}/credit-notes`.",
    )
