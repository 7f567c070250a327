"""The words of the page in one language: typeset when they are loaded, values written as the language writes them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from chalicelib.adapters.rendering.marks import HELD, clean_value
from chalicelib.domain.debtor_page.screens import Said, Value
from chalicelib.domain.money import Money
from chalicelib.domain.written_form import WrittenForm, form_of

FOLDER = Path(__file__).resolve().parents[2] / "wording" / "page"
LANGUAGES = ("fr", "en")
_PLACE = re.compile(r"\{(\w+)\}")


class UnknownWords(KeyError):
    """A key that the wording does not have, or a text whose value is missing: a fault of the product."""


class PageWords:
    """The texts of one language by their path (``promise.title``)."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.form: WrittenForm = form_of(language)
        read = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
        self._texts = {key: _typeset(text, self.form) for key, text in _flat(read)}

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._texts)

    def has(self, key: str) -> bool:
        return key in self._texts

    def text(self, key: str, /, **values: Value) -> str:
        """The words with their values; raises UnknownWords rather than show a hole."""
        if key not in self._texts:
            raise UnknownWords(key)

        def value(place: re.Match[str]) -> str:
            if place.group(1) not in values:
                raise UnknownWords(f"{key}: {place.group(1)}")
            return self.written(values[place.group(1)])

        return _PLACE.sub(value, self._texts[key])

    def said(self, what: Said) -> str:
        return self.text(what.key, **dict(what.values))

    def dated(self, key: str, on: date | None) -> str:
        """The text for a thing that has a day (``key_on``) or has none."""
        if on is not None and self.has(f"{key}_on"):
            return self.text(f"{key}_on", on=on)
        return self.text(key, on=on) if on is not None else self.text(key)

    def written(self, value: Value) -> str:
        if isinstance(value, Money):
            return self.form.format_money(value)
        if isinstance(value, date):
            return self.form.format_date(value)
        if isinstance(value, Decimal):
            return self.form.format_rate(value)
        if isinstance(value, int):
            return self.form.group_thousands(value)
        return clean_value(value)


@cache
def page_words(language: str) -> PageWords:
    """Read once per process; French for any other language."""
    return PageWords(language if language in LANGUAGES else LANGUAGES[0])


def _typeset(text: str, form: WrittenForm) -> str:
    """The language's spaces and apostrophes around the values, which stay as they are."""
    places = [f"{{{name}}}" for name in _PLACE.findall(text)]
    pieces = form.typeset(_PLACE.sub(HELD, text)).split(HELD)
    return "".join(piece + place for piece, place in zip(pieces, [*places, ""], strict=True))


def _flat(tree: Mapping[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", str(value)
