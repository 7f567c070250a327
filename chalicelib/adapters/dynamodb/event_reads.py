"""Events of a tenant across its cases: newest first for lists, oldest first for replays. Never a scan."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from chalicelib.domain.parties import Scope
from chalicelib.domain.public_events import case_webhook, clock_webhook, endpoint_webhook, import_webhook
from chalicelib.domain.reads import EventFilter, ListFilter, Page
from chalicelib.domain.webhooks import WebhookEvent
from chalicelib.domain.writes import KeepClockEvent, KeepEndpointEvent, KeepImportEvent

from . import codec, index_keys, keys
from .event_index import SLACK, entry, made, read_summary
from .items import stored_event
from .keys import Key
from .list_reads import ListReads
from .lists import HIGHEST, LOWEST, Walk, before, month_of, read_page
from .table import Item, Range

_QUERIES_A_PAGE = 30
_BATCH = 100


class EventReads(ListReads):
    """Reads addresses from the index ``by_month``, then events and the heads of their cases by one batch read."""

    def event_page(self, scope: Scope, filters: EventFilter, *, limit: int, position: str | None) -> Page:
        if filters.case_id is not None:
            return self._page_of_case(scope, filters.case_id, filters, limit, position)
        low, high = _bounds(filters)
        padded = ListFilter(
            created_from=filters.created_from and filters.created_from - SLACK,
            created_to=filters.created_to and filters.created_to + SLACK,
        )
        walk = Walk("by_month", "gsi1", low, high, filtered=bool(filters.types))
        stretches = self._months(scope, "EVT", position, padded)
        page = read_page(self._table, walk, stretches, _taken(filters), limit=limit, position=position)
        return Page(self._public(scope, page.items), page.position)

    def events_onward(
        self, scope: Scope, filters: EventFilter, *, limit: int, after: str | None
    ) -> tuple[tuple[str, WebhookEvent], ...]:
        """Oldest first, each with its place; needs ``created_from``. Fewer than ``limit`` only at the end."""
        found: list[tuple[str, Key]] = []
        take = _taken(filters)
        for row in self._rows_onward(scope, filters, after):
            address = take(row)
            if address is not None:
                found.append((str(row["gsi1sk"]), address))
            if len(found) == limit:
                break
        events = self._public(scope, [address for _, address in found])
        return tuple(zip((place for place, _ in found), events, strict=True))

    def event_by_id(self, scope: Scope, event_id: str) -> WebhookEvent | None:
        made_at = made(event_id)
        if made_at is None or not 1970 < made_at.year <= 9998:
            return None
        partition, sort = entry(scope, event_id, made_at)
        rows, _ = self._table.query(Range(partition, sort, sort, "by_month", "gsi1"), limit=1)
        return self._public(scope, [_address(row) for row in rows])[0] if rows else None

    def endpoint_event(self, scope: Scope, event_id: str) -> KeepEndpointEvent | None:
        """A ping, or an endpoint that was disabled."""
        item = self._table.get(keys.endpoint_event(scope, event_id))
        return codec.load(KeepEndpointEvent, str(item["data"])) if item else None

    def import_event(self, scope: Scope, event_id: str) -> KeepImportEvent | None:
        """The end of an import."""
        item = self._table.get(keys.import_event(scope, event_id))
        return codec.load(KeepImportEvent, str(item["data"])) if item else None

    def _rows_onward(self, scope: Scope, filters: EventFilter, after: str | None) -> Iterator[Item]:
        low, high = _bounds(filters)
        newest = month_of(high) if high != HIGHEST else keys.instant(self._now())[:7]
        oldest = (
            max(self._first_month(scope.tenant_id), low[:7]) if low != LOWEST else self._first_month(scope.tenant_id)
        )
        for month in _ascending(max(oldest, after[:7]) if after else oldest, newest):
            start, more = max(low, after or low), True
            while more:
                where = Range(index_keys.month(scope, "EVT", month), start, high, "by_month", "gsi1")
                rows, more = self._table.query(where, limit=_BATCH)
                yield from (row for row in rows if str(row["gsi1sk"]) != after)
                start = after = str(rows[-1]["gsi1sk"]) if rows else start
                more = more and bool(rows)

    def _page_of_case(self, scope: Scope, case_id: str, filters: EventFilter, limit: int, position: str | None) -> Page:
        """Newest first, from the case's own partition; a position is the sort key of the last event that was read."""
        low = keys.event(scope, case_id, 0)
        found: list[Item] = []
        last = position or f"{keys.EVENTS}{HIGHEST}"
        for _ in range(_QUERIES_A_PAGE):
            rows, more = self._table.query(Range(low.pk, low.sk, last, descending=True), limit=_BATCH)
            rows = [row for row in rows if str(row["sk"]) != last]
            for row in rows:
                if len(found) == limit:
                    return Page(self._of_case_items(scope, case_id, found), last)
                last = str(row["sk"])
                header = stored_event(row).header
                if filters.takes(header.type, header.recorded_at):
                    found.append(row)
            if not more:
                return Page(self._of_case_items(scope, case_id, found), None)
        return Page(self._of_case_items(scope, case_id, found), last)

    def _of_case_items(self, scope: Scope, case_id: str, rows: Sequence[Item]) -> tuple[WebhookEvent, ...]:
        if not rows:
            return ()
        reference = _reference(self._table.get(Key(keys.case_partition(scope, case_id), keys.HEAD)))
        return tuple(case_webhook(stored_event(row), scope, case_id, reference) for row in rows)

    def _public(self, scope: Scope, addresses: Sequence[Key]) -> tuple[WebhookEvent, ...]:
        heads = [Key(key.pk, keys.HEAD) for key in addresses if key.sk.startswith(keys.EVENTS)]
        found = self._table.batch_get((*addresses, *heads))
        return tuple(_event(scope, key, found) for key in addresses if key in found)


def _event(scope: Scope, key: Key, found: dict[Key, Item]) -> WebhookEvent:
    item = found[key]
    if key.sk.startswith(keys.EVENTS):
        reference = _reference(found.get(Key(key.pk, keys.HEAD)))
        return case_webhook(stored_event(item), scope, key.pk.rpartition("#")[2], reference)
    if "#WHEVENT#" in key.pk:
        return endpoint_webhook(codec.load(KeepEndpointEvent, str(item["data"])))
    if "#IMPORTEVENT#" in key.pk:
        return import_webhook(codec.load(KeepImportEvent, str(item["data"])))
    return clock_webhook(codec.load(KeepClockEvent, str(item["data"])))


def _reference(head: Item | None) -> str | None:
    reference = json.loads(str(head["data"])).get("external_reference") if head else None
    return None if reference is None else str(reference)


def _bounds(filters: EventFilter) -> tuple[str, str]:
    """Sort keys around the range, by the instants in ids; the range itself is held by ``_taken``."""
    low = keys.instant(filters.created_from - SLACK) if filters.created_from else LOWEST
    high = f"{keys.instant(filters.created_to + SLACK)}#{HIGHEST}" if filters.created_to else HIGHEST
    return low, high


def _taken(filters: EventFilter) -> Callable[[Item], Key | None]:
    def take(row: Item) -> Key | None:
        type_, recorded_at = read_summary(str(row["summary"]))
        return _address(row) if filters.takes(type_, recorded_at) else None

    return take


def _address(row: Item) -> Key:
    return Key(str(row["pk"]), str(row["sk"]))


def _ascending(oldest: str, newest: str) -> Iterator[str]:
    """The months from the oldest to the newest, ``yyyy-mm``."""
    months = []
    month = newest
    while month >= oldest:
        months.append(month)
        month = before(month)
    yield from reversed(months)
