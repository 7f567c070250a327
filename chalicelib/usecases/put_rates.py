"""The operator puts half-years of a series: from the ECB's or the Journal officiel's page (INT_15).

Every version is kept with who put it, when and why. What a case has stated already keeps its rates.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from chalicelib.domain.errors import PreconditionFailed
from chalicelib.domain.rate_series import DatedRate, RateSeries, next_version
from chalicelib.domain.rates import RateTable

from .ports import WallClock
from .rate_ports import RateStore
from .read_rates import SeriesNow, read_series, series_now


@dataclass(frozen=True)
class PutRates:
    """``rates`` are added, or take the place of what their half-year said.

    ``expected`` are the versions that If-Match allows, ``None`` for any.
    """

    series: RateSeries
    rates: tuple[DatedRate, ...]
    reason: str
    actor: str
    expected: Collection[int] | None


def put_rates(command: PutRates, *, store: RateStore, shipped: RateTable, wall: WallClock) -> SeriesNow:
    """The series after the change. Errors: each wrong field; ``precondition_failed``; ``version_conflict``.

    A change whose answer was lost may be sent again as it was: it is found done, and nothing is written twice.
    """
    now = read_series(command.series, store=store, shipped=shipped)
    if now.last is not None and _is_done(command, now):
        return now
    if command.expected is not None and now.version not in command.expected:
        raise PreconditionFailed("The series changed; read it again.")
    version = next_version(
        shipped,
        now.last,
        command.series,
        command.rates,
        actor=command.actor,
        reason=command.reason,
        now=wall.now(),
    )
    store.keep(version)
    return series_now(command.series, shipped, (version,))


def _is_done(command: PutRates, now: SeriesNow) -> bool:
    """The same change, made from a version that this request allows (RFC 9110, section 13.1.1)."""
    follows = command.expected is None or now.version - 1 in command.expected
    same_actor = now.last is not None and now.last.actor == command.actor
    return follows and same_actor and now.last is not None and now.last.says(command.rates, command.reason)
