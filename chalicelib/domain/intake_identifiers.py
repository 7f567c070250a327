"""Checks each identifier an e-invoice states: those that pass are kept, each that fails becomes a finding (R-003)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from .debtor_eligibility import SUPPORTED_COUNTRIES
from .findings import Finding, Severity
from .intake_parties import DebtorParts, PartyDraft, complete_address
from .invoice import ReadParty
from .parties import Address, ContactPerson, Creditor

LABELS = {
    "siren": "SIREN",
    "siret": "SIRET",
    "vat_number": "VAT number",
    "iban": "IBAN",
    "bic": "BIC",
    "email": "e-mail address",
    "phone": "phone number",
    "postal_code": "postal code",
}
DEBTOR_FIELDS = {
    "email": "contacts/0/email",
    "phone": "contacts/0/phone",
    "postal_code": "address/postal_code",
}


class IdentifierChecks(Protocol):
    """Returns the normalised value, or raises ``ValueError`` with the reason."""

    def siren(self, value: str) -> str:
        """Nine digits."""

    def siret(self, value: str) -> str:
        """Fourteen digits."""

    def vat_number(self, value: str) -> str:
        """Country prefix included."""

    def iban(self, value: str) -> str:
        """Compact."""

    def bic(self, value: str) -> str:
        """Compact."""

    def email(self, value: str) -> str:
        """Normalised."""

    def phone(self, value: str) -> str:
        """E.164."""

    def postal_code(self, value: str, country: str) -> str:
        """As ``country`` writes it."""


class Inspection:
    """The identifiers of one file. What the caller typed already needs no finding: the typed value is used anyway."""

    def __init__(
        self, checks: IdentifierChecks, pointer: str, *, debtor: DebtorParts, creditor: Creditor | None
    ) -> None:
        self._checks = checks
        self._pointer = pointer
        self._known = {"buyer": _known_of_debtor(debtor), "seller": _known_of_creditor(creditor)}
        self.findings: list[Finding] = []

    def party(self, party: ReadParty, role: str) -> PartyDraft:
        """The party with what passed its check; its SIRET and VAT number must hold its SIREN."""
        siren = self.checked(party.siren, "siren", role)
        siret = self._agreeing(self.checked(party.siret, "siret", role), "siret", 0, siren, role)
        siren = siren or (siret[:9] if siret else None)
        vat_number = self.checked(party.vat_number, "vat_number", role)
        if vat_number and vat_number.startswith("FR"):
            vat_number = self._agreeing(vat_number, "vat_number", 4, siren, role)
        email, phone = self.checked(party.email, "email", role), self.checked(party.phone, "phone", role)
        has_contact = email or phone or party.contact_name
        return PartyDraft(
            name=party.name,
            siren=siren,
            siret=siret,
            vat_number=vat_number,
            address=self._address(party.address, role),
            contact=ContactPerson(name=party.contact_name, email=email, phone=phone) if has_contact else None,
        )

    def _agreeing(self, value: str | None, field: str, start: int, siren: str | None, role: str) -> str | None:
        """``value`` unless it names another company than ``siren``, which it holds from ``start`` on."""
        if value is None or siren is None or value[start : start + 9] == siren:
            return value
        if field not in self._known[role]:
            self.findings.append(self._unverified(value, field, role, f"it belongs to another SIREN than {siren}"))
        return None

    def checked(self, value: str | None, field: str, role: str = "seller") -> str | None:
        """The normalised value, or None and a finding."""
        return self._try(getattr(self._checks, field), value, field, role) if value else None

    def _address(self, address: Address | None, role: str) -> Address | None:
        """A letter to a wrong postal code discloses a debt to whoever lives there: such an address is left out."""
        complete = complete_address(address)
        if complete is None or complete.country not in SUPPORTED_COUNTRIES:
            return complete
        country = complete.country
        code = self._try(
            lambda value: self._checks.postal_code(value, country), complete.postal_code, "postal_code", role
        )
        return replace(complete, postal_code=code) if code else None

    def _try(self, check: Callable[[str], str], value: str, field: str, role: str) -> str | None:
        try:
            return check(value)
        except ValueError as reason:
            if field not in self._known[role]:
                self.findings.append(self._unverified(value, field, role, str(reason)))
            return None

    def _unverified(self, value: str, field: str, role: str, reason: str) -> Finding:
        is_buyer = role == "buyer"
        return Finding(
            "identifier_unverified",
            Severity.WARNING,
            f"#/debtor/{DEBTOR_FIELDS.get(field, field)}" if is_buyer else self._pointer,
            f"The {LABELS[field]} of the {role} in the file, {value[:80]}, fails its check and is not used: {reason}.",
            f"Give the right one in `debtor` (`{DEBTOR_FIELDS.get(field, field)}`)."
            if is_buyer
            else f"Check it on the creditor (`{field}`), which is what letters carry.",
        )


def _known_of_debtor(debtor: DebtorParts) -> frozenset[str]:
    return _known(
        debtor.siren or debtor.siret,
        debtor.vat_number,
        debtor.address,
        any(contact.email for contact in debtor.contacts),
        any(contact.phone for contact in debtor.contacts),
    )


def _known_of_creditor(creditor: Creditor | None) -> frozenset[str]:
    if creditor is None:
        return frozenset()
    known = _known(
        creditor.siren or creditor.siret, creditor.vat_number, creditor.address, creditor.email, creditor.phone
    )
    return known | {field for field in ("iban", "bic") if getattr(creditor, field)}


def _known(company_number: object, vat_number: object, address: object, email: object, phone: object) -> frozenset[str]:
    pairs = (
        (("siren", "siret"), company_number),
        (("vat_number",), vat_number),
        (("postal_code",), address),
        (("email",), email),
        (("phone",), phone),
    )
    return frozenset(field for fields, value in pairs if value for field in fields)
