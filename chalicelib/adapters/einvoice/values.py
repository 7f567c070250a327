"""Reads single values of an invoice exactly; what cannot be read exactly counts as not stated (None)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address

from .limits import MAXIMUM_TEXT_CHARACTERS

# ISO 6523 schemes of identifiers (EN 16931 code list ICD) and the VAT marks of both syntaxes.
SIREN_SCHEME, SIRET_SCHEME, EMAIL_SCHEME = "0002", "0009", "EM"
SIREN_DIGITS, SIRET_DIGITS = 9, 14
ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", re.ASCII)
COMPACT_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?!\d)", re.ASCII)
AMOUNT = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?", re.ASCII)


@dataclass(frozen=True)
class Node:
    """An element with the namespace prefixes of its syntax, so that readers stay declarative."""

    element: Element
    prefixes: Mapping[str, str]

    def one(self, path: str) -> Node | None:
        """The first element at ``path``."""
        found = self.element.find(path, dict(self.prefixes))
        return None if found is None else Node(found, self.prefixes)

    def all(self, path: str) -> list[Node]:
        """Every element at ``path``, in document order."""
        return [Node(found, self.prefixes) for found in self.element.findall(path, dict(self.prefixes))]

    def text(self, path: str) -> str | None:
        """The first non-empty text at ``path``."""
        return next((text for node in self.all(path) if (text := node.own_text)), None)

    def attribute(self, name: str) -> str | None:
        """An attribute without namespace."""
        return self.element.get(name)

    @property
    def own_text(self) -> str | None:
        """The element's text on one line, cut to a sane length; None when empty."""
        words = " ".join((self.element.text or "").split())
        return words[:MAXIMUM_TEXT_CHARACTERS] or None


def read_iso_date(text: str | None) -> date | None:
    """``YYYY-MM-DD``; a time zone after it (allowed by XML Schema) is ignored."""
    return _date(ISO_DATE, text) if text else None


def read_compact_date(text: str | None) -> date | None:
    """``YYYYMMDD``, format 102 of UN/EDIFACT 2379."""
    return _date(COMPACT_DATE, text) if text else None


def read_amount(text: str | None, currency: str | None) -> Money | None:
    """An amount of the invoice's own currency; None without one, since a number alone is no money."""
    if text is None or currency is None or not AMOUNT.fullmatch(text):
        return None
    return Money.from_decimal(Decimal(text), currency)


def read_currency(text: str | None) -> str | None:
    """ISO 4217 letters."""
    return text.upper() if text and re.fullmatch(r"[A-Za-z]{3}", text) else None


def compact(text: str | None) -> str | None:
    """An identifier without the spaces people put in it."""
    return re.sub(r"[\s.]", "", text).upper() or None if text else None


def company_numbers(identifiers: Iterable[tuple[str | None, str | None]]) -> tuple[str | None, str | None]:
    """SIREN and SIRET out of (scheme, identifier) pairs, in order of trust.

    Many French invoices put a SIRET (14 digits) under the SIREN's scheme 0002: the length decides.
    """
    siren = siret = None
    for scheme, text in identifiers:
        identifier = compact(text)
        if identifier is None or scheme not in (SIREN_SCHEME, SIRET_SCHEME):
            continue
        is_siret = len(identifier) == SIRET_DIGITS or (scheme == SIRET_SCHEME and len(identifier) != SIREN_DIGITS)
        if is_siret:
            siret = siret or identifier
        else:
            siren = siren or identifier
    return siren, siret


def read_address(
    lines: Iterable[str | None], postal_code: str | None, city: str | None, country: str | None
) -> Address | None:
    """An address as stated, perhaps incomplete (MINIMUM states the country alone): absent parts are empty."""
    filled = [line for line in lines if line]
    if not (filled or postal_code or city or country):
        return None
    return Address(
        line1=filled[0] if filled else "",
        line2=", ".join(filled[1:]) or None,
        postal_code=postal_code or "",
        city=city or "",
        country=(country or "").upper(),
    )


def _date(form: re.Pattern[str], text: str) -> date | None:
    stated = form.match(text)
    if stated is None:
        return None
    try:
        return date(*(int(part) for part in stated.groups()))
    except ValueError:
        return None
