"""The results of an import's lines, and the file of those that were refused, to be corrected and imported again."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.errors import Conflict
from chalicelib.domain.imports.case_import import CaseImport, ImportFormat, ImportLine, LineStatus
from chalicelib.domain.imports.table import write_table
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page

from .import_lines import line_context
from .import_ports import ImportFiles, ImportStore
from .import_source import import_key, read_source
from .ports import Vault

PROBLEM_COLUMN = "problem"
_PAGE = 500


@dataclass(frozen=True)
class LineShown:
    """A line's result with its problems unsealed: code, column, pointer, detail."""

    line: ImportLine
    problems: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class RefusedFile:
    """``url`` works for five minutes."""

    lines: int
    url: str


def read_import_lines(
    scope: Scope,
    import_id: str,
    status: LineStatus | None,
    *,
    limit: int,
    position: str | None,
    imports: ImportStore,
    vault: Vault,
) -> Page:
    """``LineShown`` items in the order of the file. Errors: ``not_found``."""
    found = imports.case_import(scope, import_id)
    page = imports.import_lines(scope, import_id, status, limit=limit, position=position)
    return Page(tuple(_shown(found, line, vault) for line in page.items), page.position)


def refused_lines_file(
    scope: Scope, import_id: str, *, imports: ImportStore, vault: Vault, files: ImportFiles
) -> RefusedFile:
    """The refused lines as they were sent, with a column that says why; of e-invoices, their upload and why.

    Errors: ``not_found``; ``import_file_gone`` after its 30 days; ``no_refused_lines`` (409).
    """
    found = imports.case_import(scope, import_id)
    if found.refused == 0:
        raise Conflict("No line was refused.", code="no_refused_lines")
    source = read_source(found, vault=vault, files=files)
    refused = [_shown(found, line, vault) for line in _all_refused(found, imports)]
    header = source.header if found.format is ImportFormat.CSV else ("upload_id",)
    kept = [place for place, name in enumerate(header) if name != PROBLEM_COLUMN]

    def rows() -> Iterator[tuple[str, ...]]:
        for shown in refused:
            row = source.rows[shown.line.line - found.first_line]
            why = " | ".join(_told(problem) for problem in shown.problems)
            yield (*(row[place] if place < len(row) else "" for place in kept), why)

    body = write_table((*(header[place] for place in kept), PROBLEM_COLUMN), rows(), ";")
    url = files.download_link(scope, import_id, f"{import_id}-refused.csv", "text/csv", body)
    return RefusedFile(len(refused), url)


def _told(problem: Mapping[str, Any]) -> str:
    column = f"{problem['column']}: " if problem["column"] else ""
    return f"{column}{problem['detail']}"


def _all_refused(found: CaseImport, imports: ImportStore) -> Iterator[ImportLine]:
    position: str | None = None
    while True:
        page = imports.import_lines(found.scope, found.id, LineStatus.REFUSED, limit=_PAGE, position=position)
        yield from page.items
        position = page.position
        if position is None:
            return


def _shown(found: CaseImport, line: ImportLine, vault: Vault) -> LineShown:
    if not line.problems:
        return LineShown(line, ())
    plain = vault.open(import_key(found), base64.b64decode(line.problems), line_context(line))
    return LineShown(line, tuple(json.loads(plain)))
