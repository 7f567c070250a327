"""The form of identifiers and addresses (R-003)."""

from __future__ import annotations

import pytest

from chalicelib.adapters.identity_checks import IdentityChecks

CHECKS = IdentityChecks()


@pytest.mark.parametrize(
    ("kind", "value", "normalised"),
    [
        ("siren", "732 829 320", "732829320"),
        ("siret", "732 829 320 00074", "73282932000074"),
        ("vat_number", "fr 40 303 265 045", "FR40303265045"),
        ("vat_number", "ESA12345674", "ESA12345674"),
        ("iban", "FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
        ("bic", "agrifrpp", "AGRIFRPP"),
        ("email", " Compta@Exemple.FR ", "Compta@exemple.fr"),
        ("phone", "06 12 34 56 78", "+33612345678"),
        ("phone", "0033 1 40 20 50 50", "+33140205050"),
    ],
)
def test_valid_values_come_back_normalised(kind: str, value: str, normalised: str) -> None:
    assert getattr(CHECKS, kind)(value) == normalised


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("siren", "732829321", "check digits are wrong"),
        ("siren", "7328293", "length"),
        ("siren", "73282932O", "character"),
        ("siret", "73282932000079", "check digits are wrong"),
        ("siret", "99999999800010", "check digits are wrong"),
        ("vat_number", "40303265045", "country code"),
        ("vat_number", "FR41303265045", "check digits"),
        ("iban", "FR7630006000011234567890188", "check digits"),
        ("bic", "AGRI", "8 or 11"),
        ("email", "compta@", "e-mail"),
        ("email", "compta exemple.fr", "e-mail"),
        ("phone", "12", "+33612345678"),
        ("phone", "appelez-moi", "+33612345678"),
        ("siren", "9" * 400, "320 characters"),
    ],
)
def test_wrong_values_are_refused_with_a_reason(kind: str, value: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"\S") as refusal:
        getattr(CHECKS, kind)(value)
    assert reason in str(refusal.value)


def test_the_establishments_of_la_poste_have_their_own_check() -> None:
    """La Poste ran out of Luhn numbers: its SIRETs sum to a multiple of 5; its head office alone keeps Luhn."""
    assert CHECKS.siret("35600000049837") == "35600000049837"
    assert CHECKS.siret("356 000 000 00048") == "35600000000048"
    with pytest.raises(ValueError, match="check digits"):
        CHECKS.siret("35600000049838")


@pytest.mark.parametrize(
    ("value", "normalised"),
    [
        ("0692 12 34 56", "+262692123456"),
        ("0690 12 34 56", "+590690123456"),
        ("0694 12 34 56", "+594694123456"),
        ("0696 12 34 56", "+596696123456"),
        ("0262 20 20 20", "+262262202020"),
        ("0639 01 23 45", "+262639012345"),
    ],
)
def test_overseas_numbers_are_read_as_overseas(value: str, normalised: str) -> None:
    assert CHECKS.phone(value) == normalised


def test_numbers_kept_for_fiction_are_accepted() -> None:
    assert CHECKS.phone("06 39 98 00 12") == "+33639980012"


@pytest.mark.parametrize(
    ("value", "country"),
    [
        ("69001", "FR"),
        ("20 000", "FR"),
        ("97400", "FR"),
        ("97400", "RE"),
        ("97110", "GP"),
        ("97200", "MQ"),
        ("97300", "GF"),
        ("97600", "YT"),
        ("97150", "MF"),
        ("97133", "BL"),
        ("SW1A 1AA", "GB"),
    ],
)
def test_postal_codes_of_their_territory_are_accepted(value: str, country: str) -> None:
    assert CHECKS.postal_code(value, country) == value.replace(" ", "")


@pytest.mark.parametrize(
    ("value", "country"),
    [
        ("6900", "FR"),
        ("690011", "FR"),
        ("00100", "FR"),
        ("96000", "FR"),
        ("98800", "FR"),
        ("75001", "RE"),
        ("97400", "GP"),
        ("97100", "BL"),
        ("٦٩٠٠١", "FR"),
        ("!", "GB"),
    ],
)
def test_postal_codes_of_elsewhere_are_refused(value: str, country: str) -> None:
    with pytest.raises(ValueError, match="postal code"):
        CHECKS.postal_code(value, country)
