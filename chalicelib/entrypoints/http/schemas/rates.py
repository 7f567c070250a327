"""What the operator sends of published rates."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, WithJsonSchema

from chalicelib.domain.rate_series import DatedRate
from chalicelib.domain.rates import HalfYear, Rate

from .values import Day, Line, Percent, Request

PublishedPercent = Annotated[
    Percent,
    WithJsonSchema(
        {"type": "string", "pattern": r"^(([0-9]|[12][0-9])(\.[0-9]{1,2})?|30(\.0{1,2})?)$", "maxLength": 5}
    ),
]
"""From 0 to 30 percent with two decimals at most, as the series itself demands."""


class RateIn(Request):
    """The rate of one half-year, as its official page gives it."""

    half_year: Annotated[str, Field(pattern=r"^[0-9]{4}H[12]$")]
    value: PublishedPercent
    source: Line
    effective_on: Day | None = None
    published_on: Day | None = None
    provisional: bool = False

    def to_domain(self) -> DatedRate:
        rate = Rate(self.value, self.source, self.effective_on, self.provisional, self.published_on)
        return DatedRate(HalfYear.parse(self.half_year), rate)


class RatesRequest(Request):
    """Half-years to add or to replace; the others of the series stay as they are."""

    rates: Annotated[list[RateIn], Field(min_length=1, max_length=40)]
    reason: Line
