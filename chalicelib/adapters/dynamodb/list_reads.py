"""Lists: ids from an index, then the objects themselves by one batch read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.call_task import CallTask
from chalicelib.domain.compliance import ComplianceEntry
from chalicelib.domain.contact import Contact
from chalicelib.domain.document import Document
from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Creditor, Debtor, Scope
from chalicelib.domain.reads import CallTaskFilter, ListFilter, Page

from . import codec, index_keys, keys
from .case_items import RememberedParts
from .entity_reads import EntityReads
from .keys import Key
from .lists import HIGHEST, Stretch, Walk, by_month, case_walk, month_of, read_page, summary_if
from .open_tasks import task_if, task_walk
from .sealing import Vault, opened, wrapped_key
from .table import Item, Range, Table

T = TypeVar("T")


class ListReads(EntityReads):
    """Pages, newest first. What was erased is missing from lists of a tenant, and an error in those of a case."""

    def __init__(self, table: Table, vault: Vault, parts: RememberedParts, now: Callable[[], datetime]) -> None:
        super().__init__(table, vault, parts, now)
        self._first_months: dict[str, str] = {}

    def cases(self, scope: Scope, filters: ListFilter, *, limit: int, position: str | None) -> Page:
        walk, partition = case_walk(scope, filters)
        stretches = iter([Stretch(partition)]) if partition else self._months(scope, "CASE", position, filters)
        return read_page(self._table, walk, stretches, summary_if(filters), limit=limit, position=position)

    def creditors(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        page = self._month_page(scope, "CRED", limit, position)
        found = self._table.batch_get(page.items)
        items = (codec.load(Creditor, str(found[key]["data"])) for key in page.items if key in found)
        return Page(tuple(items), page.position)

    def debtors(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        page = self._month_page(scope, "DEB", limit, position)
        return self._open_page(Debtor, page.items, [Key(key.pk, keys.KEY) for key in page.items], page.position)

    def contacts(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        return self._of_case(Contact, scope, case_id, "CONTACT", limit, position)

    def documents(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        return self._of_case(Document, scope, case_id, "DOC", limit, position)

    def open_call_tasks(self, scope: Scope, filters: CallTaskFilter, *, limit: int, position: str | None) -> Page:
        walk, partition = task_walk(scope, filters)
        stretches = iter([Stretch(partition)])
        page = read_page(self._table, walk, stretches, task_if(filters), limit=limit, position=position)
        tasks, key_places = _sealed_places(scope, page.items)
        return self._open_page(CallTask, tasks, key_places, page.position)

    def contact_of_message(self, provider_message_id: str) -> tuple[Scope, str] | None:
        where = Range(index_keys.message(provider_message_id), "0", "~", "by_reference", "gsi4")
        items, _ = self._table.query(where, limit=1)
        return (keys.scope_of(str(items[0]["pk"])), str(items[0]["gsi4sk"])) if items else None

    def compliance_log(self, scope: Scope, debtor_id: str, *, limit: int, position: str | None) -> Page:
        """Newest first, of erased debtors too: it holds nothing personal. ``NotFound`` for an unknown debtor."""
        low, high = keys.compliance_log(scope, debtor_id), keys.compliance_log(scope, debtor_id, position or HIGHEST)
        items, _ = self._table.query(Range(low.pk, low.sk, high.sk, descending=True), limit=limit + 2)
        rows = [item for item in items if str(item["sk"]) != high.sk]
        if not rows and position is None:
            self._get(keys.debtor(scope, debtor_id), "debtor", debtor_id)
        entries = tuple(codec.load(ComplianceEntry, str(item["data"])) for item in rows[:limit])
        last = str(rows[limit - 1]["sk"]).removeprefix(keys.COMPLIANCE) if len(rows) > limit else None
        return Page(entries, last)

    def _of_case(self, kind: type[T], scope: Scope, case_id: str, name: str, limit: int, position: str | None) -> Page:
        stretches = iter([Stretch(index_keys.of_case(scope, case_id, name))])
        page = read_page(self._table, Walk("by_debtor", "gsi3"), stretches, _address, limit=limit, position=position)
        places, key_places = _sealed_places(scope, page.items)
        return self._open_page(kind, places, key_places, page.position, erased_is_error=True)

    def _open_page(
        self,
        kind: type[T],
        places: Sequence[Key],
        key_places: Sequence[Key],
        position: str | None,
        *,
        erased_is_error: bool = False,
    ) -> Page:
        found = self._table.batch_get((*places, *key_places))
        items: list[T] = []
        for place, key_place in zip(places, key_places, strict=True):
            if place in found and (erased_is_error or key_place in found):
                items.append(opened(kind, found[place], wrapped_key(found.get(key_place)), self._vault))
        return Page(tuple(items), position)

    def _month_page(self, scope: Scope, kind: str, limit: int, position: str | None) -> Page:
        stretches = self._months(scope, kind, position, ListFilter())
        walk = Walk("by_month", "gsi1")
        return read_page(self._table, walk, stretches, _address_only, limit=limit, position=position)

    def _months(self, scope: Scope, kind: str, position: str | None, filters: ListFilter) -> Iterator[Stretch]:
        """From the newest month that can hold something to the oldest, the tenant's first at most."""
        newest = keys.instant(self._now())[:7]
        if filters.created_to:
            newest = min(newest, keys.instant(filters.created_to)[:7])
        oldest = self._first_month(scope.tenant_id)
        if filters.created_from:
            oldest = max(oldest, keys.instant(filters.created_from)[:7])
        return by_month(scope, kind, min(newest, month_of(position)) if position else newest, oldest)

    def _first_month(self, tenant_id: str) -> str:
        """The tenant's creation month, kept in memory as it never changes; this month for an unknown tenant."""
        if tenant_id not in self._first_months:
            try:
                created_at = self.tenant(tenant_id).created_at
            except NotFound:
                return keys.instant(self._now())[:7]
            self._first_months[tenant_id] = keys.instant(created_at)[:7]
        return self._first_months[tenant_id]


def _address_only(row: Item) -> Key:
    return Key(str(row["pk"]), str(row["sk"]))


def _address(row: Item) -> tuple[Key, str]:
    """Where a sealed item lies, and its debtor."""
    return _address_only(row), str(row["summary"])


def _sealed_places(scope: Scope, addresses: Sequence[tuple[Key, str]]) -> tuple[list[Key], list[Key]]:
    return [key for key, _ in addresses], [keys.debtor_key(scope, debtor_id) for _, debtor_id in addresses]
