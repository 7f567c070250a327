"""Series of published rates as they are kept: what is shipped, what the operator put on top of it, and every version.

A half-year that was put stands before the shipped one; no half-year is ever taken away, derived or carried over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from .errors import FieldProblem, InvalidInput
from .money import Money
from .rates import HalfYear, Rate, RateTable

FIRST_HALF_YEAR = HalfYear(2016, 2)
HIGHEST_RATE = Decimal(30)
PLACES = 2


class RateSeries(StrEnum):
    """A published rate, by the name it has in the API.

    ``ecb_refinancing``: the ECB's main refinancing operations, in force on 1 January or 1 July (C. com. L441-10 II).
    ``legal_interest`` and ``legal_interest_individual``: the legal interest rate by arrêté, for creditors in general
    and for private individuals (CMF L313-2).
    """

    ECB_REFINANCING = "ecb_refinancing"
    LEGAL_INTEREST = "legal_interest"
    LEGAL_INTEREST_INDIVIDUAL = "legal_interest_individual"


@dataclass(frozen=True)
class FixedIndemnity:
    """The fixed indemnity for recovery costs, its source and the day from which it applies (IND_01)."""

    amount: Money
    in_force_on: date
    source: str


@dataclass(frozen=True)
class DatedRate:
    """The rate of one half-year."""

    half_year: HalfYear
    rate: Rate


@dataclass(frozen=True)
class RateVersion:
    """One change of a series by the operator, and the series after it.

    ``version`` counts from 1; before it stands what is shipped. ``changed_at`` is wall time. ``changed`` are the
    half-years this version put, ``replaced`` what they said before (nothing for a half-year that is new), ``rates``
    every half-year put so far.
    """

    series: RateSeries
    version: int
    changed_at: datetime
    actor: str
    reason: str
    changed: tuple[DatedRate, ...]
    replaced: tuple[DatedRate, ...]
    rates: tuple[DatedRate, ...]

    def says(self, rates: Iterable[DatedRate], reason: str) -> bool:
        """Whether this version is what such a change makes: the change was made already."""
        return self.changed == in_order(rates) and self.reason == reason


def rates_of(table: RateTable, series: RateSeries) -> Mapping[HalfYear, Rate]:
    """One series of a table."""
    if series is RateSeries.ECB_REFINANCING:
        return table.ecb
    return table.legal_business if series is RateSeries.LEGAL_INTEREST else table.legal_individual


def with_rates(table: RateTable, changes: Mapping[RateSeries, Iterable[DatedRate]]) -> RateTable:
    """The table with these half-years in place of its own, or added to them."""
    merged: dict[RateSeries, Mapping[HalfYear, Rate]] = {series: rates_of(table, series) for series in RateSeries}
    for series, dated in changes.items():
        entries = {**merged[series], **{each.half_year: each.rate for each in dated}}
        merged[series] = MappingProxyType(dict(sorted(entries.items())))
    return RateTable(
        ecb=merged[RateSeries.ECB_REFINANCING],
        legal_business=merged[RateSeries.LEGAL_INTEREST],
        legal_individual=merged[RateSeries.LEGAL_INTEREST_INDIVIDUAL],
    )


def current_table(shipped: RateTable, put: Iterable[RateVersion]) -> RateTable:
    """The rates in use: the shipped ones under the last version of each series."""
    return with_rates(shipped, {version.series: version.rates for version in put})


def next_version(
    shipped: RateTable,
    last: RateVersion | None,
    series: RateSeries,
    rates: tuple[DatedRate, ...],
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> RateVersion:
    """The version that puts these half-years. Raises ``InvalidInput`` with every field that is wrong."""
    _refuse_impossible(rates, now.date())
    changed = in_order(rates)
    before = rates_of(current_table(shipped, (last,) if last else ()), series)
    kept = {each.half_year: each for each in (last.rates if last else ())}
    kept |= {each.half_year: each for each in changed}
    return RateVersion(
        series=series,
        version=(last.version if last else 0) + 1,
        changed_at=now,
        actor=actor,
        reason=reason,
        changed=changed,
        replaced=tuple(
            DatedRate(each.half_year, before[each.half_year]) for each in changed if each.half_year in before
        ),
        rates=in_order(kept.values()),
    )


def in_order(rates: Iterable[DatedRate]) -> tuple[DatedRate, ...]:
    """By half-year, each value with two decimals: 2.4 and 2.40 are the same rate."""
    cents = Decimal(1).scaleb(-PLACES)
    plain = (DatedRate(each.half_year, _rounded(each.rate, cents)) for each in rates)
    return tuple(sorted(plain, key=lambda each: each.half_year))


def _rounded(rate: Rate, cents: Decimal) -> Rate:
    exact = rate.value.quantize(cents)
    return replace(rate, value=exact) if exact == rate.value else rate


def _refuse_impossible(rates: tuple[DatedRate, ...], today: date) -> None:
    last = HalfYear.of(today).next
    problems: list[FieldProblem] = []
    seen: set[HalfYear] = set()
    for index, dated in enumerate(rates):
        at = f"#/rates/{index}"
        problems += _impossible(dated, at, last)
        if dated.rate.published_on is not None and dated.rate.published_on > today:
            problems.append(FieldProblem(f"{at}/published_on", "in_the_future", f"today is {today}"))
        if dated.half_year in seen:
            problems.append(FieldProblem(f"{at}/half_year", "duplicate_half_year", f"{dated.half_year} stands twice"))
        seen.add(dated.half_year)
    if problems:
        raise InvalidInput("The rates cannot be put.", errors=tuple(problems))


def _impossible(dated: DatedRate, at: str, last: HalfYear) -> list[FieldProblem]:
    """What no published rate can be. The trap: a change in the middle of a half-year is not its rate."""
    half, rate = dated.half_year, dated.rate
    problems = []
    exists = FIRST_HALF_YEAR <= half <= last
    if not exists:
        detail = f"from {FIRST_HALF_YEAR} to {last}: a later rate is not published yet"
        problems.append(FieldProblem(f"{at}/half_year", "outside_range", detail))
    if not 0 <= rate.value <= HIGHEST_RATE:
        problems.append(FieldProblem(f"{at}/value", "out_of_range", f"between 0 and {HIGHEST_RATE} percent"))
    if rate.value != rate.value.quantize(Decimal(1).scaleb(-PLACES)):
        problems.append(FieldProblem(f"{at}/value", "wrong_form", "two decimals at most"))
    if rate.effective_on is None and not rate.provisional:
        detail = "a rate whose effective date was not seen is provisional"
        problems.append(FieldProblem(f"{at}/effective_on", "required", detail))
    if exists and rate.effective_on is not None and rate.effective_on > half.first_day:
        detail = f"the rate of {half} is the one in force on {half.first_day}"
        problems.append(FieldProblem(f"{at}/effective_on", "after_first_day", detail))
    return problems
