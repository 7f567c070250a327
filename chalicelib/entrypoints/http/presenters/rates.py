"""Published rates as JSON: values in percent a year with two decimals."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.rate_series import DatedRate, FixedIndemnity, RateVersion
from chalicelib.domain.rates import HalfYear, Rate
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.read_rates import SeriesNow

from .values import day, instant, money


def rates_answer(value: tuple[SeriesNow, ...], call: Call[Any, Any]) -> Answer:
    """Everything that is public knowledge about late payment: the series, and the indemnity."""
    indemnity = call.deps.shipped_rates.fixed_indemnity()
    body = {"object": "rates", "series": [_series(each) for each in value], "fixed_indemnity": _indemnity(indemnity)}
    return Answer(body)


def series_answer(value: SeriesNow, call: Call[Any, Any]) -> Answer:
    """One series. Its tag names the operator's version, and the day on which what is shipped was edited."""
    return Answer(_series(value), headers={"ETag": etag(value.version, call.deps.shipped_rates.revised_on())})


def rate_version(value: RateVersion) -> dict[str, Any]:
    """One change of a series."""
    return {
        "object": "rate_version",
        "series": value.series.value,
        "version": value.version,
        "changed_at": instant(value.changed_at),
        "actor": value.actor,
        "reason": value.reason,
        "changed": [_dated(each) for each in value.changed],
        "replaced": [_dated(each) for each in value.replaced],
    }


def _series(value: SeriesNow) -> dict[str, Any]:
    return {
        "id": value.series.value,
        "object": "rate_series",
        "version": value.version,
        "changed_at": instant(value.last.changed_at) if value.last else None,
        "rates": [
            {**_rate(half, rate), "origin": "operator" if value.was_put(half) else "shipped"}
            for half, rate in value.rates.items()
        ],
    }


def _dated(value: DatedRate) -> dict[str, Any]:
    return _rate(value.half_year, value.rate)


def _rate(half: HalfYear, rate: Rate) -> dict[str, Any]:
    return {
        "half_year": str(half),
        "value": f"{rate.value:.2f}",
        "effective_on": day(rate.effective_on),
        "published_on": day(rate.published_on),
        "source": rate.source,
        "provisional": rate.provisional,
    }


def _indemnity(value: FixedIndemnity) -> dict[str, Any]:
    return {"amount": money(value.amount), "in_force_on": day(value.in_force_on), "source": value.source}
