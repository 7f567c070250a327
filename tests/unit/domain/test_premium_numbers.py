"""Which numbers cost more than an ordinary call (LTR_07)."""

from __future__ import annotations

import pytest

from chalicelib.domain.premium_numbers import is_premium, premium_numbers

PREMIUM = ("0892123456", "+33892123456", "0 899 12 34 56", "0820.20.20.20", "+33 (0)8 10 12 34 56", "+262892123456")
SHORT = ("118218", "118 218", "3232", "3949")
ORDINARY = ("0800123456", "0805 12 34 56", "+33806123456", "0123456789", "+33612345678", "0988123456", "112", "3018")


@pytest.mark.parametrize("number", [*PREMIUM, *SHORT])
def test_a_number_that_costs_more_is_premium(number: str) -> None:
    assert is_premium(number)


@pytest.mark.parametrize("number", [*ORDINARY, "", "abc"])
def test_a_free_or_ordinary_number_is_not(number: str) -> None:
    assert not is_premium(number)


@pytest.mark.parametrize("number", [*PREMIUM, "0\u00a0892\u00a012\u00a034\u00a056", "08-92-12-34-56"])
def test_a_premium_number_is_found_in_a_text(number: str) -> None:
    assert premium_numbers(f"Appelez-nous au {number}, du lundi au vendredi.") == (number,)


@pytest.mark.parametrize("text", ["Appelez le 3949.", "Tél. : 118 218", "Vous pouvez nous joindre au 3232"])
def test_a_short_number_is_found_where_the_text_says_to_call_it(text: str) -> None:
    assert premium_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "Appelez-nous au 04 78 12 34 56.",
        "La somme de 3 245,00 € reste due.",
        "IBAN FR76 3000 6000 0112 3456 7890 189, SIRET 082 892 123 45678",
        "facture n° 0892123456789",
        "Contactez-nous : 3245,00 € restent dus.",
        "BEL-0892-1234-56",
    ],
)
def test_amounts_accounts_and_references_are_no_numbers_to_call(text: str) -> None:
    assert premium_numbers(text) == ()
