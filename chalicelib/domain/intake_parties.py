"""The parties of a case opened from a file: the caller's values first, the file's where the caller is silent.

The seller must be the creditor and the buyer the debtor: chasing the wrong person discloses a debt to a stranger.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .debtor_eligibility import SUPPORTED_COUNTRIES, country_not_supported
from .findings import Finding, Severity
from .invoice import ReadParty
from .parties import Address, ContactPerson, Creditor, Debtor, DebtorKind

# Words of a name that say nothing about who it is.
# fmt: off
LEGAL_FORMS = frozenset({
    "sa", "sas", "sasu", "sarl", "eurl", "sci", "snc", "scop", "scp", "selarl", "ei", "eirl", "earl", "gaec", "gie",
    "association", "societe", "ste", "ets", "etablissements", "entreprise", "cie", "compagnie",
    "monsieur", "madame", "m", "mme", "mr",
    "et", "de", "du", "des", "la", "le", "les", "l", "d", "au", "aux", "the", "and",
})
# fmt: on


@dataclass(frozen=True)
class PartyDraft:
    """A party as the file proposes it: every identifier in it passed its check."""

    name: str | None
    siren: str | None = None
    siret: str | None = None
    vat_number: str | None = None
    address: Address | None = None
    contact: ContactPerson | None = None


@dataclass(frozen=True)
class DebtorParts:
    """What is known of a debtor before it exists."""

    kind: DebtorKind | None = None
    name: str | None = None
    siren: str | None = None
    siret: str | None = None
    vat_number: str | None = None
    address: Address | None = None
    contacts: tuple[ContactPerson, ...] = ()


def parts_of(debtor: Debtor | DebtorParts | None) -> DebtorParts:
    """What the request says of the debtor, however it says it."""
    if debtor is None:
        return DebtorParts()
    if isinstance(debtor, DebtorParts):
        return debtor
    return DebtorParts(
        kind=debtor.kind,
        name=debtor.name,
        siren=debtor.siren,
        siret=debtor.siret,
        vat_number=debtor.vat_number,
        address=debtor.address,
        contacts=debtor.contacts,
    )


def merge_debtor(typed: DebtorParts, buyer: PartyDraft) -> DebtorParts:
    """Typed values win one by one. Numbers of the file are taken only if the caller typed none: never a mixture."""
    typed_number = typed.siren or typed.siret
    return DebtorParts(
        kind=typed.kind,
        name=typed.name or buyer.name,
        siren=typed.siren if typed_number else buyer.siren,
        siret=typed.siret if typed_number else buyer.siret,
        vat_number=typed.vat_number if typed.vat_number or typed_number else buyer.vat_number,
        address=typed.address or buyer.address,
        contacts=typed.contacts or ((buyer.contact,) if buyer.contact else ()),
    )


def complete_address(address: Address | None) -> Address | None:
    """An address a letter can reach, or None (MINIMUM states the country alone)."""
    if address is None or not (address.line1 and address.postal_code and address.city and address.country):
        return None
    return address


def missing_parts(merged: DebtorParts, buyer: ReadParty) -> Iterator[Finding]:
    """What neither the caller nor the file says of the debtor, and no case goes without."""
    if merged.kind is None:
        yield Finding(
            "missing_debtor_kind",
            Severity.BLOCKING,
            "#/debtor/kind",
            "The file does not say what kind of debtor the buyer is; rules, tone and limits depend on it.",
            f"Give `debtor.kind`: one of {', '.join(sorted(DebtorKind))}.",
        )
    if not merged.name:
        yield Finding(
            "missing_debtor_name",
            Severity.BLOCKING,
            "#/debtor/name",
            "The file does not name the buyer.",
            "Give `debtor.name`.",
        )
    address = merged.address or buyer.address
    country = address.country if address else ""
    if country and country not in SUPPORTED_COUNTRIES:
        yield country_not_supported(country, "#/debtor/address/country")


def buyer_findings(buyer: PartyDraft, typed: DebtorParts, pointer: str) -> Iterator[Finding]:
    """Two different numbers are two different persons: refused. Names alone may differ for good reasons: a warning."""
    difference = _difference((buyer.name, _siren(buyer)), (typed.name, _siren(typed)))
    if difference:
        yield Finding(
            "buyer_differs_from_debtor",
            difference.severity,
            pointer,
            f"The buyer of the invoice ({difference.of_file}) is not the debtor of the case ({difference.of_case}).",
            "Name the buyer of this invoice as the debtor, or send the invoice of this debtor."
            if difference.severity is Severity.BLOCKING
            else "Check that both are the same person, and give the debtor's `siren` to settle it.",
        )


def seller_findings(seller: PartyDraft, iban: str | None, creditor: Creditor, pointer: str) -> Iterator[Finding]:
    """The claim must be the creditor's own; the IBAN of the letters is the creditor's, never the file's (PAY_06)."""
    difference = _difference((seller.name, _siren(seller)), (creditor.name, _siren(creditor)))
    if difference:
        yield Finding(
            "seller_differs_from_creditor",
            difference.severity,
            pointer,
            f"The seller of the invoice ({difference.of_file}) is not the creditor ({difference.of_case}).",
            "Open the case for the creditor who issued this invoice; an assigned claim is given under `invoices`."
            if difference.severity is Severity.BLOCKING
            else "Check that both are the same person, and give the creditor's `siren` to settle it.",
        )
    if iban and creditor.iban and iban != creditor.iban:
        yield Finding(
            "iban_differs_from_creditor",
            Severity.WARNING,
            pointer,
            "The invoice asks for payment to another IBAN than the creditor's; letters carry the creditor's.",
            "Check the creditor's `iban`.",
        )


@dataclass(frozen=True)
class _Difference:
    severity: Severity
    of_file: str
    of_case: str


def _difference(of_file: tuple[str | None, str | None], of_case: tuple[str | None, str | None]) -> _Difference | None:
    (file_name, file_siren), (case_name, case_siren) = of_file, of_case
    if file_siren and case_siren:
        if file_siren == case_siren:
            return None
        return _Difference(
            Severity.BLOCKING, f"{file_name or 'unnamed'}, SIREN {file_siren}", f"{case_name}, SIREN {case_siren}"
        )
    if file_name and case_name and not _alike(file_name, case_name):
        return _Difference(Severity.WARNING, file_name, case_name)
    return None


def _siren(party: PartyDraft | DebtorParts | Creditor) -> str | None:
    """The number that says who a French party is, from SIREN, SIRET or VAT number (FR + 2 characters + SIREN)."""
    if party.siren or party.siret:
        return party.siren or (party.siret or "")[:9]
    vat_number = party.vat_number or ""
    return vat_number[4:] if vat_number.startswith("FR") and vat_number[4:].isdigit() else None


def _alike(one: str, other: str) -> bool:
    """Whether two names share a word that tells; when a name has none, whether they are the same letters."""
    words, others = _words(one), _words(other)
    return bool(words & others) if words and others else one.casefold() == other.casefold()


def _words(name: str) -> frozenset[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return frozenset(words) - LEGAL_FORMS
