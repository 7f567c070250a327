"""What a file and its caller make together, and what is asked for by name (R-120)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from chalicelib.domain.findings import Finding, Severity
from chalicelib.domain.intake import DebtorParts, Draft, Supplied, draft_from_file
from chalicelib.domain.invoice import ReadInvoice, ReadParty
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address, ContactPerson, Creditor, DebtorKind, Scope

ADDRESS = Address("8 avenue de la Gare", "74000", "Annecy")
READ = ReadInvoice(
    syntax="cii",
    profile="urn:factur-x.eu:1p0:basicwl",
    type_code="380",
    number="FA-1",
    issue_date=date(2025, 12, 16),
    due_date=date(2026, 1, 15),
    delivered_on=date(2025, 12, 12),
    currency="EUR",
    amount_incl_tax=Money(67115),
    already_paid=Money(20100),
    amount_due=Money(47015),
    payment_terms="30 jours",
    iban="IBAN1",
    bic=None,
    seller=ReadParty(name="Atelier Ferrand", siren="111111111"),
    buyer=ReadParty(
        name="Hôtel des Tilleuls", siret="22222222200010", address=ADDRESS, email="compta@t.example", phone="0102"
    ),
)
COMPANY = DebtorParts(kind=DebtorKind.COMPANY)
CREDITOR = Creditor(
    id="cred_1",
    scope=Scope("ten_1", livemode=False),
    version=1,
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    name="Atelier Ferrand SARL",
    address=ADDRESS,
    siren="111111111",
    iban="IBAN1",
)


class Checks:
    """Accepts everything but the values it is told to refuse."""

    def __init__(self, *wrong: str) -> None:
        self._wrong = wrong

    def _check(self, value: str) -> str:
        if value in self._wrong:
            message = "its check digits are wrong"
            raise ValueError(message)
        return value

    siren = siret = vat_number = iban = bic = email = phone = _check

    def postal_code(self, value: str, country: str) -> str:
        assert country
        return self._check(value)


def draft(
    read: ReadInvoice = READ,
    *,
    wrong: tuple[str, ...] = (),
    supplied: Supplied | None = None,
    debtor: DebtorParts | None = COMPANY,
    creditor: Creditor | None = None,
) -> Draft:
    return draft_from_file(
        read,
        invoice_id="inv_1",
        checks=Checks(*wrong),
        supplied=supplied or Supplied(),
        debtor=debtor,
        creditor=creditor,
    )


def by_code(made: Draft) -> dict[str, Finding]:
    return {finding.code: finding for finding in made.findings}


def test_a_complete_file_gives_invoice_and_debtor_without_findings() -> None:
    made = draft(creditor=CREDITOR)
    assert made.findings == ()
    assert made.invoice is not None
    assert made.invoice.principal == Money(47015)
    assert (made.invoice.completed_on, made.invoice.payment_terms) == (date(2025, 12, 12), "30 jours")
    assert made.debtor == DebtorParts(
        kind=DebtorKind.COMPANY,
        name="Hôtel des Tilleuls",
        siren="222222222",
        siret="22222222200010",
        address=ADDRESS,
        contacts=(ContactPerson(email="compta@t.example", phone="0102"),),
    )


def test_typed_values_win_over_the_file() -> None:
    typed = DebtorParts(
        kind=DebtorKind.SOLE_TRADER,
        name="Tilleuls",
        siren="222222222",
        contacts=(ContactPerson(email="chef@t.example"),),
    )
    supplied = Supplied(date(2026, 2, 1), date(2025, 12, 1), Money(100), Decimal("12.15"))
    made = draft(debtor=typed, supplied=supplied)
    assert made.invoice is not None
    assert (made.invoice.due_date, made.invoice.completed_on) == (date(2026, 2, 1), date(2025, 12, 1))
    assert (made.invoice.already_paid, made.invoice.contract_rate) == (Money(100), Decimal("12.15"))
    assert (made.debtor.kind, made.debtor.name, made.debtor.siret) == (DebtorKind.SOLE_TRADER, "Tilleuls", None)
    assert made.debtor.contacts == (ContactPerson(email="chef@t.example"),)
    assert made.debtor.address == ADDRESS


def test_a_missing_due_date_is_asked_for_where_it_is_given() -> None:
    """MINIMUM states none."""
    made = draft(replace(READ, due_date=None))
    finding = by_code(made)["missing_due_date"]
    assert (finding.severity, finding.pointer) == (Severity.BLOCKING, "#/invoice_files/0/due_date")
    assert "`due_date`" in finding.cure
    assert made.invoice is None


def test_a_due_date_beside_the_file_cures_it() -> None:
    made = draft(replace(READ, due_date=None), supplied=Supplied(due_date=date(2026, 1, 15)))
    assert made.invoice is not None
    assert made.findings == ()


def test_what_is_left_due_decides_when_payments_are_not_stated() -> None:
    """MINIMUM states the total and what is left, not what was paid."""
    made = draft(replace(READ, already_paid=None))
    assert made.invoice is not None
    assert made.invoice.already_paid == Money(20100)


def test_a_payable_amount_rounded_up_does_not_make_a_negative_payment() -> None:
    made = draft(replace(READ, already_paid=None, amount_due=Money(67120)))
    assert made.invoice is not None
    assert made.invoice.already_paid == Money(0)


def test_a_missing_completion_date_is_a_warning() -> None:
    finding = by_code(draft(replace(READ, delivered_on=None)))["missing_completion_date"]
    assert (finding.severity, finding.pointer) == (Severity.WARNING, "#/invoice_files/0/completed_on")


@pytest.mark.parametrize("field", ["number", "issue_date"])
def test_an_illegible_essential_is_named(field: str) -> None:
    made = draft(replace(READ, **{field: None}))  # type: ignore[arg-type]  # the field at hand
    assert by_code(made)[f"missing_{field}"].severity is Severity.BLOCKING
    assert made.invoice is None


def test_an_amount_can_be_missing_only_if_nothing_else_states_it() -> None:
    assert draft(replace(READ, amount_incl_tax=None)).invoice is not None
    assert "missing_amount_incl_tax" in by_code(draft(replace(READ, amount_incl_tax=None, amount_due=None)))


def test_a_credit_note_is_no_claim_and_says_where_it_belongs() -> None:
    made = draft(replace(READ, type_code="381", preceding_invoices=("FA-0",)))
    finding = by_code(made)["credit_note_not_a_claim"]
    assert finding.severity is Severity.BLOCKING
    assert "FA-0" in finding.cure
    assert "credit-notes" in finding.cure
    assert made.invoice is None


def test_the_kind_of_debtor_is_asked_for() -> None:
    """R-009: no file states it, and every rule depends on it."""
    finding = by_code(draft(debtor=None))["missing_debtor_kind"]
    assert (finding.severity, finding.pointer) == (Severity.BLOCKING, "#/debtor/kind")
    assert "consumer" in finding.cure


def test_a_wrong_identifier_of_the_file_is_left_out_and_named() -> None:
    """R-003."""
    made = draft(wrong=("22222222200010", "IBAN1"))
    siret, iban = [finding for finding in made.findings if finding.code == "identifier_unverified"]
    assert (siret.severity, siret.pointer) == (Severity.WARNING, "#/debtor/siret")
    assert "22222222200010" in siret.detail
    assert "check digits" in siret.detail
    assert "`siret`" in siret.cure
    assert (iban.pointer, made.iban) == ("#/invoice_files/0", None)
    assert (made.debtor.siret, made.debtor.siren) == (None, None)


def test_a_wrong_identifier_is_not_reported_when_the_caller_typed_the_right_one() -> None:
    made = draft(wrong=("22222222200010",), debtor=replace(COMPANY, siren="222222222"))
    assert made.findings == ()


def test_an_address_with_a_wrong_postal_code_is_left_out_and_named() -> None:
    """No letter goes to somebody else (R-062)."""
    made = draft(wrong=("74000",))
    assert made.debtor.address is None
    pointers = [finding.pointer for finding in made.findings if finding.code == "identifier_unverified"]
    assert pointers == ["#/debtor/address/postal_code"]


def test_numbers_of_one_party_that_name_two_companies_are_not_mixed() -> None:
    buyer = replace(READ.buyer, siren="333333333", vat_number="FR52222222222")
    made = draft(replace(READ, buyer=buyer))
    assert (made.debtor.siren, made.debtor.siret, made.debtor.vat_number) == ("333333333", None, None)
    assert [finding.pointer for finding in made.findings] == ["#/debtor/siret", "#/debtor/vat_number"]
    assert all("333333333" in finding.detail for finding in made.findings)


def test_a_foreign_buyer_is_refused_even_before_its_kind_is_known() -> None:
    buyer = replace(READ.buyer, address=Address("27 calle A", "41004", "Sevilla", "ES"))
    found = by_code(draft(replace(READ, buyer=buyer), debtor=None))
    assert {"missing_debtor_kind", "debtor_country_not_supported"} <= set(found)


def test_an_incomplete_address_is_no_address() -> None:
    buyer = replace(READ.buyer, address=Address("", "", "", "FR"))
    assert draft(replace(READ, buyer=buyer)).debtor.address is None


def test_a_foreign_buyer_is_refused_even_when_only_the_country_is_stated() -> None:
    buyer = replace(READ.buyer, address=Address("", "", "", "ES"))
    finding = by_code(draft(replace(READ, buyer=buyer)))["debtor_country_not_supported"]
    assert finding.severity is Severity.BLOCKING


def test_another_siren_than_the_debtors_is_refused() -> None:
    """Claiming from the wrong person discloses a debt to a stranger (R-062)."""
    finding = by_code(draft(debtor=replace(COMPANY, siren="333333333", name="Hôtel des Tilleuls")))
    assert finding["buyer_differs_from_debtor"].severity is Severity.BLOCKING


def test_another_name_alone_is_a_warning_and_a_similar_one_is_nothing() -> None:
    other = by_code(draft(debtor=replace(COMPANY, name="Garage Martin")))
    assert other["buyer_differs_from_debtor"].severity is Severity.WARNING
    assert draft(debtor=replace(COMPANY, name="SARL HOTEL DES TILLEULS")).findings == ()


def test_a_french_vat_number_tells_who_the_buyer_is() -> None:
    buyer = replace(READ.buyer, siret=None, vat_number="FR52333333333")
    made = draft(replace(READ, buyer=buyer), debtor=replace(COMPANY, siren="222222222", name="Hôtel des Tilleuls"))
    assert by_code(made)["buyer_differs_from_debtor"].severity is Severity.BLOCKING


def test_the_invoice_of_another_seller_is_refused() -> None:
    made = draft(creditor=replace(CREDITOR, siren="444444444"))
    assert by_code(made)["seller_differs_from_creditor"].severity is Severity.BLOCKING
    unnumbered = draft(creditor=replace(CREDITOR, siren=None, name="Boulangerie Petit"))
    assert by_code(unnumbered)["seller_differs_from_creditor"].severity is Severity.WARNING


def test_letters_keep_the_creditors_iban_and_the_difference_is_told() -> None:
    """PAY_06."""
    made = draft(creditor=replace(CREDITOR, iban="IBAN2"))
    assert by_code(made)["iban_differs_from_creditor"].severity is Severity.WARNING


def test_numbers_typed_and_numbers_of_the_file_are_never_mixed() -> None:
    buyer = replace(READ.buyer, siren="222222222", siret=None)
    made = draft(replace(READ, buyer=buyer), debtor=replace(COMPANY, siret="33333333300010", name="Tilleuls"))
    assert (made.debtor.siren, made.debtor.siret) == (None, "33333333300010")
