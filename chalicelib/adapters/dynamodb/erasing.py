"""Takes test data out of the table, found through the keys and indexes that made it; never a Scan.

Removing is not one transaction: a case has more items than one may hold. So each removal can be done again from
where it broke off, and what would let anybody change the thing goes first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.call_task import task_id_of
from chalicelib.domain.invoice import normalised_number
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import ListFilter, Page
from chalicelib.domain.test_data_erasure import Stage, TestDataErasure

from . import codec, index_keys, keys
from .event_index import made
from .import_items import import_events
from .items import clock_events, erasure_key
from .keys import Key
from .lists import HIGHEST, LOWEST, Walk, read_page
from .scenario_reads import ScenarioReads
from .table import Item, Range

KINDS = {
    Stage.CLOCKS: "CLOCK",
    Stage.IMPORTS: "IMPORT",
    Stage.CASES: "CASE",
    Stage.DEBTORS: "DEB",
    Stage.CREDITORS: "CRED",
}
_LAST = "\x7f"


class Erasing(ScenarioReads):
    """Of test mode alone; the caller sees to that. A delete for each item, and two index queries a case."""

    def test_data_erasure(self, scope: Scope, erasure_id: str) -> TestDataErasure:
        item = self._get(erasure_key(scope, erasure_id), "erasure", erasure_id)
        return codec.load(TestDataErasure, str(item["data"]))

    def erasable(self, scope: Scope, stage: Stage, until: datetime, *, limit: int, position: str | None) -> Page:
        """By the instants in ids: sort keys know whole seconds only."""

        def take(row: Item) -> str | None:
            id_ = str(row["pk"]).rpartition("#")[2]
            made_at = made(id_)
            return id_ if made_at is None or made_at <= until else None

        walk = Walk("by_month", "gsi1", LOWEST, f"{keys.instant(until)}#{HIGHEST}")
        stretches = self._months(scope, KINDS[stage], position, ListFilter(created_to=until))
        return read_page(self._table, walk, stretches, take, limit=limit, position=position)

    def erase_clock(self, scope: Scope, clock_id: str) -> bool:
        head = keys.test_clock(scope, clock_id)
        was_there = self._remove(head)
        self._empty(keys.parked_partition(scope, clock_id))
        self._empty(keys.running_partition(scope, clock_id))
        for event in self._listed(clock_events(scope, clock_id)):
            self._table.delete(event)
            self._forget_rows(scope, event.pk.rpartition("#")[2])
        self._forget_rows(scope, clock_id)
        return was_there

    def erase_import(self, scope: Scope, import_id: str) -> bool:
        """With its key, which its file can be opened by no more; the file itself is forgotten by its bucket."""
        key = keys.case_import(scope, import_id)
        was_there = self._remove(key)
        self._empty(key.pk)
        for event in self._listed(import_events(scope, import_id)):
            self._table.delete(event)
            self._forget_rows(scope, event.pk.rpartition("#")[2])
        self._forget_rows(scope, import_id)
        return was_there

    def erase_case(self, scope: Scope, case_id: str) -> bool:
        """Invoice numbers while the case still names its creditor; then its head, from when on nothing changes it."""
        partition = keys.case_partition(scope, case_id)
        head = Key(partition, keys.HEAD)
        found = self._table.get(head)
        if found is not None:
            self._give_numbers_back(scope, case_id, str(json.loads(str(found["data"]))["creditor_id"]))
            self._table.delete(head)
        for contact in self._listed(index_keys.of_case(scope, case_id, "CONTACT")):
            self._table.delete(keys.call_task(scope, task_id_of(contact.pk.rpartition("#")[2])))
            self._table.delete(contact)
        for document in self._listed(index_keys.of_case(scope, case_id, "DOC")):
            self._table.delete(document)
        self._empty(partition)
        self._forget_rows(scope, case_id)
        return found is not None

    def erase_debtor(self, scope: Scope, debtor_id: str) -> bool:
        """The key first: whatever else was sealed with it can be read no more."""
        key = keys.debtor(scope, debtor_id)
        self._table.delete(keys.debtor_key(scope, debtor_id))
        was_there = self._remove(key)
        self._empty(key.pk)
        self._forget_rows(scope, debtor_id)
        return was_there

    def erase_creditor(self, scope: Scope, creditor_id: str) -> bool:
        key = keys.creditor(scope, creditor_id)
        was_there = self._remove(key)
        self._empty(key.pk)
        return was_there

    def _give_numbers_back(self, scope: Scope, case_id: str, creditor_id: str) -> None:
        first = keys.invoices(scope, case_id, 0)
        parts, _ = self._table.query(Range(first.pk, first.sk, f"A#INV#{_LAST}"))
        for invoice in (each for part in parts for each in json.loads(str(part["data"]))):
            held = keys.held_invoice(scope, creditor_id, normalised_number(invoice["number"]))
            holder = self._table.get(held)
            if holder is not None and holder.get("case_id") == case_id:
                self._table.delete(held)

    def _forget_rows(self, scope: Scope, id_: str) -> None:
        self._empty(keys.outbox(scope, id_, "", 0, 0, 0).pk)

    def _listed(self, partition: str) -> Iterator[Key]:
        rows, _ = self._table.query(Range(partition, LOWEST, HIGHEST, "by_debtor", "gsi3"))
        yield from (Key(str(row["pk"]), str(row["sk"])) for row in rows)

    def _empty(self, partition: str) -> None:
        rows, _ = self._table.query(Range(partition, " ", _LAST))
        for row in rows:
            self._table.delete(Key(str(row["pk"]), str(row["sk"])))

    def _remove(self, key: Key) -> bool:
        was_there = self._table.get(key) is not None
        self._table.delete(key)
        return was_there
