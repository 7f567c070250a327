"""The sample invoice as XML: Cross Industry Invoice (profile EN 16931) and UBL 2.1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from .sample_invoice import SampleInvoice, SampleLine, SampleParty

RAM = "urn:un:unece:uncefact:data:standard:"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
SIRET_SCHEME = ' schemeID="0009"'
PROFILE = "urn:cen.eu:en16931:2017"
# Notes that French law asks for, with their UNTDID 4451 subject codes.
PENALTIES = (
    "Tout retard de paiement entraîne des pénalités au taux de la BCE majoré de 10 points (C. com., art. L441-10)."
)
INDEMNITY = "Indemnité forfaitaire pour frais de recouvrement : 40 € par facture (C. com., art. D441-5)."
NO_DISCOUNT = "Pas d’escompte pour paiement anticipé."
NOTES = (("PMD", PENALTIES), ("PMT", INDEMNITY), ("AAB", NO_DISCOUNT))
PAYMENT_TERMS = "Paiement par virement à 30 jours date de facture"


def cii_xml(invoice: SampleInvoice) -> bytes:
    """Cross Industry Invoice, the XML inside Factur-X."""
    notes = "".join(
        f"<ram:IncludedNote>{_tag('ram:Content', text)}{_tag('ram:SubjectCode', code)}</ram:IncludedNote>"
        for code, text in NOTES
    )
    return _document(f"""<rsm:CrossIndustryInvoice xmlns:rsm="{RAM}CrossIndustryInvoice:100"
 xmlns:ram="{RAM}ReusableAggregateBusinessInformationEntity:100" xmlns:udt="{RAM}UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>{_tag("ram:ID", PROFILE)}
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument>{_tag("ram:ID", invoice.number)}{_tag("ram:TypeCode", invoice.type_code)}
{_cii_date("ram:IssueDateTime", invoice.issue_date)}{notes}</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
{"".join(_cii_line(number, line) for number, line in enumerate(invoice.lines, 1))}
<ram:ApplicableHeaderTradeAgreement>
{_cii_party("ram:SellerTradeParty", invoice.seller)}{_cii_party("ram:BuyerTradeParty", invoice.buyer)}
<ram:BuyerOrderReferencedDocument>{_tag("ram:IssuerAssignedID", invoice.order_reference)}
</ram:BuyerOrderReferencedDocument></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery>{_cii_delivery(invoice)}</ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement>{_cii_settlement(invoice)}</ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>""")


def _cii_line(number: int, line: SampleLine) -> str:
    return f"""<ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument>{_tag("ram:LineID", str(number))}</ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct>{_tag("ram:Name", line.name)}</ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>{_amount("ram:ChargeAmount", line.price)}
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="{line.unit}">{line.quantity}</ram:BilledQuantity>
</ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>
<ram:CategoryCode>S</ram:CategoryCode>{_amount("ram:RateApplicablePercent", line.vat_rate)}</ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementLineMonetarySummation>{_amount("ram:LineTotalAmount", line.total)}
</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>"""


def _cii_party(element: str, party: SampleParty) -> str:
    legal = (
        f'<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{party.siren}</ram:ID>'
        "</ram:SpecifiedLegalOrganization>"
        if party.siren
        else ""
    )
    phone = (
        f"<ram:TelephoneUniversalCommunication>{_tag('ram:CompleteNumber', party.phone)}"
        "</ram:TelephoneUniversalCommunication>"
        if party.phone
        else ""
    )
    email = (
        f"<ram:EmailURIUniversalCommunication>{_tag('ram:URIID', party.email)}</ram:EmailURIUniversalCommunication>"
        if party.email
        else ""
    )
    contact = f"{_tag('ram:PersonName', party.contact_name)}{phone}{email}"
    return f"""<{element}>{_tag("ram:GlobalID", party.siret, SIRET_SCHEME)}{_tag("ram:Name", party.name)}{legal}
{f"<ram:DefinedTradeContact>{contact}</ram:DefinedTradeContact>" if contact else ""}
<ram:PostalTradeAddress>{_tag("ram:PostcodeCode", party.postal_code)}{_tag("ram:LineOne", party.line1)}
{_tag("ram:CityName", party.city)}{_tag("ram:CountryID", party.country)}</ram:PostalTradeAddress>
<ram:SpecifiedTaxRegistration>{_tag("ram:ID", party.vat_number, ' schemeID="VA"')}</ram:SpecifiedTaxRegistration>
</{element}>"""


def _cii_delivery(invoice: SampleInvoice) -> str:
    if invoice.completed_on is None:
        return ""
    event = _cii_date("ram:OccurrenceDateTime", invoice.completed_on)
    return f"<ram:ActualDeliverySupplyChainEvent>{event}</ram:ActualDeliverySupplyChainEvent>"


def _cii_settlement(invoice: SampleInvoice) -> str:
    taxes = "".join(
        f"<ram:ApplicableTradeTax>{_amount('ram:CalculatedAmount', vat)}<ram:TypeCode>VAT</ram:TypeCode>"
        f"{_amount('ram:BasisAmount', base)}<ram:CategoryCode>S</ram:CategoryCode>"
        f"{_amount('ram:RateApplicablePercent', rate)}</ram:ApplicableTradeTax>"
        for rate, (base, vat) in invoice.vat_by_rate.items()
    )
    due = _cii_date("ram:DueDateDateTime", invoice.due_date) if invoice.due_date else ""
    preceding = (
        f"<ram:InvoiceReferencedDocument>{_tag('ram:IssuerAssignedID', invoice.preceding_invoice)}"
        "</ram:InvoiceReferencedDocument>"
        if invoice.preceding_invoice
        else ""
    )
    return f"""{_tag("ram:PaymentReference", invoice.number)}{_tag("ram:InvoiceCurrencyCode", invoice.currency)}
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode>
<ram:PayeePartyCreditorFinancialAccount>{_tag("ram:IBANID", invoice.iban)}</ram:PayeePartyCreditorFinancialAccount>
<ram:PayeeSpecifiedCreditorFinancialInstitution>{_tag("ram:BICID", invoice.bic)}
</ram:PayeeSpecifiedCreditorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans>{taxes}
<ram:SpecifiedTradePaymentTerms>{_tag("ram:Description", PAYMENT_TERMS)}{due}</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>{_amount("ram:LineTotalAmount", invoice.total_excl_tax)}
{_amount("ram:TaxBasisTotalAmount", invoice.total_excl_tax)}
{_tag("ram:TaxTotalAmount", str(invoice.vat), f' currencyID="{invoice.currency}"')}
{_amount("ram:GrandTotalAmount", invoice.total_incl_tax)}{_amount("ram:TotalPrepaidAmount", invoice.already_paid)}
{_amount("ram:DuePayableAmount", invoice.amount_due)}</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
{preceding}"""


def _cii_date(element: str, day: date) -> str:
    return f'<{element}><udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString></{element}>'


def ubl_xml(invoice: SampleInvoice) -> bytes:
    """UBL 2.1 Invoice, or CreditNote for type 381."""
    root, line, quantity = (
        ("CreditNote", "CreditNoteLine", "CreditedQuantity")
        if invoice.is_credit_note
        else ("Invoice", "InvoiceLine", "InvoicedQuantity")
    )
    due = _tag("cbc:DueDate", invoice.due_date.isoformat()) if invoice.due_date and not invoice.is_credit_note else ""
    preceding = (
        "<cac:BillingReference><cac:InvoiceDocumentReference>"
        f"{_tag('cbc:ID', invoice.preceding_invoice)}</cac:InvoiceDocumentReference></cac:BillingReference>"
        if invoice.preceding_invoice
        else ""
    )
    lines = "".join(_ubl_line(line, quantity, n, item, invoice.currency) for n, item in enumerate(invoice.lines, 1))
    return _document(f"""<{root} xmlns="{UBL}{root}-2" xmlns:cac="{UBL}CommonAggregateComponents-2"
 xmlns:cbc="{UBL}CommonBasicComponents-2">
{_tag("cbc:CustomizationID", PROFILE)}{_tag("cbc:ID", invoice.number)}
{_tag("cbc:IssueDate", invoice.issue_date.isoformat())}{due}{_tag(f"cbc:{root}TypeCode", invoice.type_code)}
{"".join(_tag("cbc:Note", f"#{code}#{text}") for code, text in NOTES)}
{_tag("cbc:DocumentCurrencyCode", invoice.currency)}
<cac:OrderReference>{_tag("cbc:ID", invoice.order_reference)}</cac:OrderReference>{preceding}
<cac:AccountingSupplierParty>{_ubl_party(invoice.seller)}</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty>{_ubl_party(invoice.buyer)}</cac:AccountingCustomerParty>
{_ubl_delivery(invoice)}
<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>{_tag("cbc:PaymentID", invoice.number)}
<cac:PayeeFinancialAccount>{_tag("cbc:ID", invoice.iban)}<cac:FinancialInstitutionBranch>
{_tag("cbc:ID", invoice.bic)}</cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:PaymentTerms>{_tag("cbc:Note", PAYMENT_TERMS)}</cac:PaymentTerms>
{_ubl_totals(invoice)}{lines}</{root}>""")


def _ubl_line(element: str, quantity: str, number: int, line: SampleLine, currency: str) -> str:
    money = f' currencyID="{currency}"'
    return f"""<cac:{element}>{_tag("cbc:ID", str(number))}
<cbc:{quantity} unitCode="{line.unit}">{line.quantity}</cbc:{quantity}>
{_tag("cbc:LineExtensionAmount", str(line.total), money)}
<cac:Item>{_tag("cbc:Name", line.name)}<cac:ClassifiedTaxCategory>{_ubl_rate(line.vat_rate)}
</cac:ClassifiedTaxCategory></cac:Item><cac:Price>{_tag("cbc:PriceAmount", str(line.price), money)}</cac:Price>
</cac:{element}>"""


def _ubl_rate(rate: Decimal) -> str:
    return f"<cbc:ID>S</cbc:ID>{_amount('cbc:Percent', rate)}<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"


def _ubl_party(party: SampleParty) -> str:
    siret = (
        f"<cac:PartyIdentification>{_tag('cbc:ID', party.siret, SIRET_SCHEME)}</cac:PartyIdentification>"
        if party.siret
        else ""
    )
    return f"""<cac:Party>{_tag("cbc:EndpointID", party.email, ' schemeID="EM"')}{siret}
<cac:PostalAddress>{_tag("cbc:StreetName", party.line1)}{_tag("cbc:CityName", party.city)}
{_tag("cbc:PostalZone", party.postal_code)}
<cac:Country>{_tag("cbc:IdentificationCode", party.country)}</cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme>{_tag("cbc:CompanyID", party.vat_number)}<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
</cac:PartyTaxScheme><cac:PartyLegalEntity>{_tag("cbc:RegistrationName", party.name)}
{_tag("cbc:CompanyID", party.siren, ' schemeID="0002"')}</cac:PartyLegalEntity>
<cac:Contact>{_tag("cbc:Name", party.contact_name)}{_tag("cbc:Telephone", party.phone)}
{_tag("cbc:ElectronicMail", party.email)}</cac:Contact></cac:Party>"""


def _ubl_delivery(invoice: SampleInvoice) -> str:
    if invoice.completed_on is None:
        return ""
    return f"<cac:Delivery>{_tag('cbc:ActualDeliveryDate', invoice.completed_on.isoformat())}</cac:Delivery>"


def _ubl_totals(invoice: SampleInvoice) -> str:
    money = f' currencyID="{invoice.currency}"'
    subtotals = "".join(
        f"<cac:TaxSubtotal>{_tag('cbc:TaxableAmount', str(base), money)}{_tag('cbc:TaxAmount', str(vat), money)}"
        f"<cac:TaxCategory>{_ubl_rate(rate)}</cac:TaxCategory></cac:TaxSubtotal>"
        for rate, (base, vat) in invoice.vat_by_rate.items()
    )
    totals = (
        ("LineExtensionAmount", invoice.total_excl_tax),
        ("TaxExclusiveAmount", invoice.total_excl_tax),
        ("TaxInclusiveAmount", invoice.total_incl_tax),
        ("PrepaidAmount", invoice.already_paid),
        ("PayableAmount", invoice.amount_due),
    )
    return (
        f"<cac:TaxTotal>{_tag('cbc:TaxAmount', str(invoice.vat), money)}{subtotals}</cac:TaxTotal>"
        "<cac:LegalMonetaryTotal>"
        + "".join(_tag(f"cbc:{name}", str(amount), money) for name, amount in totals)
        + "</cac:LegalMonetaryTotal>"
    )


def _tag(element: str, text: str | None, attributes: str = "") -> str:
    """Nothing at all for what is not there: empty elements are forbidden in EN 16931."""
    return f"<{element}{attributes}>{escape(text)}</{element}>" if text else ""


def _amount(element: str, value: Decimal) -> str:
    return f"<{element}>{value}</{element}>"


def _document(root: str) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + root.encode()
