"""Typed identifiers of a party, checked and normalised; every one that fails is named (R-003)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain.collector import Collector
from chalicelib.domain.debtor_eligibility import SUPPORTED_COUNTRIES
from chalicelib.domain.debtor_fact import Representative
from chalicelib.domain.debtor_facts import NewFact
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.parties import Address, CaseManager, ContactPerson, Creditor, Debtor
from chalicelib.domain.payment_link import checked_payment_link
from chalicelib.domain.simulated.debtor import problem_of

from .ports import IdentityChecks


class Identifiers:
    """Collects what is wrong; ``pointer`` is where the party stands in the request (``#`` or ``#/debtor``)."""

    def __init__(self, checks: IdentityChecks, pointer: str = "#") -> None:
        self._checks = checks
        self._pointer = pointer
        self.problems: list[FieldProblem] = []

    def creditor(self, creditor: Creditor) -> Creditor:
        """The creditor with normalised values."""
        checks, numbers = self._checks, self._numbers(creditor)
        return replace(
            creditor,
            siren=numbers[0],
            siret=numbers[1],
            vat_number=numbers[2],
            email=self._value(checks.email, creditor.email, "email"),
            phone=self._value(checks.phone, creditor.phone, "phone"),
            iban=self._value(checks.iban, creditor.iban, "iban"),
            bic=self._value(checks.bic, creditor.bic, "bic"),
            payment_link_template=self._value(
                checked_payment_link, creditor.payment_link_template, "payment_link_template", "payment_link"
            ),
            address=self._address(creditor.address),
            sender=replace(
                creditor.sender,
                reply_to=self._value(checks.email, creditor.sender.reply_to, "sender/reply_to", "email"),
            )
            if creditor.sender
            else None,
            case_manager=self.case_manager(creditor.case_manager),
            collector=self._collector(creditor.collector),
        )

    def _collector(self, collector: Collector | None) -> Collector | None:
        """The collector's letterhead and account, checked as a creditor's are."""
        if collector is None:
            return None
        checks, at = self._checks, "collector"
        return replace(
            collector,
            siren=self._value(checks.siren, collector.siren, f"{at}/siren", "siren"),
            email=self._value(checks.email, collector.email, f"{at}/email", "email"),
            phone=self._value(checks.phone, collector.phone, f"{at}/phone", "phone"),
            dedicated_iban=self._value(checks.iban, collector.dedicated_iban, f"{at}/dedicated_iban", "iban") or "",
            dedicated_bic=self._value(checks.bic, collector.dedicated_bic, f"{at}/dedicated_bic", "bic"),
            address=self._address(collector.address, f"{at}/address"),
        )

    def debtor(self, debtor: Debtor) -> Debtor:
        """The debtor with normalised values; its country must be one that is collected in (``law`` §9)."""
        address = debtor.address
        if address is not None and address.country not in SUPPORTED_COUNTRIES:
            detail = f"Debtors are collected from in {', '.join(sorted(SUPPORTED_COUNTRIES))}."
            self._add("address/country", "debtor_country_not_supported", detail)
        elif address is not None:
            address = self._address(address)
        siren, siret, vat_number = self._numbers(debtor)
        contacts = tuple(self._contact(contact, index) for index, contact in enumerate(debtor.contacts))
        for index, contact in enumerate(contacts):
            found = problem_of(contact.email, debtor.scope)
            if found is not None:
                self._add(f"contacts/{index}/email", *found)
        return replace(debtor, siren=siren, siret=siret, vat_number=vat_number, address=address, contacts=contacts)

    def fact(self, new: NewFact) -> NewFact:
        """The fact with normalised addresses and numbers."""
        address = new.address
        if address is not None and address.country not in SUPPORTED_COUNTRIES:
            detail = f"Debtors are collected from in {', '.join(sorted(SUPPORTED_COUNTRIES))}."
            self._add("address/country", "debtor_country_not_supported", detail)
        elif address is not None:
            address = self._address(address)
        insolvency = new.insolvency
        if insolvency is not None:
            representative = self._representative(insolvency.representative, "representative")
            insolvency = replace(insolvency, representative=representative)
        check = self._checks.email if "@" in (new.contact or "") else self._checks.phone
        return replace(
            new,
            address=address,
            insolvency=insolvency,
            addressee=self._representative(new.addressee, "addressee"),
            contact=self._value(check, new.contact, "contact"),
        )

    def _representative(self, someone: Representative | None, place: str) -> Representative | None:
        if someone is None:
            return None
        return replace(
            someone,
            address=self._address(someone.address, f"{place}/address") if someone.address else None,
            email=self._value(self._checks.email, someone.email, f"{place}/email", "email"),
            phone=self._value(self._checks.phone, someone.phone, f"{place}/phone", "phone"),
        )

    def case_manager(self, manager: CaseManager | None, place: str = "case_manager") -> CaseManager | None:
        if manager is None:
            return None
        return replace(
            manager,
            phone=self._value(self._checks.phone, manager.phone, f"{place}/phone", "phone"),
            email=self._value(self._checks.email, manager.email, f"{place}/email", "email"),
        )

    def refuse_if_any(self) -> None:
        """422 that names each; the problem's own code is the only one's."""
        if not self.problems:
            return
        codes = {problem.code for problem in self.problems}
        code = codes.pop() if len(codes) == 1 else InvalidInput.code
        raise InvalidInput("An identifier or address fails its check.", code=code, errors=tuple(self.problems))

    def _numbers(self, party: Creditor | Debtor) -> tuple[str | None, str | None, str | None]:
        siren = self._value(self._checks.siren, party.siren, "siren")
        siret = self._value(self._checks.siret, party.siret, "siret")
        vat_number = self._value(self._checks.vat_number, party.vat_number, "vat_number")
        if siren and siret and siret[:9] != siren and not self.problems:
            self._add("siret", "siret_of_another_siren", "The first nine digits of a SIRET are its SIREN.")
        known = siren or (siret[:9] if siret else None)
        if known and vat_number and vat_number.startswith("FR") and vat_number[4:] != known and not self.problems:
            self._add("vat_number", "vat_number_of_another_siren", "A French VAT number ends with the SIREN.")
        return siren or known, siret, vat_number

    def _contact(self, contact: ContactPerson, index: int) -> ContactPerson:
        return replace(
            contact,
            email=self._value(self._checks.email, contact.email, f"contacts/{index}/email", "email"),
            phone=self._value(self._checks.phone, contact.phone, f"contacts/{index}/phone", "phone"),
        )

    def _address(self, address: Address, place: str = "address") -> Address:
        def check(value: str) -> str:
            return self._checks.postal_code(value, address.country)

        code = self._value(check, address.postal_code, f"{place}/postal_code", "postal_code")
        return replace(address, postal_code=code or address.postal_code)

    def _value(self, check: Callable[[str], str], value: str | None, place: str, kind: str | None = None) -> str | None:
        if value is None:
            return None
        try:
            return check(value)
        except ValueError as reason:
            self._add(place, f"invalid_{kind or place}", str(reason))
            return value

    def _add(self, place: str, code: str, detail: str) -> None:
        self.problems.append(FieldProblem(f"{self._pointer}/{place}", code, detail))
