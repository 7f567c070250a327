"""The rates shipped with the product: ``chalicelib/law/rates.json``, each with its source and date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypedDict

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
    tables: dict[str, list[RateRow]] = json.loads(path.read_text(encoding="utf-8"))
    return RateTable(
        ecb=_by_half_year(tables["ecb"]),
        legal_business=_by_half_year(tables["legal_business"]),
        legal_individual=_by_half_year(tables["legal_individual"]),
    )


def _by_half_year(rows: Iterable[RateRow]) -> Mapping[HalfYear, Rate]:
    rates: dict[HalfYear, Rate] = {}
    for row in rows:
        half = HalfYear.parse(row["half_year"])
        if half in rates:
            raise ValueError(f"{half} is given twice")
        effective_on = date.fromisoformat(row["effective_on"]) if row["effective_on"] else None
        rates[half] = Rate(Decimal(row["value"]), row["source"], effective_on, row["provisional"])
    return MappingProxyType(rates)
