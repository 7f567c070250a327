"""OASIS UBL 2: Invoice and CreditNote, as EN 16931 and Peppol use them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chalicelib.domain.invoice import ReadInvoice, ReadParty
from chalicelib.domain.parties import Address

from .values import (
    EMAIL_SCHEME,
    Node,
    compact,
    company_numbers,
    read_address,
    read_amount,
    read_currency,
    read_iso_date,
)
from .xml_document import split_tag

SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd"
NAMESPACES = {"cac": f"{SCHEMA}:CommonAggregateComponents-2", "cbc": f"{SCHEMA}:CommonBasicComponents-2"}
CREDIT_NOTE_ROOT = (f"{SCHEMA}:CreditNote-2", "CreditNote")
ROOTS = ((f"{SCHEMA}:Invoice-2", "Invoice"), CREDIT_NOTE_ROOT)
TOTAL = "cac:LegalMonetaryTotal"
MEANS = "cac:PaymentMeans"
ACCOUNT = f"{MEANS}/cac:PayeeFinancialAccount"


def read(root: Element) -> ReadInvoice:
    """The header of the document (BT numbers of EN 16931 are in ``ReadInvoice``)."""
    document = Node(root, NAMESPACES)
    currency = read_currency(document.text("cbc:DocumentCurrencyCode"))
    terms = document.all("cac:PaymentTerms/cbc:Note")
    return ReadInvoice(
        syntax="ubl",
        profile=document.text("cbc:CustomizationID"),
        type_code=_type_code(document),
        number=document.text("cbc:ID"),
        issue_date=read_iso_date(document.text("cbc:IssueDate")),
        due_date=read_iso_date(document.text("cbc:DueDate") or document.text(f"{MEANS}/cbc:PaymentDueDate")),
        delivered_on=read_iso_date(document.text("cac:Delivery/cbc:ActualDeliveryDate")),
        currency=currency,
        amount_incl_tax=read_amount(document.text(f"{TOTAL}/cbc:TaxInclusiveAmount"), currency),
        already_paid=read_amount(document.text(f"{TOTAL}/cbc:PrepaidAmount"), currency),
        amount_due=read_amount(document.text(f"{TOTAL}/cbc:PayableAmount"), currency),
        payment_terms=" ".join(text for term in terms if (text := term.own_text)) or None,
        iban=compact(document.text(f"{ACCOUNT}/cbc:ID")),
        bic=compact(document.text(f"{ACCOUNT}/cac:FinancialInstitutionBranch/cbc:ID")),
        seller=_party(document.one("cac:AccountingSupplierParty/cac:Party")),
        buyer=_party(document.one("cac:AccountingCustomerParty/cac:Party")),
        preceding_invoices=tuple(
            number
            for reference in document.all("cac:BillingReference/cac:InvoiceDocumentReference")
            if (number := reference.text("cbc:ID"))
        ),
    )


def _type_code(document: Node) -> str | None:
    """A CreditNote is one whatever its code; 381 is the code most of them carry."""
    if split_tag(document.element.tag) == CREDIT_NOTE_ROOT:
        return document.text("cbc:CreditNoteTypeCode") or "381"
    return document.text("cbc:InvoiceTypeCode")


def _party(party: Node | None) -> ReadParty:
    if party is None:
        return ReadParty()
    siren, siret = company_numbers(_identifiers(party))
    return ReadParty(
        name=party.text("cac:PartyLegalEntity/cbc:RegistrationName") or party.text("cac:PartyName/cbc:Name"),
        siren=siren,
        siret=siret,
        vat_number=compact(_vat_number(party)),
        address=_address(party.one("cac:PostalAddress")),
        email=party.text("cac:Contact/cbc:ElectronicMail") or _electronic_mail(party),
        phone=party.text("cac:Contact/cbc:Telephone"),
        contact_name=party.text("cac:Contact/cbc:Name"),
    )


def _identifiers(party: Node) -> list[tuple[str | None, str | None]]:
    """Legal registration (BT-30, BT-47), then identifiers (BT-29, BT-46), then electronic address (BT-34, BT-49)."""
    paths = ("cac:PartyLegalEntity/cbc:CompanyID", "cac:PartyIdentification/cbc:ID", "cbc:EndpointID")
    return [(node.attribute("schemeID"), node.own_text) for path in paths for node in party.all(path)]


def _vat_number(party: Node) -> str | None:
    schemes = party.all("cac:PartyTaxScheme")
    return next((s.text("cbc:CompanyID") for s in schemes if s.text("cac:TaxScheme/cbc:ID") == "VAT"), None)


def _electronic_mail(party: Node) -> str | None:
    endpoint = party.one("cbc:EndpointID")
    return endpoint.own_text if endpoint and endpoint.attribute("schemeID") == EMAIL_SCHEME else None


def _address(address: Node | None) -> Address | None:
    if address is None:
        return None
    return read_address(
        [
            address.text("cbc:StreetName"),
            address.text("cbc:AdditionalStreetName"),
            address.text("cac:AddressLine/cbc:Line"),
        ],
        address.text("cbc:PostalZone"),
        address.text("cbc:CityName"),
        address.text("cac:Country/cbc:IdentificationCode"),
    )
