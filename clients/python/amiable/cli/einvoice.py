"""Who sells, who buys and when an e-invoice is due: just enough to find the creditor before the API reads the file.

The API is the judge of every file. What cannot be read here is no error: the creditor is then named by hand. A file
may be hostile, so sizes, depth and inflation are bounded, and a document type declaration is not read at all.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

Json = dict[str, Any]
MAXIMUM_XML = 2 * 1024 * 1024
MAXIMUM_INFLATED = 32 * 1024 * 1024  # all streams of a PDF together
MAXIMUM_STREAMS = 5_000
MAXIMUM_DEPTH = 60
_ROOTS = (b"CrossIndustryInvoice", b"CreditNote-2", b"Invoice-2")

CII_AGREEMENT = "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement"
CII_SETTLEMENT = "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement"
CII_DELIVERY = "SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery"
CII_MEANS = f"{CII_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans"


@dataclass(frozen=True)
class Stated:
    """What the file says; parties hold name, siren, siret, vat_number, address, email, phone, contact_name."""

    number: str | None = None
    issue_date: str | None = None
    due_date: str | None = None
    delivered_on: str | None = None
    iban: str | None = None
    bic: str | None = None
    seller: Json = field(default_factory=dict)
    buyer: Json = field(default_factory=dict)


def stated_in(content: bytes) -> Stated | None:
    """What an e-invoice states (Factur-X PDF, CII or UBL XML); nothing where it cannot be read."""
    xml = next(_embedded(content), None) if content.startswith(b"%PDF") else content
    root = None if xml is None else _parsed(xml)
    if root is None:
        return None
    if root.tag == "CrossIndustryInvoice":
        return _cii(root)
    return _ubl(root) if root.tag in ("Invoice", "CreditNote") else None


def _embedded(pdf: bytes) -> Iterator[bytes]:
    """The invoices among the streams of a PDF: an embedded file is always a stream of its own."""
    budget = MAXIMUM_INFLATED
    for count, found in enumerate(re.finditer(rb"stream\r?\n", pdf)):
        if count > MAXIMUM_STREAMS or budget <= 0:
            return
        inflated = _inflated(pdf[found.end() : found.end() + MAXIMUM_XML])
        budget -= len(inflated)
        if any(root in inflated[:4096] for root in _ROOTS):
            yield inflated


def _inflated(stream: bytes) -> bytes:
    if stream.lstrip().startswith(b"<?xml"):
        return stream.partition(b"endstream")[0].strip()
    try:
        return zlib.decompressobj().decompress(stream, MAXIMUM_XML)
    except zlib.error:
        return b""


def _parsed(xml: bytes) -> Element | None:
    """The tree without namespaces."""
    if len(xml) > MAXIMUM_XML or b"<!" in xml.replace(b"<!--", b"") or b"\0" in xml:
        return None
    depth, root = 0, None
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    try:
        parser.feed(xml)
        parser.close()
        for event in parser.read_events():
            depth += 1 if event[0] == "start" else -1
            element = event[-1]
            if not isinstance(element, Element) or depth > MAXIMUM_DEPTH:
                return None
            root = element if root is None else root
            element.tag = element.tag.rpartition("}")[2]
    except (ParseError, ValueError, LookupError):
        return None
    return root


def _text(element: Element | None, *paths: str) -> str | None:
    """The first of these that says anything."""
    for path in paths:
        found = None if element is None else element.find(path)
        said = " ".join((found.text or "").split()) if found is not None else ""
        if said:
            return said
    return None


def _cii(root: Element) -> Stated:
    terms = root.findall(f"{CII_SETTLEMENT}/SpecifiedTradePaymentTerms")
    dues = [due for term in terms if (due := _cii_date(term, "DueDateDateTime"))]
    return Stated(
        number=_text(root, "ExchangedDocument/ID"),
        issue_date=_cii_date(root, "ExchangedDocument/IssueDateTime"),
        due_date=max(dues, default=None),
        delivered_on=_cii_date(root, f"{CII_DELIVERY}/ActualDeliverySupplyChainEvent/OccurrenceDateTime"),
        iban=_compact(_text(root, f"{CII_MEANS}/PayeePartyCreditorFinancialAccount/IBANID")),
        bic=_compact(_text(root, f"{CII_MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID")),
        seller=_cii_party(root.find(f"{CII_AGREEMENT}/SellerTradeParty")),
        buyer=_cii_party(root.find(f"{CII_AGREEMENT}/BuyerTradeParty")),
    )


def _cii_date(element: Element, path: str) -> str | None:
    digits = _text(element, f"{path}/DateTimeString") or ""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", digits)
    return "-".join(found.groups()) if found else None


def _cii_party(party: Element | None) -> Json:
    if party is None:
        return {}
    contact = "DefinedTradeContact"
    ids = [party.find("SpecifiedLegalOrganization/ID"), *party.findall("GlobalID")]
    taxes = [each for each in party.findall("SpecifiedTaxRegistration/ID") if each.get("schemeID") == "VA"]
    return _party(
        name=_text(party, "Name"),
        numbers=[_text(each, ".") for each in ids if each is not None],
        vat_number=_compact(_text(taxes[0], ".")) if taxes else None,
        email=_text(party, f"{contact}/EmailURIUniversalCommunication/URIID") or _electronic(party, "*/URIID"),
        phone=_text(party, f"{contact}/TelephoneUniversalCommunication/CompleteNumber"),
        contact_name=_text(party, f"{contact}/PersonName", f"{contact}/DepartmentName"),
        address=_address(
            party.find("PostalTradeAddress"), "LineOne", "LineTwo", "PostcodeCode", "CityName", "CountryID"
        ),
    )


def _ubl(root: Element) -> Stated:
    account = "PaymentMeans/PayeeFinancialAccount"
    return Stated(
        number=_text(root, "ID"),
        issue_date=_iso_date(_text(root, "IssueDate")),
        due_date=_iso_date(_text(root, "DueDate", "PaymentMeans/PaymentDueDate")),
        delivered_on=_iso_date(_text(root, "Delivery/ActualDeliveryDate")),
        iban=_compact(_text(root, f"{account}/ID")),
        bic=_compact(_text(root, f"{account}/FinancialInstitutionBranch/ID")),
        seller=_ubl_party(root.find("AccountingSupplierParty/Party")),
        buyer=_ubl_party(root.find("AccountingCustomerParty/Party")),
    )


def _ubl_party(party: Element | None) -> Json:
    if party is None:
        return {}
    taxes = [each for each in party.findall("PartyTaxScheme") if _text(each, "TaxScheme/ID") == "VAT"]
    ids = [party.find("PartyLegalEntity/CompanyID"), *party.findall("PartyIdentification/ID")]
    return _party(
        name=_text(party, "PartyLegalEntity/RegistrationName", "PartyName/Name"),
        numbers=[_text(each, ".") for each in ids if each is not None],
        vat_number=_compact(_text(taxes[0], "CompanyID")) if taxes else None,
        email=_text(party, "Contact/ElectronicMail") or _electronic(party, "EndpointID"),
        phone=_text(party, "Contact/Telephone"),
        contact_name=_text(party, "Contact/Name"),
        address=_address(
            party.find("PostalAddress"),
            *("StreetName", "AdditionalStreetName", "PostalZone", "CityName", "Country/IdentificationCode"),
        ),
    )


def _party(*, numbers: list[str | None], **said: Any) -> Json:
    compacted = [digits for digits in map(_compact, numbers) if digits and digits.isdigit()]
    siret = next((digits for digits in compacted if len(digits) == 14), None)
    siren = next((digits for digits in compacted if len(digits) == 9), siret[:9] if siret else None)
    return {name: value for name, value in {**said, "siren": siren, "siret": siret}.items() if value}


def _electronic(party: Element, path: str) -> str | None:
    """An electronic address that is an e-mail address (EAS code EM)."""
    found = [each for each in party.findall(path) if each.get("schemeID") == "EM"]
    return _text(found[0], ".") if found else None


def _address(element: Element | None, line1: str, line2: str, postal_code: str, city: str, country: str) -> Json | None:
    if element is None:
        return None
    said = {
        "line1": _text(element, line1),
        "line2": _text(element, line2),
        "postal_code": _text(element, postal_code),
        "city": _text(element, city),
        "country": _text(element, country) or "FR",
    }
    complete = said["line1"] and said["postal_code"] and said["city"]
    return {name: value for name, value in said.items() if value} if complete else None


def _iso_date(text: str | None) -> str | None:
    return text[:10] if text and re.match(r"\d{4}-\d\d-\d\d", text) else None


def _compact(text: str | None) -> str | None:
    return re.sub(r"\s", "", text) if text else None
