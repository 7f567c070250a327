"""Reads of imports: the results of lines in the order of the file, and what a batch of lines needs to know at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.domain.imports.case_import import CaseImport, ImportedDebtor, ImportLine, LineStatus
from chalicelib.domain.invoice import normalised_number
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page

from . import codec, keys
from .event_reads import EventReads
from .table import Range

LAST_LINE = 999_999
MOST_EXAMINED = 1000
"""So many lines a page looks at for those of one status: some 300 kB. It may be short then, with a position."""


class ImportReads(EventReads):
    """One Query or one batch read each."""

    def case_import(self, scope: Scope, import_id: str) -> CaseImport:
        item = self._get(keys.case_import(scope, import_id), "import", import_id)
        return codec.load(CaseImport, str(item["data"]))

    def case_imports(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        page = self._month_page(scope, "IMPORT", limit, position)
        found = self._table.batch_get(page.items)
        items = (codec.load(CaseImport, str(found[key]["data"])) for key in page.items if key in found)
        return Page(tuple(items), page.position)

    def import_lines(
        self, scope: Scope, import_id: str, status: LineStatus | None, *, limit: int, position: str | None
    ) -> Page:
        """A position is the last line that was looked at."""
        low = keys.import_line(scope, import_id, int(position) + 1 if position else 0)
        high = keys.import_line(scope, import_id, LAST_LINE)
        found: list[ImportLine] = []
        room = MOST_EXAMINED if status else limit + 1
        rows, more = self._table.query(Range(low.pk, low.sk, high.sk), limit=room)
        last = position
        for row in rows:
            if len(found) == limit:
                return Page(tuple(found), last)
            line = codec.load(ImportLine, str(row["data"]))
            last = str(line.line)
            if status in (None, line.status):
                found.append(line)
        return Page(tuple(found), last if more else None)

    def import_lines_between(self, scope: Scope, import_id: str, first: int, last: int) -> tuple[ImportLine, ...]:
        low, high = keys.import_line(scope, import_id, first), keys.import_line(scope, import_id, last)
        rows, _ = self._table.query(Range(low.pk, low.sk, high.sk))
        return tuple(codec.load(ImportLine, str(row["data"])) for row in rows)

    def imported_debtors(self, scope: Scope, import_id: str, marks: Iterable[str]) -> Mapping[str, str]:
        places = [keys.imported_debtor(scope, import_id, mark) for mark in marks]
        found = (codec.load(ImportedDebtor, str(item["data"])) for item in self._table.batch_get(places).values())
        return {debtor.mark: debtor.debtor_id for debtor in found}

    def held_invoices(self, scope: Scope, creditor_id: str, numbers: Iterable[str]) -> Mapping[str, str]:
        places = {number: keys.held_invoice(scope, creditor_id, normalised_number(number)) for number in numbers}
        found = self._table.batch_get(places.values())
        return {number: str(found[place]["case_id"]) for number, place in places.items() if place in found}
