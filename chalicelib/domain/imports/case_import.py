"""An import: one file or list of e-invoices, worked on in slices; each line has one result (R-018)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.parties import Scope

from .study import Study

KEPT_FOR = timedelta(days=90)
"""How long an import and the results of its lines are kept; its file is kept for 30 days."""
FILE_KEPT_FOR = timedelta(days=30)


class ImportFormat(StrEnum):
    """``e_invoices``: each line is a file that was uploaded before."""

    CSV = "csv"
    E_INVOICES = "e_invoices"


class ImportStatus(StrEnum):
    """``done``: every line has its result. ``failed``: the import cannot go on, and says why."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class LineStatus(StrEnum):
    """``eligible``: studied, not opened. Of an open case with the same invoice: ``already_open``."""

    ELIGIBLE = "eligible"
    OPENED = "opened"
    REFUSED = "refused"
    ALREADY_OPEN = "already_open"


@dataclass(frozen=True)
class LineDefaults:
    """What lines share that do not say otherwise."""

    scenario: str | None = None
    collector_mode: str | None = None
    debtor_kind: str | None = None
    test_clock_id: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()

    def as_fields(self) -> dict[str, object]:
        """Named as in ``POST /cases``."""
        return {
            "scenario": self.scenario,
            "collector_mode": self.collector_mode,
            "debtor_kind": self.debtor_kind,
            "test_clock_id": self.test_clock_id,
            "metadata": dict(self.metadata),
        }


@dataclass(frozen=True)
class ImportLine:
    """What became of one line. ``version`` is the pass that it belongs to: a study is followed by an opening.

    ``findings`` are codes of warnings and points to review. ``problems`` (why, in which column, the cure) are JSON,
    sealed with the import's key, in base64: they may quote what the file says of a person.
    """

    scope: Scope
    import_id: str
    line: int
    version: int
    status: LineStatus
    expires_at: datetime
    case_id: str | None = None
    debtor_id: str | None = None
    findings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    problems: str = ""

    @property
    def id(self) -> str:
        return f"{self.import_id}#{self.line:06d}"


@dataclass(frozen=True)
class ImportedDebtor:
    """The debtor that the first opened line of its mark made; later lines of the mark are cases of the same."""

    scope: Scope
    import_id: str
    mark: str
    debtor_id: str
    expires_at: datetime
    version: int = 1

    @property
    def id(self) -> str:
        return f"{self.import_id}#{self.mark}"


@dataclass(frozen=True)
class CaseImport:
    """``key`` is the import's wrapped data key in base64; ``sha256`` is that of the file as it was received.

    Lines are numbered ``first_line`` and on, as a spreadsheet shows them; ``done`` of them have their result in this
    ``round``: the study is one, opening what was studied another. Counts are of the round.
    """

    id: str
    scope: Scope
    version: int
    created_at: datetime
    creditor_id: str
    actor: str
    format: ImportFormat
    key: str
    sha256: str
    lines: int
    first_line: int = 1
    defaults: LineDefaults = field(default_factory=LineDefaults)
    columns: tuple[tuple[str, str], ...] = ()
    unknown_columns: tuple[str, ...] = ()
    upload_ids: tuple[str, ...] = ()
    opens: bool = True
    round: int = 1
    status: ImportStatus = ImportStatus.RUNNING
    done: int = 0
    eligible: int = 0
    opened: int = 0
    refused: int = 0
    already_open: int = 0
    study: Study | None = None
    finished_at: datetime | None = None
    failed_with: str | None = None

    @property
    def is_running(self) -> bool:
        return self.status is ImportStatus.RUNNING

    @property
    def next_lines(self) -> range:
        """The numbers of the lines that have no result yet."""
        return range(self.first_line + self.done, self.first_line + self.lines)

    @property
    def expires_at(self) -> datetime:
        return self.created_at + KEPT_FOR

    @property
    def file_until(self) -> datetime:
        return self.created_at + FILE_KEPT_FOR

    def counted(self, results: Iterable[ImportLine], study: Study | None, wall_now: datetime) -> CaseImport:
        """These lines, the next ones, have their result; the last of them ends the round."""
        statuses = [result.status for result in results]
        done = self.done + len(statuses)
        over = done >= self.lines
        return replace(
            self,
            version=self.version + 1,
            done=done,
            eligible=self.eligible + statuses.count(LineStatus.ELIGIBLE),
            opened=self.opened + statuses.count(LineStatus.OPENED),
            refused=self.refused + statuses.count(LineStatus.REFUSED),
            already_open=self.already_open + statuses.count(LineStatus.ALREADY_OPEN),
            study=study,
            status=ImportStatus.DONE if over else self.status,
            finished_at=wall_now if over else None,
        )

    def opening(self) -> CaseImport:
        """The round that opens what was studied; every line is judged again, as it is then."""
        return replace(
            self,
            version=self.version + 1,
            opens=True,
            round=self.round + 1,
            status=ImportStatus.RUNNING,
            done=0,
            opened=0,
            refused=0,
            already_open=0,
            finished_at=None,
        )

    def ended(self, status: ImportStatus, wall_now: datetime, why: str | None = None) -> CaseImport:
        return replace(self, version=self.version + 1, status=status, finished_at=wall_now, failed_with=why)
