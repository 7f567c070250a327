"""What a judicial route costs and how long it takes: ranges with their assumption and source (R-104, R-105).

``statute``: the text sets the amount. ``market_range``: what the market asks. ``estimate``: our own reading of the
delays. None of them is a promise.
"""

from __future__ import annotations

from dataclasses import dataclass

from .money import Money


@dataclass(frozen=True)
class Cost:
    """One item, from ``low`` to ``high`` inclusive."""

    item: str
    low: Money
    high: Money
    assumption: str
    source: str

    @classmethod
    def lawyer(cls) -> Cost:
        return cls("lawyer", Money(100_000), Money(300_000), "An ordinary claim.", "market_range")

    @classmethod
    def court(cls) -> Cost:
        return cls("court", Money(50_000), Money(200_000), "Clerk and hearing.", "market_range")

    @classmethod
    def officer(cls, assumption: str) -> Cost:
        return cls("enforcement_officer", Money(20_000), Money(50_000), assumption, "market_range")

    @classmethod
    def contribution(cls) -> Cost:
        said = "Contribution before civil courts, not commercial ones (law 2026-103, art. 128)."
        return cls("court_contribution", Money(5_000), Money(5_000), said, "statute")


@dataclass(frozen=True)
class Duration:
    """From the first act to a title, in months."""

    low_months: int
    high_months: int
    assumption: str
    source: str


def total(costs: tuple[Cost, ...]) -> tuple[Money, Money]:
    """The least and the most that the items come to."""
    return Money(sum(cost.low.amount for cost in costs)), Money(sum(cost.high.amount for cost in costs))
