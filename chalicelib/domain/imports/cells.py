"""A cell of a table as the JSON value that a request carries: French and international ways of writing it.

What cannot be read is named with its cure; nothing is guessed, least of all an amount.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from .table import LONGEST_CELL


class CellProblem(ValueError):
    """``code`` is stable; the text says what to write instead."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


Read = Callable[[str], Any]

_LONGEST_AMOUNT = 30
"""Characters; more than any sum that a claim may have."""

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ].*)?")
_PLAIN = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"(-?[0-9]+)[.,]([0-9]{1,2})")
_GROUPED = re.compile(r"-?[0-9]{1,3}([.,][0-9]{3})+([.,][0-9]{1,2})?")
_YES, _NO = frozenset({"oui", "yes", "true", "vrai", "1", "x"}), frozenset({"non", "no", "false", "faux", "0"})


def folded(text: str) -> str:
    """Without case, accents and anything that is no letter or digit: how names of columns and values are told apart."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


def text(cell: str) -> str:
    """A text, as it is; nothing that a spreadsheet would calculate."""
    if len(cell) > LONGEST_CELL:
        raise CellProblem("too_long", f"At most {LONGEST_CELL} characters.")
    if cell.startswith(("=", "@")):
        raise CellProblem("formula_refused", "A text does not begin with = or @: spreadsheets would calculate it.")
    return cell


def compact(cell: str) -> str:
    """A number that people write in groups: SIREN, SIRET, VAT number."""
    return _SPACES.sub("", text(cell))


def amount(cell: str) -> dict[str, Any]:
    """Euros, « 1 234,56 », « 1234.56 », « 1.234,56 € », as money in cents; « 1,234 », of two readings, is refused."""
    plain = _SPACES.sub("", cell).removesuffix("€").removesuffix("EUR")
    return {"amount": _cents(plain), "currency": "EUR"}


def _cents(plain: str) -> int:
    if len(plain) > _LONGEST_AMOUNT:
        raise CellProblem("wrong_form", "An amount in euros, for example 1234,56.")
    if _PLAIN.fullmatch(plain):
        return int(plain) * 100
    found = _DECIMAL.fullmatch(plain)
    if found is None and _GROUPED.fullmatch(plain):
        marks = [c for c in plain if c in ".,"]
        if len(set(marks)) == 1 and len(marks) == 1:
            raise CellProblem("ambiguous_amount", "Write 1234,00 or 1,23: one mark before three digits says neither.")
        if marks[-1] not in marks[:-1] or (len(set(marks)) == 1 and len(plain.rpartition(marks[-1])[2]) == 3):
            whole, mark, cents = plain.rpartition(marks[-1])
            if len(cents) == 3:
                whole, cents = f"{whole}{mark}{cents}", "00"
            found = _DECIMAL.fullmatch(f"{whole.replace('.', '').replace(',', '')},{cents}")
    if found is None:
        raise CellProblem("wrong_form", "An amount in euros, for example 1234,56.")
    cents = found[2].ljust(2, "0")
    return int(f"{found[1]}{cents}")


def day(cell: str) -> str:
    """« 31/01/2026 », or as ISO 8601 with or without a time, as a date of the API."""
    day_first = _DAY_FIRST.fullmatch(cell)
    iso = _ISO.fullmatch(cell)
    try:
        if day_first:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1])).isoformat()
        if iso:
            return date.fromisoformat(iso[1]).isoformat()
    except ValueError:
        raise CellProblem("invalid_date", "This day does not exist.") from None
    raise CellProblem("wrong_form", "A date is written DD/MM/YYYY or YYYY-MM-DD.")


def yes_or_no(cell: str) -> bool:
    """« oui », « non », and what else people write for them."""
    word = folded(cell)
    if word in _YES or word in _NO:
        return word in _YES
    raise CellProblem("unknown_value", "oui or non.")


def rate(cell: str) -> str:
    """A yearly rate in percent, « 12,15 % », or « 3x_legal »."""
    plain = _SPACES.sub("", cell).removesuffix("%").replace(",", ".")
    return plain if plain == "3x_legal" or re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", plain) else _no_rate()


def _no_rate() -> str:
    raise CellProblem("wrong_form", "A yearly rate in percent, for example 12,15, or 3x_legal.")


def one_of(values: Mapping[str, str]) -> Read:
    """A word of the API, or one that French files use for it."""
    known = {folded(word): meaning for word, meaning in values.items()} | {folded(v): v for v in values.values()}

    def read(cell: str) -> str:
        found = known.get(folded(cell))
        if found is None:
            raise CellProblem("unknown_value", f"One of {', '.join(sorted(set(values.values())))}.")
        return found

    return read
