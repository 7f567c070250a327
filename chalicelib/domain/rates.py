"""The public rates that late-payment interest rests on, per half-year; a missing one is an error (INT_15)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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

    ``provisional``: one uncertain source; usable in test mode, holds the step in live mode.
    """

    value: Decimal
    source: str
    effective_on: date | None = None
    provisional: bool = False


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

    def ecb_rate(self, half: HalfYear) -> Rate:
        return _known(self.ecb, half, "ECB rate")

    def legal_business_rate(self, half: HalfYear) -> Rate:
        return _known(self.legal_business, half, "legal interest rate (all other cases)")

    def legal_individual_rate(self, half: HalfYear) -> Rate:
        return _known(self.legal_individual, half, "legal interest rate (creditor is a private individual)")


def _known(rates: Mapping[HalfYear, Rate], half: HalfYear, name: str) -> Rate:
    rate = rates.get(half)
    if rate is None:
        raise RateUnknown(f"the {name} of {half} is not loaded")
    return rate
