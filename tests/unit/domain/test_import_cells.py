"""How cells are read: what people write for amounts, days and words, and nothing that has two readings (R-018)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.imports import cells
from chalicelib.domain.imports.cells import CellProblem
from chalicelib.domain.imports.columns import KINDS
from chalicelib.domain.imports.matching import debtor_mark
from chalicelib.domain.imports.table import read_table, write_table


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("1234", 123_400),
        ("1234,5", 123_450),
        ("1234.56", 123_456),
        ("1 234,56", 123_456),
        ("1\u202f234,56\u00a0€", 123_456),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("1.234.567", 123_456_700),
        ("1 234 567,89 EUR", 123_456_789),
        ("0,01", 1),
        ("-12,00", -1200),
    ],
)
def test_an_amount_is_read_to_the_cent(cell: str, cents: int) -> None:
    assert cells.amount(cell) == {"amount": cents, "currency": "EUR"}


@pytest.mark.parametrize(
    "cell",
    ["1,234", "1.234", "12,345,6", "1,2,3", "12.3456", "€", "1e3", "١٢٣", "1 234,56 $", "--1", "9" * 5000, "1" * 4299],
)
def test_an_amount_of_two_readings_or_none_is_refused(cell: str) -> None:
    with pytest.raises(CellProblem):
        cells.amount(cell)


@given(st.integers(0, 99_999_999_999))
def test_any_amount_comes_back_from_any_way_of_writing_it(cents: int) -> None:
    value = Decimal(cents) / 100
    for written in (f"{value:.2f}", f"{value:,.2f}", f"{value:,.2f}".translate(str.maketrans(",.", " ,")) + " €"):
        assert cells.amount(written)["amount"] == cents


@pytest.mark.parametrize(
    "cell", ["31/01/2026", "31.01.2026", "31-01-2026", "2026-01-31", "2026-01-31T00:00:00", "2026-01-31 0:00"]
)
def test_a_day_is_read_day_first_or_as_iso(cell: str) -> None:
    assert cells.day(cell) == "2026-01-31"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/2026", "invalid_date"),
        ("2026-13-01", "invalid_date"),
        ("1/2/26", "wrong_form"),
        ("janvier", "wrong_form"),
    ],
)
def test_a_day_that_is_none_is_refused(cell: str, code: str) -> None:
    with pytest.raises(CellProblem) as seen:
        cells.day(cell)
    assert seen.value.code == code


def test_words_are_read_in_both_languages_whatever_their_case_and_accents() -> None:
    read = cells.one_of(KINDS)
    assert [read(word) for word in ("SOCIETE", "société", "company", "Micro entrepreneur", "Collectivité")] == [
        "company",
        "company",
        "company",
        "sole_trader",
        "public_body",
    ]
    assert (cells.yes_or_no("Oui"), cells.yes_or_no("FAUX"), cells.rate("12,15 %")) == (True, False, "12.15")


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs"), exclude_characters="'")),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
    )
)
def test_a_table_that_was_given_back_is_read_as_it_was_and_calculates_nothing(rows: list[list[str]]) -> None:
    rows = [*rows, ["end", "end"]]
    body = write_table(("a", "b"), iter([tuple(row) for row in rows]), ";")
    text = body.decode("utf-8-sig")
    for start in ("=", "+", "-", "@"):
        assert f"\r\n{start}" not in text
        assert f";{start}" not in text
    read = [list(row) for row in read_table(body).rows]
    assert [row for row in read if any(row)] == [[c.strip("\u00a0\u202f") for c in row] for row in rows if any(row)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"a;b\n" + b";" * 1_000_001, "not_a_table"),
        (b"\x1f\x8b\x08a;b\n1;2\n", "not_a_table"),
        (b"a;b\n1;2\n" + b"\n" * 30_000 + b"3;4\n", "too_many_lines"),
        (b'a;b\n"' + b"x" * 200_000, "not_a_table"),
    ],
)
def test_a_file_made_to_fill_the_memory_is_refused(body: bytes, code: str) -> None:
    """R-018: neither a line of a million cells nor lines without end are kept before they are counted."""
    with pytest.raises(InvalidInput) as refused:
        read_table(body)
    assert refused.value.code == code


def test_empty_lines_after_the_last_are_no_lines() -> None:
    """A spreadsheet may save its whole sheet."""
    assert len(read_table(b"a;b\n1;2\n" + b";\n" * 50_000).rows) == 1


def test_a_mark_tells_nobody_and_differs_between_imports() -> None:
    consumer = {"kind": "consumer", "name": "Camille Essai", "address": {"postal_code": "35000"}}
    mark = debtor_mark("imp_1", consumer, None)
    assert mark is not None
    assert "Camille" not in mark
    assert mark != debtor_mark("imp_2", consumer, None)
    assert debtor_mark("imp_1", {"name": "Camille Essai"}, None) is None
