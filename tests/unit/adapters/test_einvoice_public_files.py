"""The five Factur-X examples of FNFE-MPE, where they are at hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.adapters.einvoice import EinvoiceReader
from chalicelib.adapters.identity_checks import IdentityChecks
from chalicelib.domain.intake import draft_from_file
from chalicelib.domain.invoice import ReadInvoice
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address

INVOICES = Path(__file__).resolve().parents[4] / "shared" / "data" / "invoices"

pytestmark = pytest.mark.skipif(
    not INVOICES.is_dir(), reason="the FNFE-MPE example invoices are not beside the project"
)


def read(name: str) -> ReadInvoice:
    return EinvoiceReader().read((INVOICES / name).read_bytes(), name)


def test_basic_wl_states_dates_amounts_and_addresses() -> None:
    invoice = read("Facture_FR_BASICWL.pdf")
    assert (invoice.number, invoice.issue_date, invoice.due_date) == (
        "FA-2017-0010",
        date(2017, 11, 13),
        date(2017, 12, 13),
    )
    assert (invoice.amount_incl_tax, invoice.already_paid, invoice.amount_due) == (
        Money(67115),
        Money(20100),
        Money(47015),
    )
    assert invoice.buyer.address == Address("35 rue de la République", "69001", "Lyon")
    assert (invoice.buyer.siret, invoice.seller.siret) == ("78787878400035", "99999999800010")
    assert (invoice.buyer.email, invoice.buyer.phone, invoice.delivered_on) == (None, None, None)


def test_two_sirets_with_a_wrong_check_digit_are_named_and_left_out() -> None:
    """Warnings with their cure, not refusals (R-003); what the file lacks is asked for by name (R-120)."""
    made = draft_from_file(read("Facture_FR_BASICWL.pdf"), invoice_id="inv_1", checks=IdentityChecks())
    assert sorted((finding.code, finding.severity.value) for finding in made.findings) == [
        ("identifier_unverified", "warning"),
        ("identifier_unverified", "warning"),
        ("missing_completion_date", "warning"),
        ("missing_debtor_kind", "blocking"),
    ]
    assert made.invoice is not None
    assert made.invoice.principal == Money(47015)
    assert (made.debtor.name, made.debtor.siret, made.debtor.vat_number) == ("Ma jolie boutique", None, "FR19787878784")


def test_minimum_lacks_the_due_date_and_the_credit_note_is_no_claim() -> None:
    for name, code in (
        ("Facture_FR_MINIMUM.pdf", "missing_due_date"),
        ("Avoir_FR_type381_BASIC.pdf", "credit_note_not_a_claim"),
    ):
        made = draft_from_file(read(name), invoice_id="inv_1", checks=IdentityChecks())
        assert made.invoice is None
        assert code in {finding.code for finding in made.findings if finding.is_blocking}


def test_minimum_states_no_due_date_and_the_country_alone() -> None:
    invoice = read("Facture_FR_MINIMUM.pdf")
    assert invoice.due_date is None
    assert (invoice.amount_incl_tax, invoice.already_paid, invoice.amount_due) == (Money(67115), None, Money(47015))
    assert invoice.buyer.address == Address("", "", "", "FR")


def test_an_overseas_buyer_keeps_its_territory() -> None:
    buyer = read("Facture_DOM_BASICWL.pdf").buyer
    assert buyer.address == Address("42 rue du stade", "97400", "Saint Denis", "RE")


def test_a_spanish_buyer_keeps_country_and_vat_number() -> None:
    buyer = read("Facture_UE_BASICWL.pdf").buyer
    assert buyer.address is not None
    assert (buyer.address.country, buyer.vat_number, buyer.siren) == ("ES", "ESA12345674", None)


def test_a_credit_note_is_read_as_one() -> None:
    credit_note = read("Avoir_FR_type381_BASIC.pdf")
    assert credit_note.is_credit_note
    assert credit_note.preceding_invoices == ("FA-2017-0010",)
    assert credit_note.amount_incl_tax == Money(23347)
