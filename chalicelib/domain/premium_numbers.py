"""Numbers that cost the caller more than an ordinary call (LTR_07, C. conso L121-16).

The French plan: 081, 082 and 089 are billed above an ordinary call; 080 is free or ordinary. 118 xyz and 32xx to 39xx
may be, and nothing in the number tells: they count as premium.
"""

from __future__ import annotations

import re

from .plain_words import visible

_FRENCH = r"(?:\+|00)(?:33|262|508|590|594|596)(?:\(0\))?0?"
_NATIONAL = re.compile(rf"^(?:{_FRENCH}|0)(?:81|82|89)\d{{7}}$")
_SHORT = re.compile(r"^(?:118\d{3}|3[2-9]\d{2})$")
_SEPARATORS = re.compile(r"[\s.\-/\u2010-\u2013]|\u200b")
_GAP = r"[\s.\-/\u2010-\u2013]{0,2}"
_WRITTEN = re.compile(
    rf"(?<![\w+/-])(?:(?:\+|00){_GAP}\d{{2,3}}{_GAP}(?:\(0\))?{_GAP}|0{_GAP})8(?:{_GAP}\d){{8}}(?!\d)"
)
_TOLD_TO_CALL = re.compile(
    r"(?:appel\w*|compos\w*|joindre|contact\w*|t[ée]l(?:\.|[ée]phone\w*)?|\b(?:call|dial|ring|phone|reach)\b)[^\d\n]{0,30}"
    r"(118[ \u00a0]?\d{3}|3[2-9][ \u00a0]?\d{2})(?![\d,]|[ \u00a0\u202f]?(?:€|\d))",
    re.IGNORECASE,
)


def is_premium(number: str) -> bool:
    """Whether a number, as dialled or in E.164, may cost more than an ordinary call."""
    digits = _SEPARATORS.sub("", number)
    return bool(_NATIONAL.match(digits) or _SHORT.match(digits))


def premium_numbers(text: str) -> tuple[str, ...]:
    """The premium numbers that a text gives, as they are written in it.

    A short number counts only where the text says to call it: « 3 245 € » is none.
    """
    text = visible(text)
    found = [match.group() for match in _WRITTEN.finditer(text) if is_premium(match.group())]
    return (*found, *(match.group(1) for match in _TOLD_TO_CALL.finditer(text)))
