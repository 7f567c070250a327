"""What fits an SMS: the GSM 7-bit alphabet (3GPP TS 23.038), segments, and a safe cut."""

from __future__ import annotations

import re
import unicodedata

GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENSION = frozenset("^{}\\[~]|€\f")
SINGLE_SEGMENT, JOINED_SEGMENT = 160, 153
SINGLE_SEGMENT_UCS2, JOINED_SEGMENT_UCS2 = 70, 67
_CAPITAL_BEFORE_SMALL = re.compile(r"Œ(?=[a-zà-ÿ])")
_NEAREST = {
    "\u00a0": " ",
    "\u202f": " ",
    "\t": " ",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
    "…": "...",
    "œ": "oe",
    "Œ": "OE",
    "ł": "l",
    "Ł": "L",
}


def is_gsm7(text: str) -> bool:
    """Whether every character is in the basic or the extension table; one that is not turns the SMS into UCS-2."""
    return all(c in GSM7_BASIC or c in GSM7_EXTENSION for c in text)


def sms_units(text: str) -> int:
    """Septets of a GSM-7 text (extension characters count twice), or UTF-16 units of any other."""
    if is_gsm7(text):
        return sum(2 if c in GSM7_EXTENSION else 1 for c in text)
    return len(text.encode("utf-16-be")) // 2


def sms_segments(text: str) -> int:
    """How many segments the operator bills: 160 then 153 septets each, or 70 then 67 units when not GSM-7."""
    single, joined = (SINGLE_SEGMENT, JOINED_SEGMENT) if is_gsm7(text) else (SINGLE_SEGMENT_UCS2, JOINED_SEGMENT_UCS2)
    units = sms_units(text)
    if units <= single:
        return 1
    if not is_gsm7(text):
        return -(-units // joined)
    return _joined_gsm7_segments(text)


def _joined_gsm7_segments(text: str) -> int:
    segments, room = 1, JOINED_SEGMENT
    for c in text:
        size = 2 if c in GSM7_EXTENSION else 1  # an escape and its character stay in one segment
        if size > room:
            segments, room = segments + 1, JOINED_SEGMENT
        room -= size
    return segments


def to_gsm7(text: str) -> str:
    """The nearest text in the GSM-7 alphabet: « ê » becomes « e », « Œuvre » « Oeuvre », what has no likeness « ? »."""
    composed = _CAPITAL_BEFORE_SMALL.sub("Oe", unicodedata.normalize("NFC", text))
    return "".join(_nearest(c) for c in composed)


def _nearest(char: str) -> str:
    if char in GSM7_BASIC or char in GSM7_EXTENSION:
        return char
    if char in _NEAREST:
        return _NEAREST[char]
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return plain if plain and is_gsm7(plain) else "?"


def shorten_gsm7(text: str, units: int) -> str:
    """Cut to ``units`` septets, at a word where one ends in the second half, with « ... » to show the cut."""
    if sms_units(text) <= units:
        return text
    kept = text
    while kept and sms_units(kept) > max(units - 3, 0):
        kept = kept[:-1]
    at_word = kept if text[len(kept)] == " " else kept.rsplit(" ", 1)[0]
    if len(at_word) * 2 >= len(kept):
        kept = at_word
    return kept.rstrip(" .,;:-'") + "..." if units > 3 else kept
