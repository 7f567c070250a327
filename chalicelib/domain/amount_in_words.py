"""Euros in words, as an acknowledgement of debt has them beside the figures (R-078, PLAN_03, C. civ. 1376)."""

from __future__ import annotations

from .money import Money

_FRENCH_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"),
    *("quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_FRENCH_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", *("quatre-vingt",) * 2)
_ENGLISH_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_THOUSAND, _MILLION, _BILLION = 10**3, 10**6, 10**9


def in_french(value: Money) -> str:
    """« mille deux cent quarante-cinq euros et soixante centimes ». Raises ValueError outside 0 to a billion euros."""
    euros, cents = _parts(value)
    of = "d’" if euros and euros % _MILLION == 0 else ""
    whole = f"{_french(euros)} {of}euro{'s' if euros > 1 else ''}"
    part = f"{_french(cents)} centime{'s' if cents > 1 else ''}"
    return _joined(euros, cents, whole, part, " et ")


def in_english(value: Money) -> str:
    """« one thousand two hundred and forty-five euros and sixty cents ». Raises ValueError as ``in_french``."""
    euros, cents = _parts(value)
    whole = f"{_english(euros)} euro{'' if euros == 1 else 's'}"
    part = f"{_english(cents)} cent{'' if cents == 1 else 's'}"
    return _joined(euros, cents, whole, part, " and ")


def _parts(value: Money) -> tuple[int, int]:
    euros, cents = divmod(value.amount, 100)
    if value.currency != "EUR" or not 0 <= euros < _BILLION:
        raise ValueError("only euros, from nothing to less than a billion, are written in words")
    return euros, cents


def _joined(euros: int, cents: int, whole: str, part: str, link: str) -> str:
    if not cents:
        return whole
    return f"{whole}{link}{part}" if euros else part


def _french(number: int, *, last: bool = True) -> str:
    """``last``: nothing follows, so that « cents » and « quatre-vingts » keep their s, which « mille » takes."""
    if number >= _MILLION:
        millions, rest = divmod(number, _MILLION)
        said = f"{_french(millions)} million{'s' if millions > 1 else ''}"
        return f"{said} {_french(rest, last=last)}" if rest else said
    if number >= _THOUSAND:
        thousands, rest = divmod(number, _THOUSAND)
        said = "mille" if thousands == 1 else f"{_french(thousands, last=False)} mille"
        return f"{said} {_french(rest, last=last)}" if rest else said
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _french_below_hundred(rest, last=last)
    said = "cent" if hundreds == 1 else f"{_FRENCH_UNITS[hundreds]} cent"
    if rest:
        return f"{said} {_french_below_hundred(rest, last=last)}"
    return said + ("s" if hundreds > 1 and last else "")


def _french_below_hundred(number: int, *, last: bool) -> str:
    if number < len(_FRENCH_UNITS):
        return _FRENCH_UNITS[number]
    tens, unit = divmod(number, 10)
    said = _FRENCH_TENS[tens]
    if tens in (7, 9):
        unit += 10
    if not unit:
        return said + ("s" if tens == 8 and last else "")
    if unit in (1, 11) and said != "quatre-vingt":
        return f"{said} et {_FRENCH_UNITS[unit]}"
    return f"{said}-{_FRENCH_UNITS[unit]}"


def _english(number: int) -> str:
    for size, name in ((_MILLION, "million"), (_THOUSAND, "thousand")):
        if number >= size:
            count, rest = divmod(number, size)
            link = " and " if 0 < rest < 100 else " "
            said = f"{_english(count)} {name}"
            return f"{said}{link}{_english(rest)}" if rest else said
    hundreds, rest = divmod(number, 100)
    if hundreds:
        said = f"{_ENGLISH_UNITS[hundreds]} hundred"
        return f"{said} and {_english(rest)}" if rest else said
    if number < len(_ENGLISH_UNITS):
        return _ENGLISH_UNITS[number]
    tens, unit = divmod(number, 10)
    return _ENGLISH_TENS[tens] + (f"-{_ENGLISH_UNITS[unit]}" if unit else "")
