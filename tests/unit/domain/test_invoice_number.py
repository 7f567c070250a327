from __future__ import annotations

import pytest

from chalicelib.domain.invoice import normalised_number


@pytest.mark.parametrize("spelled", ["FA-2026-001", "fa 2026 001", "FA/2026/001", "Fa.2026_001", " FA\u00a02026‑001 "])
def test_spellings_of_one_number_are_one_invoice(spelled: str) -> None:
    assert normalised_number(spelled) == "FA2026001"


@pytest.mark.parametrize(("one", "other"), [("FA-2026-001", "FA-2026-010"), ("A1", "B1"), ("001", "1")])
def test_other_numbers_stay_other_invoices(one: str, other: str) -> None:
    assert normalised_number(one) != normalised_number(other)


def test_accents_do_not_tell_invoices_apart() -> None:
    assert normalised_number("Été-1") == normalised_number("ETE 1")


def test_a_number_of_punctuation_alone_stays_itself() -> None:
    assert normalised_number(" -- ") == "--"
