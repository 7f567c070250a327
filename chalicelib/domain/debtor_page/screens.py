"""The three screens of every action: the form, the review with the exact words, the result (R-127).

They hold keys of wording and values, never words: the same screen is read in French and in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from chalicelib.domain.money import Money

Value = str | int | date | Money | Decimal


@dataclass(frozen=True)
class Said:
    """A text of the wording with its values."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()


def said(key: str, **values: Value) -> Said:
    """A text by its key; values are written as the reader's language writes them."""
    return Said(key, tuple(values.items()))


class Kind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    AREA = "area"
    MONEY = "money"
    DAY = "day"
    COUNT = "count"
    CODE = "code"
    CHOICE = "choice"
    TICK = "tick"
    FILE = "file"


@dataclass(frozen=True)
class Choice:
    """One of several; ``label`` is a text, ``plain`` data shown as it is."""

    value: str
    label: Said | None = None
    plain: str = ""


@dataclass(frozen=True)
class Field:
    """``value`` is what was typed, kept as it was. ``error`` stands beside the field, ``hint`` above its input.

    ``most`` is the greatest number of characters; ``first`` and ``last`` bound a day.
    """

    name: str
    kind: Kind
    label: Said
    value: str = ""
    hint: Said | None = None
    error: Said | None = None
    choices: tuple[Choice, ...] = ()
    required: bool = True
    most: int = 200
    first: date | None = None
    last: date | None = None
    complete: str = "off"


@dataclass(frozen=True)
class Row:
    """One instalment of a schedule."""

    number: int
    on: date
    amount: Money


@dataclass(frozen=True)
class Form:
    """``limits`` name what a form cannot do, with the creditor's rule. ``action`` is where it is sent.

    ``quote`` is a text that is shown word for word, such as the one to sign.
    """

    action: str
    title: Said
    fields: tuple[Field, ...]
    submit: Said
    lead: tuple[Said, ...] = ()
    limits: tuple[Said, ...] = ()
    rows: tuple[Row, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    problem: Said | None = None
    quote: str = ""

    @property
    def errors(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.error is not None)


@dataclass(frozen=True)
class Review:
    """``statements`` are the exact words that confirming records as evidence, ``rows`` with them.

    ``quotes`` are the person's own words, shown and kept beside them. ``hidden`` carries what was typed.
    """

    action: str
    title: Said
    statements: tuple[Said, ...]
    confirm: Said
    hidden: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()
    quotes: tuple[tuple[Said, str], ...] = ()
    notes: tuple[Said, ...] = ()
    fields: tuple[Field, ...] = ()
    problem: Said | None = None


@dataclass(frozen=True)
class Result:
    """What happened, and what happens next. ``links`` are actions to go on with: name and label."""

    title: Said
    sentences: tuple[Said, ...]
    rows: tuple[Row, ...] = ()
    links: tuple[tuple[str, Said], ...] = ()
    is_refusal: bool = False
    show_manager: bool = False


Screen = Form | Review | Result
