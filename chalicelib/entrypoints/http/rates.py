"""``/rates``: the published rates that interest rests on; the operator puts new half-years."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.rate_series import RateSeries
from chalicelib.domain.reads import Page
from chalicelib.usecases.put_rates import PutRates, put_rates
from chalicelib.usecases.read_rates import SeriesNow, read_rates, read_series

from .framework.api_blueprint import ApiBlueprint
from .framework.authentication import Access
from .framework.call import Call
from .presenters.lists import paged
from .presenters.rates import rate_version, rates_answer, series_answer
from .schemas.rates import RatesRequest
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)


@blueprint.operation("GET", "/v1/rates", scope=Access.ANY_KEY, present=rates_answer)
def get_rates(call: Call[None, None]) -> tuple[SeriesNow, ...]:
    """Every series, and the fixed indemnity."""
    return read_rates(store=call.deps.rate_store, shipped=call.deps.shipped_rates.table())


@blueprint.operation("GET", "/v1/rates/{series}", scope=Access.ANY_KEY, present=series_answer)
def get_rate_series(call: Call[None, None]) -> SeriesNow:
    """One series."""
    return read_series(_series(call), store=call.deps.rate_store, shipped=call.deps.shipped_rates.table())


@blueprint.operation(
    "PUT",
    "/v1/rates/{series}",
    scope=Access.OPERATOR,
    request=RatesRequest,
    if_match=True,
    present=series_answer,
)
def put_rate_series(call: Call[RatesRequest, None]) -> SeriesNow:
    """Add half-years, or replace what they said; never retroactive on what a case has stated."""
    d, body = call.deps, call.body
    rates = tuple(rate.to_domain() for rate in body.rates)
    command = PutRates(_series(call), rates, body.reason, call.actor, call.expected)
    put = put_rates(command, store=d.rate_store, shipped=d.shipped_rates.table(), wall=d.wall_clock)
    d.published_rates.forget()
    return put


@blueprint.operation(
    "GET", "/v1/rates/{series}/versions", scope=Access.ANY_KEY, query=ListQuery, present=paged(rate_version)
)
def get_rate_versions(call: Call[None, ListQuery]) -> Page:
    """Every change of a series, newest first: who, when, why, and what it replaced."""
    position = call.position(call.query.cursor)
    return call.deps.rate_store.rate_versions(_series(call), limit=call.query.limit, position=position)


def _series(call: Call[RatesRequest, None] | Call[None, None] | Call[None, ListQuery]) -> RateSeries:
    name = call.id("series")
    found = next((series for series in RateSeries if series.value == name), None)
    if found is None:
        raise NotFound("There is no such series of rates; GET /v1/rates lists them.")
    return found
