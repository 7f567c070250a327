"""Numbers that are grouped alike in every language: accounts, and telephone numbers of overseas territories."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
_OVERSEAS = re.compile(r"\+(262|508|590|594|596|681|687|689)\d+")


def format_iban(iban: str) -> str:
    """In groups of four, with ordinary spaces: bank forms accept it pasted."""
    compact = iban.replace(" ", "")
    return " ".join(compact[i : i + 4] for i in range(0, len(compact), 4))


def format_foreign_phone(e164: str) -> str:
    """« +262 262 … » grouped by three for an overseas territory; any other number as it is typed, in one line."""
    digits = e164.replace(" ", "")
    if _OVERSEAS.fullmatch(digits):
        rest = digits[4:]
        return NO_BREAK.join([digits[:4], *(rest[i : i + 3] for i in range(0, len(rest), 3))])
    return e164.replace(" ", NO_BREAK)
