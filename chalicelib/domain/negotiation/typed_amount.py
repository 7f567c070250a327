"""An amount as a person writes it in figures and in words, and whether the two say the same (PLAN_03, C. civ. 1376).

What is read is never guessed: a word that does not belong to the number makes the whole unreadable. Capitals, accents,
hyphens and plurals do not matter, so both French spellings (that of 1990 hyphenates everything) say the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.amount_in_words import in_english, in_french
from chalicelib.domain.money import Money

LONGEST_FIGURES, LONGEST_WORDS = 40, 300
MOST_EUROS = 10**9
_FIGURES = re.compile(r"[0-9][0-9 .,']{0,30}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ .,'])[0-9]{3})(?:\1[0-9]{3})*")
_CENTS = re.compile(r"(?P<whole>.*?[0-9])[.,](?P<cents>[0-9]{1,2})")
_SIGNS = re.compile(r"(?:€|eur\b|euros?\b)", re.IGNORECASE)
_NOT_A_LETTER = re.compile(r"[^a-z]+")
_TEENS = {
    "un": "onze",
    "deux": "douze",
    "trois": "treize",
    "quatre": "quatorze",
    "cinq": "quinze",
    "six": "seize",
}


@dataclass(frozen=True)
class _Language:
    """How a language counts: its words by value, what multiplies, what says nothing, and its reference."""

    written: Callable[[Money], str]
    numbers: Mapping[str, int]
    hundred: str
    thousands: Mapping[str, int]
    silent: frozenset[str]
    same: Mapping[str, tuple[str, ...]]


_FRENCH = _Language(
    written=in_french,
    numbers={
        "zero": 0,
        "un": 1,
        "deux": 2,
        "trois": 3,
        "quatre": 4,
        "cinq": 5,
        "six": 6,
        "sept": 7,
        "huit": 8,
        "neuf": 9,
        "dix": 10,
        "onze": 11,
        "douze": 12,
        "treize": 13,
        "quatorze": 14,
        "quinze": 15,
        "seize": 16,
        "vingt": 20,
        "trente": 30,
        "quarante": 40,
        "cinquante": 50,
        "soixante": 60,
    },
    hundred="cent",
    thousands={"mille": 1_000, "million": 1_000_000},
    silent=frozenset({"et", "d", "de"}),
    same={
        "une": ("un",),
        "vingts": ("vingt",),
        "cents": ("cent",),
        "milles": ("mille",),
        "mil": ("mille",),
        "millions": ("million",),
        "euros": ("euro",),
        "centimes": ("centime",),
        "septante": ("soixante", "dix"),
        "octante": ("quatre", "vingt"),
        "huitante": ("quatre", "vingt"),
        "nonante": ("quatre", "vingt", "dix"),
    },
)
_ENGLISH = _Language(
    written=in_english,
    numbers={
        "zero": 0,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17,
        "eighteen": 18,
        "nineteen": 19,
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
    },
    hundred="hundred",
    thousands={"thousand": 1_000, "million": 1_000_000},
    silent=frozenset({"and"}),
    same={
        "a": ("one",),
        "an": ("one",),
        "fourty": ("forty",),
        "hundreds": ("hundred",),
        "thousands": ("thousand",),
        "millions": ("million",),
        "euros": ("euro",),
        "cents": ("centime",),
        "cent": ("centime",),
    },
)


def amount_of_figures(text: str) -> Money | None:
    """« 1 234,56 », « 1234.56 € », “1,234.56”: the amount in euros, or ``None`` for whatever is no such amount.

    A separator before one or two last digits parts the cents; anything else groups by three.
    """
    if len(text) > LONGEST_FIGURES:
        return None
    plain = re.sub(r"[\s\u00a0\u202f\u2009]+", " ", _SIGNS.sub(" ", text)).replace("’", "'").strip()
    if not _FIGURES.fullmatch(plain):
        return None
    parted = _CENTS.fullmatch(plain)
    whole, cents = (parted["whole"], parted["cents"].ljust(2, "0")) if parted else (plain, "00")
    if parted and _point_of(plain) in whole:
        return None
    if not whole.isdigit() and not _GROUPED.fullmatch(whole):
        return None
    euros = int(re.sub(r"[^0-9]", "", whole))
    return Money(euros * 100 + int(cents)) if euros < MOST_EUROS else None


def _point_of(plain: str) -> str:
    """What parts the cents; it cannot group the thousands too."""
    return next(sign for sign in reversed(plain) if not sign.isdigit())


def amount_of_words(text: str, language: str = "fr") -> Money | None:
    """« mille deux cent trente-quatre euros et cinquante-six centimes »: the amount, or ``None`` for anything else.

    ``language`` is that of the page: ``en``, or French. « euros » is part of it: a number alone names no sum.
    """
    if len(text) > LONGEST_WORDS:
        return None
    own = _ENGLISH if language == "en" else _FRENCH
    said = _tokens(text, own)
    if said is None or said.count("euro") > 1 or said.count("centime") > 1:
        return None
    found = _read(said, own)
    if found is None or not 0 < found.amount < MOST_EUROS * 100:
        return None
    reference = _tokens(own.written(found), own)
    return found if reference is not None and _bare(said) == _bare(reference) else None


def _bare(said: Sequence[str]) -> list[str]:
    """Without what may be left out after the euros: « centimes », and « zéro centime » altogether."""
    if "euro" not in said:
        return list(said)
    cents = [word for word in said[said.index("euro") + 1 :] if word != "centime"]
    return [*said[: said.index("euro") + 1], *(cents if cents != ["zero"] else ())]


def _tokens(text: str, own: _Language) -> list[str] | None:
    """Each word in one form; ``None`` where something else than letters and what parts them stands in it."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    if re.search(r"[^a-z\s\-\u2010\u2011',.]", plain):
        return None
    words = [word for word in _NOT_A_LETTER.split(plain) if word]
    known = [one for word in words for one in own.same.get(word, (word,))]
    return _teens([word for word in known if word not in own.silent])


def _teens(words: Sequence[str]) -> list[str]:
    """« septante et un » is « soixante et onze »: a ten and its unit as one word."""
    merged: list[str] = []
    for word in words:
        if merged[-1:] == ["dix"] and word in _TEENS:
            merged[-1] = _TEENS[word]
        else:
            merged.append(word)
    return merged


def _read(said: Sequence[str], own: _Language) -> Money | None:
    """Euros before « euro », cents after it, with or without « centimes »."""
    if "euro" in said:
        place = said.index("euro")
        whole, rest = said[:place], said[place + 1 :]
        if not whole:
            return None
    else:
        whole, rest = [], said
        if rest[-1:] != ["centime"]:
            return None
    cents = rest[:-1] if rest[-1:] == ["centime"] else rest
    euros, part = _number(whole, own), _number(cents, own)
    if euros is None or part is None or part >= 100:
        return None
    return Money(euros * 100 + part)


def _number(words: Sequence[str], own: _Language) -> int | None:
    """What the words add up to; whether they are written as the number is, the reference tells."""
    total = group = below = 0
    for word in words:
        if word in own.numbers:
            value = own.numbers[word]
            below = below * value if word == "vingt" and below == 4 else below + value
        elif word == own.hundred:
            group, below = group + (below or 1) * 100, 0
        elif word in own.thousands:
            total, group, below = total + (group + below or 1) * own.thousands[word], 0, 0
        else:
            return None
    return total + group + below
