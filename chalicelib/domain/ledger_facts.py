"""The facts a ledger is computed from, beside the invoices: payments, credit notes, complementary indemnities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .money import ZERO, Money


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
class ComplementaryIndemnity:
    """Recovery costs of a late invoice beyond the fixed indemnity, on proof (IND_05): never made by itself.

    ``amount`` is what exceeds the 40 EUR. It is owed from ``claimed_on``, the day it was recorded; ``document_id`` is
    its proof. One that was withdrawn never counts.
    """

    id: str
    invoice_id: str
    amount: Money
    claimed_on: date
    document_id: str
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Contested:
    """What a dispute contests, from ``since`` until it is resolved: principal of these invoices in their order.

    ``amount`` in all; ``None`` is all that is left of them. ``given_up`` is what the creditor gave up of it on
    ``until``, with the interest it had borne.
    """

    id: str
    invoice_ids: tuple[str, ...]
    amount: Money | None
    since: date
    until: date | None = None
    given_up: Money = ZERO


@dataclass(frozen=True)
class Waiver:
    """A settlement was paid on that day: what was left of the due invoices then is given up (R-073)."""

    id: str
    on: date


Fact = Payment | CreditNote | ComplementaryIndemnity
