"""English as a debtor reads it: amounts, dates, numbers, lists, quotation marks (R-125)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chalicelib.domain import english
from chalicelib.domain.money import Money
from chalicelib.domain.written_form import FORMS, form_of


@pytest.mark.parametrize(
    ("cents", "written"),
    [(123_456, "€1,234.56"), (5, "€0.05"), (-100_000, "−€1,000.00"), (100_000_000, "€1,000,000.00")],
)
def test_amounts_have_the_symbol_first_and_commas(cents: int, written: str) -> None:
    assert english.format_money(Money(cents)) == written


def test_another_currency_is_written_with_its_code() -> None:
    assert english.format_money(Money(123_456, "CHF")) == "CHF\u00a01,234.56"


def test_a_date_is_never_in_figures() -> None:
    """02/03 is one day to a French reader and another to an American one."""
    assert english.format_date(date(2026, 2, 1)) == "1\u00a0February 2026"
    assert english.format_short_date(date(2026, 3, 2)) == "2\u00a0Mar\u00a02026"


def test_the_days_of_one_year_say_it_once() -> None:
    days = [date(2025, 12, 30), date(2026, 1, 30), date(2026, 2, 16)]
    assert english.format_dates(days) == "30\u00a0December 2025, 30\u00a0January and 16\u00a0February 2026"


@pytest.mark.parametrize(("count", "written"), [(0, "0\u00a0days"), (1, "1\u00a0day"), (1_046, "1,046\u00a0days")])
def test_days_agree_in_number(count: int, written: str) -> None:
    assert english.format_days(count) == written


def test_a_rate_loses_no_decimal() -> None:
    assert english.format_rate(Decimal("12.1")) == "12.10%"
    assert english.format_rate(Decimal("12.125")) == "12.125%"


@pytest.mark.parametrize(
    ("number", "written"),
    [("+33478123457", "+33 4 78 12 34 57"), ("+262262123456", "+262 262 123 456"), ("+442071234567", "+442071234567")],
)
def test_a_phone_number_can_be_dialled_from_abroad(number: str, written: str) -> None:
    assert english.format_phone(number).replace("\u00a0", " ") == written


def test_words_from_a_keyboard_get_curly_apostrophes_and_quotation_marks() -> None:
    typed = """Below, "you" means the debtor's client; "I don't agree." (article L441-10)"""
    assert english.typeset(typed) == "Below, “you” means the debtor’s client; “I don’t agree.” (article\u00a0L441-10)"


def test_another_language_is_written_as_french() -> None:
    assert form_of("de") is FORMS["fr"]
