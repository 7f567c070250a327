"""How a message looks: the product's own sober blue, or the creditor's colour and logo (R-056)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.messages import MessageFacts

USUAL_ACCENT = "#1f3a5f"


@dataclass(frozen=True)
class Appearance:
    """``accent`` is ``#rrggbb``; ``logo`` a PNG."""

    accent: str = USUAL_ACCENT
    logo: bytes | None = None

    @property
    def rgb(self) -> tuple[int, int, int]:
        red, green, blue = (int(self.accent[place : place + 2], 16) for place in (1, 3, 5))
        return red, green, blue


USUAL = Appearance()


def appearance_of(facts: MessageFacts) -> Appearance:
    """The creditor's in its own name; under a mandate nobody's but the usual (R-057)."""
    brand = facts.brand
    if brand is None:
        return USUAL
    return Appearance(brand.accent or USUAL_ACCENT, facts.logo)
