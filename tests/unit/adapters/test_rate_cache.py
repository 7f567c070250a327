"""The rates in use are read once a minute at most, and never made up (INT_15)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib.adapters.rate_cache import RateCache
from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.rate_series import DatedRate, RateSeries, RateVersion, next_version
from chalicelib.domain.rates import HalfYear, Rate
from tests.support.rates import MemoryRates

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
HALF = HalfYear(2027, 1)


class Clock:
    def __init__(self) -> None:
        self.instant = START

    def now(self) -> datetime:
        return self.instant


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept() -> MemoryRates:
    return MemoryRates()


@pytest.fixture
def cache(kept: MemoryRates, clock: Clock) -> RateCache:
    return RateCache(kept.current_versions, load_rates, now=clock.now)


def published() -> RateVersion:
    dated = DatedRate(HALF, Rate(Decimal("2.65"), "ecb.europa.eu", HALF.first_day))
    series = RateSeries.ECB_REFINANCING
    return next_version(load_rates(), None, series, (dated,), actor="operator", reason="published", now=START)


def test_a_minute_of_work_costs_one_read(cache: RateCache, kept: MemoryRates, clock: Clock) -> None:
    for second in range(60):
        clock.instant = START + timedelta(seconds=second)
        cache.current()
    assert kept.calls["current_versions"] == 1


def test_what_another_process_put_is_seen_after_a_minute_and_not_later(
    cache: RateCache, kept: MemoryRates, clock: Clock
) -> None:
    assert HALF not in cache.current().ecb
    kept.keep(published())
    clock.instant = START + timedelta(seconds=60)
    assert cache.current().ecb_rate(HALF).value == Decimal("2.65")


def test_what_this_process_put_is_seen_at_once(cache: RateCache, kept: MemoryRates) -> None:
    cache.current()
    kept.keep(published())
    cache.forget()
    assert HALF in cache.current().ecb


def test_what_was_put_before_an_instant_is_seen_by_whoever_asks_from_it(
    cache: RateCache, kept: MemoryRates, clock: Clock
) -> None:
    """A test clock that was set in motion after a change plays it, for one more read."""
    cache.current()
    kept.keep(published())
    since = START + timedelta(seconds=1)
    clock.instant = START + timedelta(seconds=2)
    assert HALF not in cache.current().ecb
    assert HALF in cache.current(since).ecb
    cache.current(since)
    assert kept.calls["current_versions"] == 2


def test_a_read_that_fails_is_an_error_and_not_the_rates_of_before(clock: Clock) -> None:
    """Neither what is shipped nor what was read a minute ago stands in for what cannot be read."""
    answers: Iterator[tuple[RateVersion, ...] | ProviderUnavailable]
    answers = iter([(), ProviderUnavailable("down"), (published(),)])

    def read() -> tuple[RateVersion, ...]:
        answer = next(answers)
        if isinstance(answer, ProviderUnavailable):
            raise answer
        return answer

    cache = RateCache(read, load_rates, now=clock.now)
    cache.current()
    clock.instant = START + timedelta(seconds=61)
    with pytest.raises(ProviderUnavailable):
        cache.current()
    assert HALF in cache.current().ecb


def test_a_clock_that_was_set_back_makes_no_answer_last_longer(
    cache: RateCache, kept: MemoryRates, clock: Clock
) -> None:
    cache.current()
    clock.instant = START - timedelta(hours=1)
    cache.current()
    assert kept.calls["current_versions"] == 2


def test_many_threads_read_once(cache: RateCache, kept: MemoryRates) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: cache.current(), range(100)))
    assert kept.calls["current_versions"] == 1
