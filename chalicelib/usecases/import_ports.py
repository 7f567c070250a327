"""What imports need from the outside: their place in the store, their files, and the way from a line to a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.domain.imports.case_import import CaseImport, ImportLine, LineStatus
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page

from .case_request import Intake, OpenCase
from .ports import Archive, Tariff
from .store_ports import Outbox


class ImportStore(Protocol):
    """Imports, the results of their lines, and the debtors they made."""

    def case_import(self, scope: Scope, import_id: str) -> CaseImport: ...
    def case_imports(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        """Newest first."""

    def import_lines(
        self, scope: Scope, import_id: str, status: LineStatus | None, *, limit: int, position: str | None
    ) -> Page:
        """``ImportLine`` items in the order of the file. With a status a page may be short, with a position."""

    def import_lines_between(self, scope: Scope, import_id: str, first: int, last: int) -> tuple[ImportLine, ...]:
        """One Query; both ends included."""

    def imported_debtors(self, scope: Scope, import_id: str, marks: Iterable[str]) -> Mapping[str, str]:
        """One batch read: ids of debtors by their mark."""

    def held_invoices(self, scope: Scope, creditor_id: str, numbers: Iterable[str]) -> Mapping[str, str]:
        """One batch read: which of these numbers are in an open case, and in which."""


class ImportFiles(Protocol):
    """What was imported, sealed, for 30 days; and what was uploaded before."""

    def uploaded(self, scope: Scope, upload_id: str) -> bytes: ...
    def keep_import(self, scope: Scope, import_id: str, sealed: bytes) -> None: ...
    def kept_import(self, scope: Scope, import_id: str) -> bytes:
        """``NotFound`` once it is gone."""

    def forget_import(self, scope: Scope, import_id: str) -> None: ...
    def download_link(self, scope: Scope, debtor_id: str, name: str, media_type: str, content: bytes) -> str: ...


LineCommand = Callable[[Scope, Mapping[str, Any]], OpenCase]
"""The body of ``POST /cases`` as its command; ``InvalidInput`` names every field that is wrong."""


@dataclass(frozen=True)
class Importing:
    """The ports of a slice. ``imports`` is the store of ``intake`` seen from another side."""

    intake: Intake
    archive: Archive
    imports: ImportStore
    outbox: Outbox
    files: ImportFiles
    tariff: Tariff
    command: LineCommand
