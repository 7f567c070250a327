"""How amounts, dates and no-break spaces are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import french
from chalicelib.domain.money import Money


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (0, "0,00\u00a0€"),
        (5, "0,05\u00a0€"),
        (123_456, "1\u202f234,56\u00a0€"),
        (123_456_789_01, "123\u202f456\u202f789,01\u00a0€"),
        (-4_000, "−40,00\u00a0€"),
    ],
)
def test_an_amount_has_its_no_break_spaces(cents: int, written: str) -> None:
    assert french.format_money(Money(cents)) == written


@given(st.integers(min_value=0, max_value=10**12))
def test_an_amount_can_be_read_back_to_the_cent(cents: int) -> None:
    written = french.format_money(Money(cents)).replace("\u202f", "").replace("\u00a0€", "").replace(",", "")
    assert int(written) == cents


def test_the_first_of_a_month_is_written_1er() -> None:
    assert french.format_date(date(2026, 3, 1)) == "1er\u00a0mars 2026"
    assert french.format_date(date(2026, 1, 15)) == "15\u00a0janvier 2026"


def test_several_dates_say_the_year_once() -> None:
    days = [date(2025, 12, 30), date(2026, 1, 30), date(2026, 2, 16)]
    assert french.format_dates(days) == "30\u00a0décembre 2025, 30\u00a0janvier et 16\u00a0février 2026"


def test_rates_lose_no_decimal() -> None:
    assert french.format_rate(Decimal("12.15")) == "12,15\u00a0%"
    assert french.format_rate(Decimal(10)) == "10,00\u00a0%"
    assert french.format_rate(Decimal("8.125")) == "8,125\u00a0%"


def test_phone_numbers_are_grouped_as_their_territory_does() -> None:
    assert french.format_phone("+33478123456") == "04\u00a078\u00a012\u00a034\u00a056"
    assert french.format_phone("+262262123456") == "+262\u00a0262\u00a0123\u00a0456"


def test_typed_words_get_their_no_break_spaces_and_apostrophes() -> None:
    typed = "L'été : « oui ! » n° 12, article L441-10, 8 jours et 40 € ; Mme X ?"
    assert french.typeset(typed) == (
        "L’été\u00a0: «\u00a0oui\u00a0!\u00a0» n°\u00a012, article\u00a0L441-10, 8\u00a0jours et 40\u00a0€\u00a0; "
        "Mme\u00a0X\u00a0?"
    )


def test_a_list_ends_with_et() -> None:
    assert french.format_list(["a", "b", "c"]) == "a, b et c"
    assert french.format_list(["a"]) == "a"
    assert french.format_list([]) == ""


def test_an_iban_is_written_in_groups_of_four() -> None:
    assert french.format_iban("FR7630006000011234567890189") == "FR76 3000 6000 0112 3456 7890 189"
