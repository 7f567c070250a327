"""An amount as people write it, in figures and in words, and nothing else (PLAN_03, C. civ. 1376)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import english, french
from chalicelib.domain.amount_in_words import in_english, in_french
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.typed_amount import amount_of_figures, amount_of_words

AMOUNTS = st.integers(1, 10**11 - 1).map(Money)


@given(AMOUNTS)
def test_what_the_product_writes_is_read_again(value: Money) -> None:
    assert amount_of_words(in_french(value)) == value
    assert amount_of_words(in_english(value), "en") == value
    assert amount_of_figures(french.format_money(value)) == value
    assert amount_of_figures(english.format_money(value)) == value


@pytest.mark.parametrize("cents", [*range(1, 130), *range(6_951, 10_100, 13), *range(19_901, 20_300, 57)])
def test_each_small_amount_is_read_in_both_spellings(cents: int) -> None:
    """That of 1990 puts a hyphen everywhere; people leave out accents, capitals and every hyphen."""
    value, words = Money(cents), in_french(Money(cents))
    of_1990 = "-".join(words.split())
    bare = words.replace("-", " ").replace("é", "e").upper()
    assert {amount_of_words(each) for each in (words, of_1990, bare, f"  {words}. ")} == {value}


@given(AMOUNTS, AMOUNTS)
def test_two_amounts_are_never_written_alike(one: Money, other: Money) -> None:
    if one != other:
        assert amount_of_words(in_french(one)) != other
        assert amount_of_figures(french.format_money(one)) != other


@pytest.mark.parametrize(
    ("words", "cents"),
    [
        ("Mille deux cents quarante cinq euros soixante", 124_560),
        ("mille deux cent quarante-cinq euros et soixante centimes", 124_560),
        ("mil deux cent euros", 120_000),
        ("cent euros zéro centime", 10_000),
        ("un million d’euros", 100_000_000),
        ("soixante-et-onze euros", 7_100),
        ("septante et un euros", 7_100),
        ("nonante-deux euros", 9_200),
        ("quatre-vingt euros", 8_000),
        ("cinquante centimes", 50),
        ("UN EURO", 100),
    ],
)
def test_what_people_write_is_understood(words: str, cents: int) -> None:
    assert amount_of_words(words) == Money(cents)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "mille",
        "euros",
        "euros mille",
        "mille euros euros",
        "mille dollars",
        "mille euros et cent centimes",
        "dix vingt euros",
        "vingt cent euros",
        "un mille euros",
        "moins mille euros",
        "mille euros environ",
        "<b>mille</b> euros",
        "mille euros\x00",
        "1000 euros",
        "١٠٠ euros",
        "mille " * 60 + "euros",
        "zéro euro",
        "one thousand euros",
    ],
)
def test_nothing_else_is_an_amount_in_words(words: str) -> None:
    assert amount_of_words(words) is None


@pytest.mark.parametrize(
    ("figures", "cents"),
    [
        ("1 234,56", 123_456),
        ("1\u202f234,56\u00a0€", 123_456),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("€1,234.56", 123_456),
        ("1234.5", 123_450),
        ("1'234,50", 123_450),
        ("1234", 123_400),
        ("1.234", 123_400),
        ("1 234 567,89 EUR", 123_456_789),
        ("5 euros", 500),
    ],
)
def test_figures_are_read_as_they_are_written(figures: str, cents: int) -> None:
    assert amount_of_figures(figures) == Money(cents)


@pytest.mark.parametrize(
    "figures",
    [
        *("", "abc", "12 34", "1,2,3", "1.234.56", "1234,567", "-5", "1e5", "²", "١٢٣", "12,", ",5", "1 234,56 $"),
        *("9" * 41, "9999999999", "1..5", "0x10", "1,234,56.7.8"),
    ],
)
def test_anything_else_is_no_amount_in_figures(figures: str) -> None:
    assert amount_of_figures(figures) is None


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Hostile input: it is an amount written in letters, or nothing."""
    read = amount_of_words(text), amount_of_words(text, "en"), amount_of_figures(text)
    for found in read[:2]:
        assert found is None or re.search("[a-z]", text.casefold())
    assert read[2] is None or re.search("[0-9]", text)
