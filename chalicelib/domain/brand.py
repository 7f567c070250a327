"""The face of a creditor: logo, colour, signature (R-056). Under a mandate it is the collector who writes (R-057)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .cost_lint import cost_problems
from .errors import FieldProblem
from .wording_lint import lint

LEAST_CONTRAST = 4.5
"""Of text on white (WCAG 2.2, success criterion 1.4.3, level AA)."""
MOST_LOGO_BYTES = 200_000
MOST_LINES = 4
LOGO_ID = "logo@amiable"
"""The Content-ID of the logo: an e-mail carries it along, nothing is fetched when it is read (RFC 2392)."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


@dataclass(frozen=True)
class Logo:
    """A logo as it is kept: a PNG without transparency. ``sha256`` in hex; sizes in pixels."""

    sha256: str
    width: int
    height: int


@dataclass(frozen=True)
class Brand:
    """``accent`` is ``#rrggbb``; ``signature`` stands under the name of who signs."""

    accent: str | None = None
    signature: tuple[str, ...] = ()
    logo: Logo | None = None


def contrast_with_white(colour: str) -> float:
    """From 1 (white) to 21 (black), WCAG 2.2 « contrast ratio »."""
    return 1.05 / (_luminance(colour) + 0.05)


def brand_problems(accent: str | None, signature: tuple[str, ...]) -> Iterator[FieldProblem]:
    """What speaks against a colour or a line: unreadable, or wording that no debtor is to read (LTR_06, COST_01)."""
    if accent is not None and _COLOUR.match(accent) is None:
        yield FieldProblem("#/accent_color", "wrong_form", "A colour is written #rrggbb.")
    elif accent is not None and contrast_with_white(accent) < LEAST_CONTRAST:
        ratio = f"{contrast_with_white(accent):.1f}"
        detail = f"Its contrast with white is {ratio} to 1; {LEAST_CONTRAST} is the least (WCAG AA). Take a darker one."
        yield FieldProblem("#/accent_color", "accent_too_light", detail)
    for index, line in enumerate(signature):
        found = (*lint(line), *cost_problems(line, consumer=True, linted=()))
        if found:
            yield FieldProblem(f"#/signature/{index}", "wording_refused", f"LTR_06: {found[0].detail}")


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
