"""What a person types into a form, read with goodwill; each fault has a code of its own (R-127)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from chalicelib.domain.money import Money

MOST_CENTS = 99_999_999_999
GROUP = 3
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FRENCH = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_AMOUNT = re.compile(r"(\d{1,11})(?:[.,](\d{1,2}))?")
_GROUPED = re.compile(r"([1-9]\d{0,2})(?:[.,]\d{3})+(?:[.,]\d{1,2})?")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff]")


class Mistyped(ValueError):
    """``code`` names the text of the wording that explains it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def typed_money(text: str) -> Money:
    """Euros: « 1 234,56 », « 1234.56 € », « 1.234,56 », « 1,234.56 ».

    Mistyped: ``empty``; ``not_an_amount``; ``not_positive``.
    """
    plain = re.sub(r"[\s\u00a0\u202f'’€]|EUR", "", unicodedata.normalize("NFKC", text), flags=re.IGNORECASE)
    if not plain:
        raise Mistyped("empty")
    if _GROUPED.fullmatch(plain):
        plain = _without_groups(plain)
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise Mistyped("not_an_amount")
    cents = int(found.group(1)) * 100 + int((found.group(2) or "").ljust(2, "0") or 0)
    if cents > MOST_CENTS:
        raise Mistyped("not_an_amount")
    if cents <= 0:
        raise Mistyped("not_positive")
    return Money(cents)


def _without_groups(plain: str) -> str:
    """Two different signs: the last one is the decimal one. One sign alone groups by three throughout."""
    place = max(plain.rfind("."), plain.rfind(","))
    if len(set(re.findall(r"[.,]", plain))) > 1:
        return re.sub(r"[.,]", "", plain[:place]) + "." + plain[place + 1 :]
    return re.sub(r"[.,]", "", plain) if len(plain) - place == GROUP + 1 else ""


def typed_day(text: str) -> date:
    """« 2026-12-15 » as browsers send it, « 15/12/2026 » as a person writes it. Mistyped: ``empty``; ``not_a_day``."""
    plain = text.strip()
    if not plain:
        raise Mistyped("empty")
    iso, french = _ISO.fullmatch(plain), _FRENCH.fullmatch(plain)
    if iso is None and french is None:
        raise Mistyped("not_a_day")
    groups = iso.groups() if iso else tuple(reversed(french.groups())) if french else ()
    try:
        return date(*(int(each) for each in groups))
    except ValueError as fault:
        raise Mistyped("not_a_day") from fault


def typed_count(text: str, least: int, most: int) -> int:
    """A whole number in range. Mistyped: ``empty``; ``not_a_number``; ``outside_range``."""
    plain = text.strip()
    if not plain:
        raise Mistyped("empty")
    if not re.fullmatch(r"\d{1,4}", plain):
        raise Mistyped("not_a_number")
    if not least <= int(plain) <= most:
        raise Mistyped("outside_range")
    return int(plain)


def typed_text(text: str, most: int, *, required: bool = True) -> str:
    """Words without control characters, at most so many. Mistyped: ``empty``; ``too_long``."""
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()
    if required and not plain:
        raise Mistyped("empty")
    if len(plain) > most:
        raise Mistyped("too_long")
    return plain
