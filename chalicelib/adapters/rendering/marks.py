"""Marks inside prepared wording: private-use characters, which data can never carry (``clean_value`` removes them)."""

from __future__ import annotations

import re

BOLD, DIRECTIVE, HEADING, ITEM, SMALL = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
HELD = "\ue010"

_CONTROL_OR_MARK = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")
_BLANKS = re.compile(r"[ \t\r\n\x0b\x0c\x85]+")
_LINE_MARKS = ((r"^@(?=\w+$)", DIRECTIVE), (r"^## ", HEADING), (r"^- ", ITEM), (r"^~ ", SMALL))


def mark(text: str) -> str:
    """Turn the typed marks of wording (``**``, ``@``, ``## ``, ``- ``, ``~ ``) into private ones."""
    for typed, private in _LINE_MARKS:
        text = re.sub(typed, private, text, flags=re.MULTILINE)
    return text.replace("**", BOLD)


def clean_value(value: str) -> str:
    """Data on one line, without control characters, direction overrides or marks."""
    return _BLANKS.sub(" ", _CONTROL_OR_MARK.sub("", value)).strip()
