"""A series of published rates as it is now: what is shipped, under what the operator put."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.rate_series import RateSeries, RateVersion, current_table, rates_of
from chalicelib.domain.rates import HalfYear, Rate, RateTable

from .rate_ports import RateStore


@dataclass(frozen=True)
class SeriesNow:
    """``last`` is the operator's last change, ``None`` while the series is as shipped: version 0."""

    series: RateSeries
    rates: Mapping[HalfYear, Rate]
    last: RateVersion | None

    @property
    def version(self) -> int:
        return self.last.version if self.last else 0

    def was_put(self, half: HalfYear) -> bool:
        """Whether the operator put this half-year; otherwise it is shipped."""
        return self.last is not None and any(each.half_year == half for each in self.last.rates)


def series_now(series: RateSeries, shipped: RateTable, put: tuple[RateVersion, ...]) -> SeriesNow:
    """One series, of the versions that were read."""
    last = next((version for version in put if version.series is series), None)
    return SeriesNow(series, rates_of(current_table(shipped, put), series), last)


def read_series(series: RateSeries, *, store: RateStore, shipped: RateTable) -> SeriesNow:
    """One series, read past the cache."""
    return series_now(series, shipped, store.current_versions())


def read_rates(*, store: RateStore, shipped: RateTable) -> tuple[SeriesNow, ...]:
    """Every series, read past the cache."""
    put = store.current_versions()
    return tuple(series_now(series, shipped, put) for series in RateSeries)
