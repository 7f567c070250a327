"""The claim: an unpaid invoice, as the case holds it and as an e-invoice file states it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from .interest import ContractRate
from .limitation import ClaimKind
from .money import ZERO, Money
from .parties import Address


class DocumentType(StrEnum):
    """Supporting documents are typed (R-008)."""

    INVOICE = "invoice"
    ORDER = "order"
    DELIVERY_NOTE = "delivery_note"
    CONTRACT = "contract"
    CORRESPONDENCE = "correspondence"


@dataclass(frozen=True)
class Invoice:
    """An unpaid invoice of a case. Amounts include VAT (INT_11); ``already_paid`` was received before opening."""

    id: str
    number: str
    issue_date: date
    due_date: date
    amount_incl_tax: Money
    already_paid: Money = ZERO
    completed_on: date | None = None
    contract_rate: ContractRate = None
    payment_terms: str | None = None
    claim_kind: ClaimKind = ClaimKind.GOODS_OR_SERVICES

    @property
    def principal(self) -> Money:
        """What was unpaid at opening."""
        return self.amount_incl_tax - self.already_paid


@dataclass(frozen=True)
class ReadParty:
    """A seller or buyer as the e-invoice states it; nothing is verified yet."""

    name: str | None = None
    siren: str | None = None
    siret: str | None = None
    vat_number: str | None = None
    address: Address | None = None
    email: str | None = None
    phone: str | None = None
    contact_name: str | None = None


@dataclass(frozen=True)
class ReadInvoice:
    """What an e-invoice file says (Factur-X, CII or UBL), field by field; ``None`` where it is silent.

    ``type_code`` is UNTDID 1001 (380 invoice, 381 credit note). ``amount_due`` is BT-115, ``amount_incl_tax``
    BT-112, ``already_paid`` BT-113. ``profile`` is the guideline id (BT-24). ``xml`` is the embedded document.
    """

    syntax: str
    profile: str | None
    type_code: str | None
    number: str | None
    issue_date: date | None
    due_date: date | None
    delivered_on: date | None
    currency: str | None
    amount_incl_tax: Money | None
    already_paid: Money | None
    amount_due: Money | None
    payment_terms: str | None
    iban: str | None
    bic: str | None
    seller: ReadParty
    buyer: ReadParty
    preceding_invoices: tuple[str, ...] = ()

    @property
    def is_credit_note(self) -> bool:
        return self.type_code in CREDIT_NOTE_TYPES


CREDIT_NOTE_TYPES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})


def normalised_number(number: str) -> str:
    """The one form by which invoices of a creditor, and credit notes of a case, are told apart.

    Case, accents, width and invisible characters do not count. Runs of letters and runs of digits are joined by « - »,
    whatever stood between them: « FA77 », « fa 77 » and « FA/77 » are one invoice, 1-11 and 11-1 are two. A number of
    punctuation alone stays itself.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", number).casefold())
    seen = (character for character in plain if unicodedata.category(character) not in _UNSEEN)
    runs = ((kind, "".join(run)) for kind, run in groupby(map(_western, seen), key=_kind))
    return "-".join(run for kind, run in runs if kind) or unicodedata.normalize("NFKC", number).strip()


_UNSEEN = frozenset(("Mn", "Cf"))


def _western(character: str) -> str:
    """A decimal digit of any script as 0 to 9; everything else as it is."""
    return str(unicodedata.decimal(character, character))


def _kind(character: str) -> str:
    """``digit``, ``letter``, or nothing for what only separates."""
    if character.isdecimal():
        return "digit"
    return "letter" if character.isalnum() else ""
