"""Published rates in memory: the store of versions, and tables that a test gives by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from threading import Lock
from typing import Any

from chalicelib.adapters.dynamodb import codec
from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.rate_series import DatedRate, RateSeries, RateVersion, rates_of
from chalicelib.domain.rates import HalfYear, Rate, RateTable
from chalicelib.domain.reads import Page
from chalicelib.usecases.put_rates import PutRates, put_rates
from chalicelib.usecases.read_rates import SeriesNow


class MemoryRates:
    """The versions the operator put, as the table keeps them; ``calls`` counts."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._versions: dict[RateSeries, list[str]] = defaultdict(list)
        self._lock = Lock()

    def current_versions(self) -> tuple[RateVersion, ...]:
        self.calls["current_versions"] += 1
        return tuple(codec.load(RateVersion, kept[-1]) for _, kept in sorted(self._versions.items()))

    def rate_versions(self, series: RateSeries, *, limit: int, position: str | None) -> Page:
        self.calls["rate_versions"] += 1
        versions = [codec.load(RateVersion, kept) for kept in self._versions.get(series, ())]
        older = [each for each in reversed(versions) if position is None or each.version < int(position)]
        return Page(tuple(older[:limit]), str(older[limit - 1].version) if len(older) > limit else None)

    def keep(self, version: RateVersion) -> None:
        self.calls["keep"] += 1
        with self._lock:
            if version.version != len(self._versions[version.series]) + 1:
                raise VersionConflict("The series was changed meanwhile; read it again.")
            self._versions[version.series].append(codec.dump(version))


class StandingRates:
    """One table for ever."""

    def __init__(self, table: RateTable | None = None) -> None:
        self._table = table or load_rates()

    def current(self, since: datetime | None = None) -> RateTable:
        del since
        return self._table

    def afresh(self) -> RateTable:
        return self._table


def without(series: RateSeries, *halves: str) -> RateTable:
    """The shipped rates, as they were before these half-years were published."""
    rates = load_rates()
    gone = {HalfYear.parse(half) for half in halves}
    left = {half: rate for half, rate in rates_of(rates, series).items() if half not in gone}
    if series is RateSeries.ECB_REFINANCING:
        return replace(rates, ecb=left)
    if series is RateSeries.LEGAL_INTEREST:
        return replace(rates, legal_business=left)
    return replace(rates, legal_individual=left)


def confirmed() -> RateTable:
    """The shipped rates as if each had its second source: live mode states amounts with them."""
    rates = load_rates()
    return RateTable(_certain(rates.ecb), _certain(rates.legal_business), _certain(rates.legal_individual))


def _certain(known: Mapping[HalfYear, Rate]) -> Mapping[HalfYear, Rate]:
    return {half: replace(rate, provisional=False) for half, rate in known.items()}


def operator_puts(
    world: Any, series: RateSeries, half_year: str, value: str, *, provisional: bool = False, reason: str = "published"
) -> SeriesNow:
    """The operator puts one half-year, effective on its first day, in the world of a story."""
    half = HalfYear.parse(half_year)
    rate = Rate(Decimal(value), "read at the official page", half.first_day, provisional)
    command = PutRates(series, (DatedRate(half, rate),), reason, "operator", None)
    return put_rates(command, store=world.put_rates, shipped=world.shipped, wall=world.wall)
