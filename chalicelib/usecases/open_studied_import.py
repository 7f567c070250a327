"""Open what was studied: each line is judged again, as the claim and the debtor are on that day (R-114)."""

from __future__ import annotations

from chalicelib.domain.errors import Conflict
from chalicelib.domain.imports.case_import import CaseImport, ImportStatus
from chalicelib.domain.parties import Scope

from .import_ports import ImportFiles, ImportStore
from .import_source import kept_file
from .ports import Reply, WallClock
from .start_import import next_slice
from .store_ports import Store
from .writes import Update


def open_studied_import(
    scope: Scope,
    import_id: str,
    *,
    store: Store,
    imports: ImportStore,
    files: ImportFiles,
    wall: WallClock,
    reply: Reply,
) -> CaseImport:
    """Answers at once (202).

    Errors: ``not_found``; ``import_file_gone`` after its 30 days; ``import_not_studied`` (409).
    """
    found = imports.case_import(scope, import_id)
    if found.opens or found.status is not ImportStatus.DONE:
        raise Conflict("Only a study that is done can be opened.", code="import_not_studied")
    kept_file(found, files)
    opening = found.opening()
    store.commit([Update(opening), next_slice(opening, wall), *reply(opening)])
    return opening
