"""The public rates that late-payment interest rests on, per half-year; a missing one is an error (INT_15)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .errors import RateUnknown


@dataclass(frozen=True, order=True)
class HalfYear:
    """January to June (1) or July to December (2), written ``2026H1``."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> HalfYear:
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def parse(cls, text: str) -> HalfYear:
        """Reads ``2026H1``; ``ValueError`` on anything else."""
        match = re.fullmatch(r"([0-9]{4})H([12])", text)
        if match is None:
            raise ValueError(f"{text} is not a half-year")
        return cls(int(match[1]), int(match[2]))

    @property
    def index(self) -> int:
        """One more from each half-year to the next."""
        return 2 * self.year + self.half

    @property
    def next(self) -> HalfYear:
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    @property
    def first_day(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    def __str__(self) -> str:
        return f"{self.year}H{self.half}"


@dataclass(frozen=True)
class Rate:
    """One published rate, in percent a year. ``effective_on`` is when it took effect, where that is known.

    ``published_on`` is the day of the decision or of the Journal officiel. ``provisional``: one uncertain source;
    usable in test mode, holds the step in live mode.
    """

    value: Decimal
    source: str
    effective_on: date | None = None
    provisional: bool = False
    published_on: date | None = None


RATE_SCALE = 10**8
RATE_NAMES = {
    "ecb": "ECB rate (series ecb_refinancing)",
    "legal_business": "legal interest rate (all other cases, series legal_interest)",
    "legal_individual": "legal interest rate (creditor is a private individual, series legal_interest_individual)",
}


class Rung(NamedTuple):
    """A half-year ready to be counted with: its ends, the last also as an ordinal, its rate, also as an integer."""

    first_day: date
    last_day: date
    last: int
    rate: Decimal
    scaled: int
    provisional: bool


def scaled_rate(rate: Decimal) -> int:
    """The rate as an integer, exactly: ``ValueError`` beyond eight places, which no rate has."""
    scaled = int(rate * RATE_SCALE)
    if Decimal(scaled) != rate * RATE_SCALE:
        raise ValueError(f"{rate} has more than eight places")
    return scaled


@dataclass(frozen=True)
class RateTable:
    """The rates by half-year. Each look-up returns the rate or raises ``RateUnknown``; nothing is interpolated.

    ``ecb``: main refinancing operations, the one in force on 1 January or 1 July (C. com. L441-10 II).
    ``legal_business`` and ``legal_individual``: legal interest rate, for creditors in general and for creditors who
    are individuals without business need (CMF L313-2).
    """

    ecb: Mapping[HalfYear, Rate]
    legal_business: Mapping[HalfYear, Rate]
    legal_individual: Mapping[HalfYear, Rate]
    _ladders: dict[tuple[str, int, int], dict[int, Rung]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def ladder(self, series: str, factor: int, margin: int) -> Mapping[int, Rung]:
        """The series times ``factor`` plus ``margin``, by ``HalfYear.index``: made once for a table."""
        found = self._ladders.get((series, factor, margin))
        if found is None:
            rates: Mapping[HalfYear, Rate] = getattr(self, series)
            found = {half.index: _rung(half, rate, factor, margin) for half, rate in rates.items()}
            self._ladders[series, factor, margin] = found
        return found

    def ecb_rate(self, half: HalfYear) -> Rate:
        return _known(self.ecb, half, RATE_NAMES["ecb"])

    def legal_business_rate(self, half: HalfYear) -> Rate:
        return _known(self.legal_business, half, RATE_NAMES["legal_business"])

    def legal_individual_rate(self, half: HalfYear) -> Rate:
        return _known(self.legal_individual, half, RATE_NAMES["legal_individual"])


def _rung(half: HalfYear, rate: Rate, factor: int, margin: int) -> Rung:
    value = rate.value * factor + margin
    last = half.last_day
    return Rung(half.first_day, last, last.toordinal(), value, scaled_rate(value), rate.provisional)


def _known(rates: Mapping[HalfYear, Rate], half: HalfYear, name: str) -> Rate:
    rate = rates.get(half)
    if rate is None:
        raise RateUnknown(f"the {name} of {half} is not loaded")
    return rate
