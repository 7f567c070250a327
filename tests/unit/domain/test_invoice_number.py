from __future__ import annotations

import pytest

from chalicelib.domain.invoice import normalised_number


@pytest.mark.parametrize(
    "spelled", ["FA-2026-001", "fa 2026 001", "FA/2026/001", "Fa.2026_001", " FA\u00a02026\u2011001 "]
)
def test_spellings_of_one_number_are_one_invoice(spelled: str) -> None:
    assert normalised_number(spelled) == "fa-2026-001"


@pytest.mark.parametrize(
    "spelled", ["FA-77", "FA 77", "FA/77", "FA77", "fa-77", "ＦＡ－７７", "FA-٧٧", "F\u200bA\u00ad-77"]
)
def test_separators_between_letters_and_digits_do_not_count(spelled: str) -> None:
    assert normalised_number(spelled) == "fa-77"


@pytest.mark.parametrize(
    ("one", "other"),
    [("FA-2026-001", "FA-2026-010"), ("A1", "B1"), ("001", "1"), ("1-11", "11-1"), ("1 11", "11/1"), ("1-11", "111")],
)
def test_other_numbers_stay_other_invoices(one: str, other: str) -> None:
    assert normalised_number(one) != normalised_number(other)


def test_accents_do_not_tell_invoices_apart() -> None:
    assert normalised_number("Été-1") == normalised_number("ETE 1")


def test_a_number_of_punctuation_alone_stays_itself() -> None:
    assert normalised_number(" -- ") == "--"


@pytest.mark.parametrize("number", ["FA-77", "1-11", "Été n°4/Ⅳ", "ﷺ2", "--"])
def test_the_form_of_a_form_is_itself(number: str) -> None:
    assert normalised_number(normalised_number(number)) == normalised_number(number)
