"""Imports in memory, as the table keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.adapters.dynamodb import index_keys
from chalicelib.domain.imports.case_import import CaseImport, ImportedDebtor, ImportLine, LineStatus
from chalicelib.domain.invoice import normalised_number
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.writes import KeepImportEvent

from .events import MemoryEvents
from .lists import _page
from .tables import call


class MemoryImports(MemoryEvents):
    """Lines are found by their number, never by looking at all of them: thousands are imported in tests."""

    @call
    def case_import(self, scope: Scope, import_id: str) -> CaseImport:
        return self._get(CaseImport, scope, import_id)

    @call
    def case_imports(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        every = self._all(CaseImport, scope)
        return _page(every, lambda each: index_keys.created(each.created_at, each.id), limit, position)

    @call
    def import_lines(
        self, scope: Scope, import_id: str, status: LineStatus | None, *, limit: int, position: str | None
    ) -> Page:
        found = self._entities.get((CaseImport, scope, import_id))
        if found is None:
            return Page((), None)
        after = int(position) if position else -1
        numbers = range(max(found.first_line, after + 1), found.first_line + found.lines)
        lines = [line for line in self._numbered(scope, import_id, numbers) if status in (None, line.status)]
        return Page(tuple(lines[:limit]), str(lines[limit - 1].line) if len(lines) > limit else None)

    @call
    def import_lines_between(self, scope: Scope, import_id: str, first: int, last: int) -> tuple[ImportLine, ...]:
        return self._numbered(scope, import_id, range(first, last + 1))

    @call
    def imported_debtors(self, scope: Scope, import_id: str, marks: Iterable[str]) -> Mapping[str, str]:
        found = (self._entities.get((ImportedDebtor, scope, f"{import_id}#{mark}")) for mark in marks)
        return {debtor.mark: debtor.debtor_id for debtor in found if debtor is not None}

    @call
    def held_invoices(self, scope: Scope, creditor_id: str, numbers: Iterable[str]) -> Mapping[str, str]:
        held = {number: self._held.get((scope, creditor_id, normalised_number(number))) for number in numbers}
        return {number: case_id for number, case_id in held.items() if case_id is not None}

    @call
    def import_event(self, scope: Scope, event_id: str) -> KeepImportEvent | None:
        return self._import_events.get((scope, event_id))

    @call
    def erase_import(self, scope: Scope, import_id: str) -> bool:
        for kind, world, id_ in list(self._entities):
            if kind in (ImportLine, ImportedDebtor) and world == scope and id_.startswith(f"{import_id}#"):
                del self._entities[kind, world, id_]
        for (owner, event_id), event in list(self._import_events.items()):
            if owner == scope and event.import_id == import_id:
                del self._import_events[owner, event_id]
        start = f"T#{scope.tenant_id}#{scope.mode}#OUT#{import_id}"
        self._outbox = {key: at for key, at in self._outbox.items() if key[0] != start}
        return self._entities.pop((CaseImport, scope, import_id), None) is not None

    def _numbered(self, scope: Scope, import_id: str, numbers: Iterable[int]) -> tuple[ImportLine, ...]:
        places = ((ImportLine, scope, f"{import_id}#{number:06d}") for number in numbers)
        return tuple(line for place in places if (line := self._entities.get(place)) is not None)
