"""A CSV file as a table: encoding and separator are recognised, limits are refused at once, by name (R-018).

RFC 4180 with what spreadsheets make of it: a byte order mark, « sep=; » in the first line, Windows-1252, cells that
begin with an apostrophe so that no formula is read from them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.errors import FieldProblem, InvalidInput

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 4_000
LONGEST_LINE = 1_000_000
"""Characters, of a line as it is typed: more than all cells of a table's line can have."""
SEPARATORS = (";", ",", "\t")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NO_TEXT = {
    b"\x1f\x8b": "an archive",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a spreadsheet or an archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet",
}


@dataclass(frozen=True)
class Table:
    """``rows`` are the lines under the header, numbered as a spreadsheet does, from ``first_line``.

    The last of them is not empty. ``encoding`` and ``separator`` are those that were found.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_line: int
    encoding: str
    separator: str


def read_table(body: bytes) -> Table:
    """The header and the lines under it.

    Errors, about ``#/file``: ``file_too_large``, ``empty_file``, ``not_a_table``, ``wrong_encoding``,
    ``too_many_lines``, ``too_many_columns``, ``repeated_column``.
    """
    text, encoding = _decoded(body)
    marked = text[:5].lower().startswith("sep=") and text[4:5] in SEPARATORS
    separator = text[4] if marked else _separator(text)
    text = text.partition("\n")[2] if marked else text
    rows = _rows(text, separator)
    header = tuple(cell.strip() for cell in next(rows, ()))
    _check_header(header)
    lines = _bounded(rows)
    while lines and not any(lines[-1]):
        lines.pop()
    if not lines:
        raise refused("empty_file", "The file has no line under its header.")
    return Table(header, tuple(lines), 3 if marked else 2, encoding, separator)


def refused(code: str, detail: str) -> InvalidInput:
    """The whole file is refused."""
    return InvalidInput("The file cannot be imported.", code=code, errors=(FieldProblem("#/file", code, detail),))


def _decoded(body: bytes) -> tuple[str, str]:
    if len(body) > MOST_BYTES:
        raise refused("file_too_large", f"A file has at most {MOST_BYTES} bytes; send it in parts.")
    for start, what in _NO_TEXT.items():
        if body.startswith(start):
            raise refused("not_a_table", f"The file is {what}: save it as CSV first.")
    text, encoding = _text(body)
    if not text.strip():
        raise refused("empty_file", "The file is empty.")
    return text, encoding


def _text(body: bytes) -> tuple[str, str]:
    is_utf16 = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec, name in (("utf-16", "utf-16"),) if is_utf16 else (("utf-8-sig", "utf-8"), ("cp1252", "windows-1252")):
        try:
            text = body.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, name
    raise refused("wrong_encoding", "The text is neither UTF-8 nor Windows-1252: save it as CSV UTF-8.")


def _separator(text: str) -> str:
    """The one that stands most often in the header, outside quotes."""
    header = text.lstrip("\r\n").partition("\n")[0]
    outside = "".join(header.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def _rows(text: str, separator: str) -> Iterator[tuple[str, ...]]:
    reader = csv.reader(_typed_lines(text), delimiter=separator, strict=True)
    try:
        for row in reader:
            yield tuple(row)
    except csv.Error as error:
        detail = f"Line {reader.line_num}: the quotes do not match ({error})."
        raise refused("not_a_table", detail) from error


def _typed_lines(text: str) -> Iterator[str]:
    """A line of ten million separators would be as many cells before anybody counts them."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > LONGEST_LINE:
            raise refused("not_a_table", f"Line {number} has more than {LONGEST_LINE} characters.")
        yield line


def _check_header(header: tuple[str, ...]) -> None:
    if len(header) > MOST_COLUMNS:
        raise refused("too_many_columns", f"{len(header)} columns; {MOST_COLUMNS} is the most.")
    named = [name.casefold() for name in header if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise refused("repeated_column", f"The header names {', '.join(twice)[:200]} more than once.")


def _bounded(rows: Iterator[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The cells without what only keeps them from being read as formulas; empty lines after the last are not kept."""
    lines: list[tuple[str, ...]] = []
    for row in rows:
        line = tuple(_plain(cell) for cell in row)
        if len(lines) < MOST_LINES:
            lines.append(line)
        elif any(line):
            raise refused("too_many_lines", f"A file has at most {MOST_LINES} lines; send it in parts.")
    return lines


def _plain(cell: str) -> str:
    cell = cell.strip(" \u00a0\u202f")
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS else cell


def safe_cell(cell: str) -> str:
    """As it may stand in a file that a spreadsheet opens: nothing in it is carried out as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def write_table(header: tuple[str, ...], rows: Iterator[tuple[str, ...]], separator: str) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets open it rightly; ``read_table`` reads it back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
