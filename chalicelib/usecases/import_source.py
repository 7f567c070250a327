"""The lines of an import, read from its sealed file; whatever happened to it meanwhile is noticed (R-141)."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.imports.case_import import CaseImport, ImportFormat
from chalicelib.domain.imports.columns import Layout, layout_of
from chalicelib.domain.imports.lines import LineRequest, row_request, shared_body, upload_request
from chalicelib.domain.imports.matching import debtor_mark
from chalicelib.domain.imports.table import Table, read_table
from chalicelib.domain.sealed_event import SealBroken, WrappedKey

from .create_debtor import key_context
from .import_ports import ImportFiles
from .ports import Vault


@dataclass(frozen=True)
class Source:
    """``shared`` are marks of debtors that several lines are about; ``None``: only the files themselves tell."""

    found: CaseImport
    rows: Sequence[Sequence[str]]
    header: tuple[str, ...] = ()
    layout: Layout | None = None
    shared: frozenset[str] | None = None

    def request(self, line: int) -> LineRequest:
        """What ``POST /cases`` would be asked for this line."""
        row = self.rows[line - self.found.first_line]
        body = shared_body(self.found.creditor_id, self.found.defaults.as_fields())
        if self.layout is None:
            return upload_request(line, row[0], body)
        return row_request(line, row, self.layout, body, len(self.header))

    def mark(self, request: LineRequest) -> str | None:
        """The mark of a debtor that another line is about too."""
        mark = debtor_mark(self.found.id, request.body.get("debtor") or {}, request.debtor_reference)
        return mark if self.shared is None or mark in self.shared else None


def import_key(found: CaseImport) -> WrappedKey:
    """What everything personal of an import is sealed with."""
    return WrappedKey(base64.b64decode(found.key), key_context(found.scope, found.id))


def file_context(import_id: str) -> str:
    """What the sealed file is bound to."""
    return f"imports/{import_id}/file"


def kept_file(found: CaseImport, files: ImportFiles) -> bytes:
    """The sealed file; ``import_file_gone`` (404) after its 30 days."""
    try:
        return files.kept_import(found.scope, found.id)
    except NotFound as error:
        raise NotFound("The file of the import is gone; import it again.", code="import_file_gone") from error


def read_source(found: CaseImport, *, vault: Vault, files: ImportFiles) -> Source:
    """Errors: ``import_file_gone`` (404), ``import_file_changed`` (409)."""
    sealed = kept_file(found, files)
    try:
        body = vault.open(import_key(found), sealed, file_context(found.id))
    except SealBroken as error:
        raise _changed() from error
    if hashlib.sha256(body).hexdigest() != found.sha256:
        raise _changed()
    if found.format is ImportFormat.E_INVOICES:
        return Source(found, [(upload_id,) for upload_id in body.decode().split()])
    return _with_shared(found, read_table(body))


def _with_shared(found: CaseImport, table: Table) -> Source:
    given = ("debtor_kind",) if found.defaults.debtor_kind else ()
    layout = layout_of(table.header, dict(found.columns), given)
    source = Source(found, table.rows, table.header, layout)
    requests = (source.request(found.first_line + place) for place in range(len(table.rows)))
    marks = Counter(
        debtor_mark(found.id, request.body.get("debtor") or {}, request.debtor_reference) for request in requests
    )
    shared = frozenset(mark for mark, count in marks.items() if mark is not None and count > 1)
    return Source(found, table.rows, table.header, layout, shared)


def _changed() -> Conflict:
    return Conflict("The file is not the one that was imported; import it again.", code="import_file_changed")
