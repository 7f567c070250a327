"""What the reader takes out of a file, and that the three syntaxes say the same (R-120)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chalicelib.adapters.einvoice import EinvoiceReader
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.invoice import ReadInvoice
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address
from infra.local.sample_invoice import VARIANTS, SampleInvoice, sample_bytes


def read(content: bytes, name: str = "facture.pdf") -> ReadInvoice:
    return EinvoiceReader().read(content, name)


def read_cii(*replacements: tuple[str, str], invoice: SampleInvoice | None = None) -> ReadInvoice:
    text = sample_bytes(invoice or SampleInvoice(), "cii").decode()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return read(text.encode(), "facture.xml")


def test_a_facturx_pdf_gives_every_field_of_the_case() -> None:
    invoice = read(sample_bytes(SampleInvoice()))
    assert (invoice.syntax, invoice.profile, invoice.type_code) == ("cii", "urn:cen.eu:en16931:2017", "380")
    assert (invoice.number, invoice.issue_date) == ("FA-2025-0147", date(2025, 12, 16))
    assert (invoice.due_date, invoice.delivered_on) == (date(2026, 1, 15), date(2025, 12, 12))
    assert (invoice.amount_incl_tax, invoice.already_paid, invoice.amount_due) == (
        Money(407040),
        Money(0),
        Money(407040),
    )
    assert invoice.payment_terms == "Paiement par virement à 30 jours date de facture"
    assert (invoice.iban, invoice.bic) == ("FR7630006000011234567890189", "AGRIFRPP")
    buyer = invoice.buyer
    assert buyer.name == "Hôtel des Tilleuls"
    assert (buyer.siren, buyer.siret, buyer.vat_number) == ("999956782", "99995678200018", "FR52999956782")
    assert buyer.address == Address("8 avenue de la Gare", "74000", "Annecy")
    assert (buyer.email, buyer.phone) == ("comptabilite@hotel-des-tilleuls.example", "+33 6 39 98 00 12")
    assert buyer.contact_name == "Service comptabilité"
    assert invoice.seller.siret == "99991234800011"


@pytest.mark.parametrize("variant", [None, "no_due_date", "spanish_buyer", "part_paid"])
def test_facturx_cii_and_ubl_of_one_invoice_read_the_same(variant: str | None) -> None:
    invoice = replace(SampleInvoice(), **(VARIANTS[variant] if variant else {}))
    facturx, cii, ubl = (read(sample_bytes(invoice, syntax), "x") for syntax in ("facturx", "cii", "ubl"))
    assert facturx == cii
    assert replace(ubl, syntax="cii") == cii


@pytest.mark.parametrize("syntax", ["cii", "ubl"])
def test_a_credit_note_is_told_apart_and_names_its_invoice(syntax: str) -> None:
    credit_note = read(sample_bytes(replace(SampleInvoice(), **VARIANTS["credit_note"]), syntax), "avoir.xml")
    assert credit_note.is_credit_note
    assert credit_note.preceding_invoices == ("FA-2025-0147",)


def test_a_ubl_credit_note_without_type_code_is_still_a_credit_note() -> None:
    content = sample_bytes(replace(SampleInvoice(), **VARIANTS["credit_note"]), "ubl")
    without = content.replace(b"<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>", b"")
    assert without != content
    assert read(without).is_credit_note


def test_the_name_of_the_file_decides_nothing() -> None:
    assert read(sample_bytes(SampleInvoice(), "ubl"), "scan.pdf").syntax == "ubl"
    assert read(sample_bytes(SampleInvoice()), "notes.txt").syntax == "cii"


def test_a_byte_order_mark_and_utf_16_are_read() -> None:
    text = sample_bytes(SampleInvoice(), "cii")
    assert read(b"\xef\xbb\xbf" + text).number == "FA-2025-0147"
    assert read(text.decode().replace("UTF-8", "UTF-16").encode("utf-16")).buyer.name == "Hôtel des Tilleuls"


def test_another_currency_is_kept_and_not_converted() -> None:
    invoice = read(sample_bytes(replace(SampleInvoice(), currency="CHF"), "ubl"))
    assert invoice.amount_incl_tax == Money(407040, "CHF")


def test_amounts_are_exact_to_the_cent() -> None:
    exact = read_cii(("<ram:GrandTotalAmount>4070.40<", "<ram:GrandTotalAmount>90071992547409.93<"))
    assert exact.amount_incl_tax == Money(9007199254740993)


@pytest.mark.parametrize("text", ["NaN", "1e9", "Infinity", "4 070,40", "1" * 40, "٤٠"])
def test_an_illegible_amount_counts_as_not_stated(text: str) -> None:
    assert read_cii(("<ram:GrandTotalAmount>4070.40<", f"<ram:GrandTotalAmount>{text}<")).amount_incl_tax is None


@pytest.mark.parametrize("stated", ['format="102">20260230', 'format="616">202603', 'format="102">15/01/2026'])
def test_an_illegible_due_date_counts_as_not_stated(stated: str) -> None:
    assert read_cii(('format="102">20260115', stated)).due_date is None


def test_several_due_dates_are_due_on_the_last() -> None:
    """An invoice payable in parts is not wholly due before its last date (R-001)."""
    end = "</ram:SpecifiedTradePaymentTerms>"
    second = (
        "<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString "
        'format="102">20260228</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>'
    )
    assert read_cii((end, end + second)).due_date == date(2026, 2, 28)


def test_a_siret_under_the_scheme_of_the_siren_is_a_siret() -> None:
    party = read_cii(('<ram:ID schemeID="0002">999956782<', '<ram:ID schemeID="0002">999 956 782 00018<')).buyer
    assert (party.siren, party.siret) == (None, "99995678200018")


def test_identifiers_of_other_schemes_are_not_taken_for_french_ones() -> None:
    party = read_cii(
        ('<ram:ID schemeID="0002">999956782<', '<ram:ID schemeID="0208">0123456789<'),
        ('<ram:GlobalID schemeID="0009">99995678200018<', '<ram:GlobalID schemeID="0088">3518370400049<'),
    ).buyer
    assert (party.siren, party.siret) == (None, None)


def test_the_electronic_address_stands_in_for_a_missing_email() -> None:
    """BT-49 of scheme EM is an e-mail address."""
    contact = "<ram:URIID>comptabilite@hotel-des-tilleuls.example</ram:URIID>"
    vat_number = '<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR52999956782'
    address = '<ram:URIID schemeID="EM">facture@tilleuls.example</ram:URIID>'
    endpoint = f"<ram:URIUniversalCommunication>{address}</ram:URIUniversalCommunication>"
    party = read_cii((contact, ""), (vat_number, endpoint + vat_number)).buyer
    assert (party.email, party.vat_number) == ("facture@tilleuls.example", "FR52999956782")


def test_the_sample_is_coherent() -> None:
    sample = SampleInvoice()
    assert sample.total_incl_tax == Decimal("4070.40")
    assert sample.due_date is not None
    assert (sample.due_date.year, sample.due_date.month) == (2026, 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"  \n ", "empty_file"),
        (b"Bonjour, ceci n'est pas une facture.", "not_an_invoice"),
        (b"PK\x03\x04 archive", "not_an_invoice"),
        (b"<html><body>Facture</body></html>", "not_an_invoice"),
        (b"<Invoice><ID>1</ID></Invoice>", "not_an_invoice"),
        (b"<a><b></a>", "unreadable_xml"),
        (b'<CrossIndustryDocument xmlns="urn:ferd:CrossIndustryDocument:invoice:1p0"/>', "unsupported_invoice_format"),
    ],
)
def test_what_is_no_invoice_is_refused_with_a_cure(content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read(content, "fichier\n\x00.pdf")
    assert refusal.value.code == code
    assert "`fichier.pdf`" in refusal.value.detail
    assert any(word in refusal.value.detail for word in ("Send", "Export"))
