"""Requests about imports."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.domain.imports.case_import import ImportFormat, LineDefaults, LineStatus
from chalicelib.domain.parties import CollectorMode, DebtorKind

from .files import FileIn
from .values import ClockId, CreditorId, Identifier, Line, ListQuery, Metadata, Request, UploadId

FieldName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9_]+(\.[A-Za-z0-9_.-]+)?$")]
ColumnName = Annotated[str, Field(min_length=1, max_length=200)]


class ImportDefaultsIn(Request):
    """What lines share that do not say otherwise."""

    scenario: Identifier | None = None
    collector_mode: CollectorMode | None = None
    debtor_kind: DebtorKind | None = None
    test_clock_id: ClockId | None = None
    metadata: Metadata = Field(default_factory=dict)

    def to_domain(self) -> LineDefaults:
        return LineDefaults(
            scenario=self.scenario,
            collector_mode=self.collector_mode.value if self.collector_mode else None,
            debtor_kind=self.debtor_kind.value if self.debtor_kind else None,
            test_clock_id=self.test_clock_id,
            metadata=tuple(sorted(self.metadata.items())),
        )


class ImportRequest(Request):
    """``POST /imports``: a ``file`` of lines, or the ``upload_ids`` of e-invoices."""

    creditor_id: CreditorId
    format: ImportFormat = ImportFormat.CSV
    file: FileIn | None = None
    upload_ids: Annotated[list[UploadId], Field(max_length=1000)] = Field(default_factory=list)
    mapping: Annotated[dict[FieldName, Line], Field(max_length=60)] = Field(default_factory=dict)
    defaults: ImportDefaultsIn = Field(default_factory=ImportDefaultsIn)
    open: bool = True


class ImportLineList(ListQuery):
    """``GET /imports/{id}/lines``."""

    status: LineStatus | None = None
