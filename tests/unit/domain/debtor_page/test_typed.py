"""What a person types is read with goodwill; each fault has its own words (R-127)."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.debtor_page.typed import Mistyped, typed_count, typed_day, typed_money, typed_text
from chalicelib.domain.money import Money


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("150", 15_000),
        ("150,5", 15_050),
        ("1 234,56 €", 123_456),
        ("1\u202f234,56\u00a0€", 123_456),
        ("1234.56", 123_456),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("1.234", 123_400),
        ("0,01", 1),
        ("EUR 40", 4_000),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, cents: int) -> None:
    assert typed_money(text) == Money(cents)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("0", "not_positive"),
        ("0,00", "not_positive"),
        ("-5", "not_an_amount"),
        ("beaucoup", "not_an_amount"),
        ("0,001", "not_an_amount"),
        ("0.500", "not_an_amount"),
        ("1,2,3", "not_an_amount"),
        ("12,345,6", "not_an_amount"),
        ("1e9", "not_an_amount"),
        ("9" * 30, "not_an_amount"),
    ],
)
def test_what_is_no_amount_says_so(text: str, code: str) -> None:
    with pytest.raises(Mistyped) as fault:
        typed_money(text)
    assert fault.value.code == code


@pytest.mark.parametrize("text", ["2026-12-01", "01/12/2026", "1/12/2026", "1.12.2026", "1-12-2026", " 1 12 2026 "])
def test_a_day_is_read_as_a_browser_sends_it_and_as_a_person_writes_it(text: str) -> None:
    assert typed_day(text) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("demain", "not_a_day"), ("31/02/2026", "not_a_day"), ("12/31/2026", "not_a_day")],
)
def test_what_is_no_day_says_so(text: str, code: str) -> None:
    with pytest.raises(Mistyped) as fault:
        typed_day(text)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), ("x", "not_a_number"), ("0", "outside_range"), ("7", "outside_range")]
)
def test_a_number_stays_within_its_range(text: str, code: str) -> None:
    assert typed_count(" 3 ", 1, 6) == 3
    with pytest.raises(Mistyped) as fault:
        typed_count(text, 1, 6)
    assert fault.value.code == code


def test_words_lose_what_nobody_sees_and_keep_their_lines() -> None:
    assert typed_text(" a\u202eb\r\nc\u200b ", 10) == "ab\nc"
    with pytest.raises(Mistyped):
        typed_text("x" * 11, 10)
    assert typed_text("", 10, required=False) == ""
