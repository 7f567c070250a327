"""What a debtor was told stays true: an amount once stated keeps the rates it rested on (never retroactive).

A case remembers the rate of each half-year that a message, a receipt or a statement of account of it has stated.
Later statements keep those; every other half-year follows the published table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from .interest import ONE_DAY, RateBasis
from .ledger_lines import InvoiceStatement, Statement
from .rate_series import DatedRate, RateSeries, rates_of, with_rates
from .rates import HalfYear, Rate, RateTable

SERIES_OF = {
    RateBasis.ECB_PLUS_10: RateSeries.ECB_REFINANCING,
    RateBasis.ECB_PLUS_8_FIXED: RateSeries.ECB_REFINANCING,
    RateBasis.CONTRACT: RateSeries.LEGAL_INTEREST,
    RateBasis.LEGAL: RateSeries.LEGAL_INTEREST,
    RateBasis.LEGAL_INDIVIDUAL: RateSeries.LEGAL_INTEREST_INDIVIDUAL,
}
STATED = "as it was stated to the debtor"


@dataclass(frozen=True)
class StatedRate:
    """The published rate, in percent a year, that a stated amount rested on. ``half_year`` is written ``2026H1``."""

    series: RateSeries
    half_year: str
    value: Decimal


def as_stated(rates: RateTable, stated: tuple[StatedRate, ...]) -> RateTable:
    """The table as this case has to use it. A value that was confirmed since is no longer provisional."""
    changes: dict[RateSeries, list[DatedRate]] = {}
    for pin in stated:
        half = HalfYear.parse(pin.half_year)
        published = rates_of(rates, pin.series).get(half)
        if published is None:
            changes.setdefault(pin.series, []).append(DatedRate(half, Rate(pin.value, STATED)))
        elif published.value != pin.value:
            changes.setdefault(pin.series, []).append(DatedRate(half, replace(published, value=pin.value)))
    return with_rates(rates, changes) if changes else rates


def stated_with(stated: tuple[StatedRate, ...], account: Statement, rates: RateTable) -> tuple[StatedRate, ...]:
    """What is stated once this account was: nothing that stood before changes."""
    found = {(pin.series, pin.half_year): pin for pin in stated}
    for line in account.lines:
        for series, half in _rested_on(line):
            rate = rates_of(rates, series).get(half)
            if rate is not None:
                found.setdefault((series, str(half)), StatedRate(series, str(half), rate.value))
    return tuple(found[key] for key in sorted(found))


def _rested_on(line: InvoiceStatement) -> Iterator[tuple[RateSeries, HalfYear]]:
    """The half-years whose published rate this line's interest rests on; a contract's own figure rests on none."""
    if isinstance(line.invoice.contract_rate, Decimal) and line.basis is RateBasis.CONTRACT:
        return
    series = SERIES_OF[line.basis]
    if line.basis is RateBasis.ECB_PLUS_8_FIXED and line.periods:
        yield series, HalfYear.of(line.invoice.due_date + ONE_DAY)
        return
    for period in line.periods:
        half, last = HalfYear.of(period.start), HalfYear.of(period.end)
        while half <= last:
            yield series, half
            half = half.next
