"""Stop an import: lines that are at work are finished, no further one begins. What was opened stays open (R-018)."""

from __future__ import annotations

from chalicelib.domain.errors import Conflict
from chalicelib.domain.imports.case_import import CaseImport, ImportStatus
from chalicelib.domain.parties import Scope

from .continue_import import ending
from .import_ports import ImportStore
from .lost_races import until_saved
from .ports import Ids, Reply, WallClock
from .store_ports import Store
from .writes import Update


def cancel_import(
    scope: Scope, import_id: str, *, store: Store, imports: ImportStore, ids: Ids, wall: WallClock, reply: Reply
) -> CaseImport:
    """Errors: ``not_found``; ``import_not_running`` (409); ``version_conflict`` while its worker is faster."""

    def cancel() -> CaseImport:
        found = imports.case_import(scope, import_id)
        if not found.is_running:
            raise Conflict(f"The import is {found.status.value}.", code="import_not_running")
        cancelled = found.ended(ImportStatus.CANCELLED, wall.now())
        store.commit([Update(cancelled), *ending(cancelled, ids, wall), *reply(cancelled)])
        return cancelled

    return until_saved(cancel)
