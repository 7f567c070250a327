"""How amounts, dates and numbers are written in each language that texts are shipped in (R-125)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from . import english, french
from .money import Money


class WrittenForm(Protocol):
    """What a language knows how to write; ``french`` and ``english`` are the two."""

    COLON: str
    """As it stands after a label, with the space before it that the language asks for."""

    def format_money(self, value: Money) -> str: ...
    def group_thousands(self, value: int) -> str: ...
    def format_rate(self, value: Decimal) -> str: ...
    def format_date(self, value: date) -> str: ...
    def format_dates(self, days: Sequence[date]) -> str: ...
    def format_short_date(self, value: date) -> str: ...
    def format_days(self, count: int) -> str: ...
    def format_phone(self, e164: str) -> str: ...
    def format_iban(self, iban: str) -> str: ...
    def format_list(self, items: Sequence[str]) -> str: ...
    def typeset(self, text: str) -> str: ...


FORMS: dict[str, WrittenForm] = {"fr": french, "en": english}


def form_of(language: str) -> WrittenForm:
    """The written form of a language, of French for any other."""
    return FORMS.get(language, french)
