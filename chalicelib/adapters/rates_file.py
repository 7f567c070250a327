"""The rates shipped with the product: ``chalicelib/law/rates.json``, each with its source and date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypedDict

from chalicelib.domain.money import Money
from chalicelib.domain.rate_series import FixedIndemnity
from chalicelib.domain.rates import HalfYear, Rate, RateTable

RATES_FILE = Path(__file__).parent.parent / "law" / "rates.json"


class RateRow(TypedDict):
    """One line of the file. ``value`` is a decimal string in percent."""

    half_year: str
    value: str
    effective_on: str | None
    source: str
    provisional: bool


@cache
def load_rates(path: Path = RATES_FILE) -> RateTable:
    """Reads the table once per process. A half-year given twice, or out of form, is a ``ValueError``."""
    tables = _read(path)
    return RateTable(
        ecb=_by_half_year(tables["ecb"]),
        legal_business=_by_half_year(tables["legal_business"]),
        legal_individual=_by_half_year(tables["legal_individual"]),
    )


class ShippedRates:
    """What the product ships, before anything the operator puts."""

    def table(self) -> RateTable:
        return load_rates()

    def fixed_indemnity(self) -> FixedIndemnity:
        """The amount a late payment adds, with its source and date (IND_01)."""
        row = _read(RATES_FILE)["fixed_indemnity"]
        amount = Money(row["amount"], row["currency"])
        return FixedIndemnity(amount, date.fromisoformat(row["in_force_on"]), row["source"])

    def revised_on(self) -> date:
        """When the file was last edited."""
        return date.fromisoformat(_read(RATES_FILE)["revised_on"])


def _read(path: Path) -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return tables


def _by_half_year(rows: Iterable[RateRow]) -> Mapping[HalfYear, Rate]:
    rates: dict[HalfYear, Rate] = {}
    for row in rows:
        half = HalfYear.parse(row["half_year"])
        if half in rates:
            raise ValueError(f"{half} is given twice")
        effective_on = date.fromisoformat(row["effective_on"]) if row["effective_on"] else None
        rates[half] = Rate(Decimal(row["value"]), row["source"], effective_on, row["provisional"])
    return MappingProxyType(rates)
