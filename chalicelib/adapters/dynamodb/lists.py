"""Pages of lists, read from the indexes. A position is the sort key after which a page goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import CaseSummary, ListFilter, Page

from . import codec, index_keys, keys
from .table import Item, Range, Table

MONTHS_A_PAGE = 24
_QUERIES_A_PAGE = 30
_FILTERED_BATCH = 100
LOWEST, HIGHEST = "0", "~"
Take = Callable[[Item], Any]


@dataclass(frozen=True)
class Stretch:
    """One partition of an index to walk through, and the position from where the next one would start."""

    partition: str
    after: str | None = None


@dataclass(frozen=True)
class Walk:
    """How a list is read: which index (``gsi<n>``), between which sort keys, newest first."""

    index: str
    prefix: str
    low: str = LOWEST
    high: str = HIGHEST
    filtered: bool = False


def by_month(scope: Scope, kind: str, start: str, floor: str) -> Iterator[Stretch]:
    """The months from ``start`` back to ``floor`` (``yyyy-mm``), at most 24; the last tells where to go on."""
    month = start
    for _ in range(MONTHS_A_PAGE):
        if month < floor:
            return
        yield Stretch(index_keys.month(scope, kind, month), month if month > floor else None)
        month = before(month)


def before(month: str) -> str:
    """The month before, both ``yyyy-mm``."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"


def month_of(position: str) -> str:
    """The month to start from: of a sort key its own; a bare month is used up, so the one before."""
    return before(position) if len(position) == len("2026-11") else position[:7]


def read_page(
    table: Table, walk: Walk, stretches: Iterator[Stretch], take: Take, *, limit: int, position: str | None
) -> Page:
    """Up to ``limit`` items that ``take`` keeps (it returns ``None`` for others). May be short, with a position."""
    found: list[Any] = []
    last, queries = position, 0
    for stretch in stretches:
        more = True
        while more:
            if queries == _QUERIES_A_PAGE:
                return Page(tuple(found), last)
            rows, more = _rows(table, walk, stretch.partition, last, limit - len(found))
            queries += 1
            for row in rows:
                if len(found) == limit:
                    return Page(tuple(found), last)
                last = str(row[f"{walk.prefix}sk"])
                kept = take(row)
                if kept is not None:
                    found.append(kept)
        last = stretch.after
        if len(found) == limit:
            return Page(tuple(found), last)
    return Page(tuple(found), last if last != position else None)


def _rows(table: Table, walk: Walk, partition: str, last: str | None, room: int) -> tuple[list[Item], bool]:
    """The next rows below ``last`` (excluded), one more than there is room for."""
    high = min(last, walk.high) if last else walk.high
    if walk.low > high:
        return [], False
    where = Range(partition, walk.low, high, walk.index, walk.prefix, descending=True)
    rows, more = table.query(where, limit=_FILTERED_BATCH if walk.filtered else room + 2)
    return [row for row in rows if row[f"{walk.prefix}sk"] != last], more


def case_walk(scope: Scope, filters: ListFilter) -> tuple[Walk, str | None]:
    """The walk for these filters and its partition; ``None`` is the whole tenant, month by month."""
    low = keys.instant(filters.created_from) if filters.created_from else LOWEST
    high = f"{keys.instant(filters.created_to)}#{HIGHEST}" if filters.created_to else HIGHEST
    filtered = filters.status is not None
    if filters.creditor_id is not None:
        return Walk("by_creditor", "gsi2", low, high, filtered), index_keys.cases_of_creditor(
            scope, filters.creditor_id
        )
    if filters.debtor_id is not None:
        return Walk("by_debtor", "gsi3", low, high, filtered), index_keys.cases_of_debtor(scope, filters.debtor_id)
    if filters.external_reference is not None:
        return Walk("by_reference", "gsi4", low, high, filtered), index_keys.reference(
            scope, filters.external_reference
        )
    return Walk("by_month", "gsi1", low, high, filtered), None


def summary_if(filters: ListFilter) -> Take:
    """Reads a summary and keeps it when status and creation instant fit; keys know whole seconds only."""
    earliest, latest = filters.created_from, filters.created_to

    def take(row: Item) -> CaseSummary | None:
        summary = codec.load(CaseSummary, str(row["summary"]))
        fits = filters.status in (None, summary.status) and _within(summary.created_at, earliest, latest)
        return summary if fits else None

    return take


def _within(at: datetime, earliest: datetime | None, latest: datetime | None) -> bool:
    return (earliest is None or at >= earliest) and (latest is None or at <= latest)
