"""UN/CEFACT Cross Industry Invoice (the XML inside Factur-X), all profiles from MINIMUM to EXTENDED."""

from __future__ import annotations

from datetime import date
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
    read_compact_date,
    read_currency,
)

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
TRANSACTION = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRANSACTION}/ram:ApplicableHeaderTradeAgreement"
DELIVERY = f"{TRANSACTION}/ram:ApplicableHeaderTradeDelivery"
SETTLEMENT = f"{TRANSACTION}/ram:ApplicableHeaderTradeSettlement"
SUMMATION = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
MEANS = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans"
CONTEXT = "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter"


def read(root: Element) -> ReadInvoice:
    """The header of the document (BT numbers of EN 16931 are in ``ReadInvoice``)."""
    document = Node(root, NAMESPACES)
    currency = read_currency(document.text(f"{SETTLEMENT}/ram:InvoiceCurrencyCode"))
    terms = document.all(f"{SETTLEMENT}/ram:SpecifiedTradePaymentTerms")
    return ReadInvoice(
        syntax="cii",
        profile=document.text(f"{CONTEXT}/ram:ID"),
        type_code=document.text("rsm:ExchangedDocument/ram:TypeCode"),
        number=document.text("rsm:ExchangedDocument/ram:ID"),
        issue_date=_date(document, "rsm:ExchangedDocument/ram:IssueDateTime"),
        due_date=_last_due_date(terms),
        delivered_on=_date(document, f"{DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime"),
        currency=currency,
        amount_incl_tax=read_amount(document.text(f"{SUMMATION}/ram:GrandTotalAmount"), currency),
        already_paid=read_amount(document.text(f"{SUMMATION}/ram:TotalPrepaidAmount"), currency),
        amount_due=read_amount(document.text(f"{SUMMATION}/ram:DuePayableAmount"), currency),
        payment_terms=" ".join(text for term in terms if (text := term.text("ram:Description"))) or None,
        iban=compact(document.text(f"{MEANS}/ram:PayeePartyCreditorFinancialAccount/ram:IBANID")),
        bic=compact(document.text(f"{MEANS}/ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID")),
        seller=_party(document.one(f"{AGREEMENT}/ram:SellerTradeParty")),
        buyer=_party(document.one(f"{AGREEMENT}/ram:BuyerTradeParty")),
        preceding_invoices=tuple(
            number
            for reference in document.all(f"{SETTLEMENT}/ram:InvoiceReferencedDocument")
            if (number := reference.text("ram:IssuerAssignedID"))
        ),
    )


def _last_due_date(terms: list[Node]) -> date | None:
    """With several instalments (EXTENDED) the whole is due on the last one only."""
    return max((due for term in terms if (due := _date(term, "ram:DueDateDateTime"))), default=None)


def _date(node: Node, path: str) -> date | None:
    stated = node.one(f"{path}/udt:DateTimeString")
    if stated is None or stated.attribute("format") not in (None, "102"):
        return None
    return read_compact_date(stated.own_text)


def _party(party: Node | None) -> ReadParty:
    if party is None:
        return ReadParty()
    siren, siret = company_numbers(_identifiers(party))
    contact = "ram:DefinedTradeContact"
    return ReadParty(
        name=party.text("ram:Name") or party.text("ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        siren=siren,
        siret=siret,
        vat_number=compact(_vat_number(party)),
        address=_address(party.one("ram:PostalTradeAddress")),
        email=party.text(f"{contact}/ram:EmailURIUniversalCommunication/ram:URIID") or _electronic_mail(party),
        phone=party.text(f"{contact}/ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
        contact_name=party.text(f"{contact}/ram:PersonName") or party.text(f"{contact}/ram:DepartmentName"),
    )


def _identifiers(party: Node) -> list[tuple[str | None, str | None]]:
    """Legal registration (BT-30, BT-47), then identifiers (BT-29, BT-46), then electronic address (BT-34, BT-49)."""
    paths = ("ram:SpecifiedLegalOrganization/ram:ID", "ram:GlobalID", "ram:URIUniversalCommunication/ram:URIID")
    return [(node.attribute("schemeID"), node.own_text) for path in paths for node in party.all(path)]


def _vat_number(party: Node) -> str | None:
    registrations = party.all("ram:SpecifiedTaxRegistration/ram:ID")
    return next((node.own_text for node in registrations if node.attribute("schemeID") == "VA"), None)


def _electronic_mail(party: Node) -> str | None:
    addresses = party.all("ram:URIUniversalCommunication/ram:URIID")
    return next((node.own_text for node in addresses if node.attribute("schemeID") == EMAIL_SCHEME), None)


def _address(address: Node | None) -> Address | None:
    if address is None:
        return None
    return read_address(
        [address.text("ram:LineOne"), address.text("ram:LineTwo"), address.text("ram:LineThree")],
        address.text("ram:PostcodeCode"),
        address.text("ram:CityName"),
        address.text("ram:CountryID"),
    )
