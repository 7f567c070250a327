"""One line of an import: opened, or studied, by the very functions of ``POST /cases``; refused with every reason."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain.errors import DomainError, FieldProblem, InvalidInput, InvoiceAlreadyInCase
from chalicelib.domain.imports.case_import import CaseImport, ImportedDebtor, ImportLine, LineStatus
from chalicelib.domain.imports.lines import LineRequest, column_of
from chalicelib.domain.imports.matching import debtor_mark
from chalicelib.domain.imports.study import StudiedLine, Tally
from chalicelib.domain.sealed_event import WrappedKey

from .case_request import InvoiceFile, OpenCase
from .import_ports import Importing
from .import_source import Source, import_key
from .open_case import Opened, open_case
from .study_case import study_case
from .writes import Create, Update, Write

MOST_PROBLEMS = 20
WAITS = frozenset({"clock_advancing"})
"""Codes of refusals that pass by themselves: the line is tried again, not refused."""


@dataclass
class Batch:
    """Lines that are worked on together. ``held`` and ``debtors`` were read for them at once, and grow with them."""

    source: Source
    ports: Importing
    held: dict[str, str] = field(default_factory=dict)
    debtors: dict[str, str] = field(default_factory=dict)

    @property
    def found(self) -> CaseImport:
        return self.source.found


@dataclass(frozen=True)
class LineResult:
    """``saved``: it was committed with its case, in one transaction. ``studied`` is set in a study."""

    line: ImportLine
    saved: bool = False
    studied: StudiedLine | None = None


@dataclass(frozen=True)
class _Asked:
    """A line with what is known before it is opened."""

    request: LineRequest
    command: OpenCase
    number: str | None
    mark: str | None


def work_on_line(batch: Batch, request: LineRequest) -> LineResult:
    """What passes by itself, and what nobody foresaw, flies: the slice is repeated. Every other refusal is a result."""
    try:
        asked = _asked(batch, request)
        holder = batch.held.get(asked.number or "")
        if holder is not None:
            return _result(batch, request.line, LineStatus.ALREADY_OPEN, case_id=holder)
        return _open(batch, asked) if batch.found.opens else _study(batch, asked)
    except InvoiceAlreadyInCase as held:
        case_id = held.link.rpartition("/")[2] if held.link else None
        return _result(batch, request.line, LineStatus.ALREADY_OPEN, case_id=case_id)
    except DomainError as error:
        if error.retryable or error.code in WAITS:
            raise
        return _refused(batch, request, error)


def saving(line: ImportLine) -> Write:
    """A line of a first round is new, one of a later round follows the one before."""
    return Create(line) if line.version == 1 else Update(line)


def _asked(batch: Batch, request: LineRequest) -> _Asked:
    if request.problems:
        raise InvalidInput("The line cannot be read.", errors=request.problems)
    command = batch.ports.command(batch.found.scope, request.body)
    if not command.invoice_files:
        return _Asked(request, command, request.invoice_number, batch.source.mark(request))
    return _from_file(batch, request, command, command.invoice_files[0])


def _from_file(batch: Batch, request: LineRequest, command: OpenCase, file: InvoiceFile) -> _Asked:
    """The file is fetched once, and read before it is opened: it says whose it is, and which invoice."""
    body = batch.ports.files.uploaded(command.scope, file.upload_id or "")
    name = f"{file.name}.{'pdf' if body.startswith(b'%PDF') else 'xml'}"
    command = replace(command, invoice_files=(replace(file, name=name, content=body),))
    read = batch.ports.intake.read(body, name, "#/invoice_files/0")
    buyer: dict[str, Any] = {
        **(command.debtor or {}),
        "name": read.buyer.name,
        "siren": read.buyer.siren,
        "siret": read.buyer.siret,
        "vat_number": read.buyer.vat_number,
        "address": {"postal_code": read.buyer.address.postal_code if read.buyer.address else None},
    }
    held = batch.ports.imports.held_invoices(command.scope, command.creditor_id, [read.number] if read.number else [])
    batch.held.update(held)
    mark = debtor_mark(batch.found.id, buyer, None)
    if mark is not None and batch.found.opens:
        batch.debtors.update(batch.ports.imports.imported_debtors(command.scope, batch.found.id, [mark]))
    return _Asked(request, command, read.number, mark)


def _open(batch: Batch, asked: _Asked) -> LineResult:
    known = batch.debtors.get(asked.mark or "")
    command = replace(asked.command, debtor_id=known, debtor=None) if known else asked.command
    saved: list[ImportLine] = []

    def with_its_line(
        result: Opened, *, debtor_id: str | None = None, key: WrappedKey | None = None
    ) -> Sequence[Write]:
        """The line's result is saved with its case, or neither is: a slice that is repeated doubles nothing."""
        del key
        codes = tuple(dict.fromkeys(finding.code for finding in result.findings))
        opened = _result(
            batch,
            asked.request.line,
            LineStatus.OPENED,
            case_id=result.view.case.id,
            debtor_id=debtor_id,
            findings=codes,
        )
        saved.append(opened.line)
        return [saving(opened.line), *_of_mark(batch, asked.mark, debtor_id, is_known=known is not None)]

    ports = batch.ports
    open_case(command, actor=batch.found.actor, intake=ports.intake, archive=ports.archive, reply=with_its_line)
    line = saved[-1]
    if asked.mark and line.debtor_id:
        batch.debtors[asked.mark] = line.debtor_id
    return LineResult(line, saved=True)


def _of_mark(batch: Batch, mark: str | None, debtor_id: str | None, *, is_known: bool) -> Iterable[Write]:
    if mark is None or debtor_id is None or is_known:
        return ()
    found = batch.found
    return (Create(ImportedDebtor(found.scope, found.id, mark, debtor_id, found.expires_at)),)


def _study(batch: Batch, asked: _Asked) -> LineResult:
    ports = batch.ports
    findings, studied = study_case(asked.command, intake=ports.intake, tariff=ports.tariff)
    codes = tuple(dict.fromkeys(finding.code for finding in findings))
    return replace(_result(batch, asked.request.line, LineStatus.ELIGIBLE, findings=codes), studied=studied)


def _result(
    batch: Batch,
    line: int,
    status: LineStatus,
    *,
    case_id: str | None = None,
    debtor_id: str | None = None,
    findings: tuple[str, ...] = (),
) -> LineResult:
    found = batch.found
    studied = None if found.opens else StudiedLine(())
    result = ImportLine(
        scope=found.scope,
        import_id=found.id,
        line=line,
        version=found.round,
        status=status,
        expires_at=found.expires_at,
        case_id=case_id,
        debtor_id=debtor_id,
        findings=findings,
    )
    return LineResult(result, studied=studied)


def _refused(batch: Batch, request: LineRequest, error: DomainError) -> LineResult:
    """Every reason, with the column it is about; sealed, since a detail may quote a person's name."""
    found, source = batch.found, batch.source
    problems = (error.errors or (FieldProblem("#", error.code, error.detail),))[:MOST_PROBLEMS]
    told = [
        {
            "code": problem.code,
            "column": column_of(problem.pointer, source.layout, source.header),
            "pointer": problem.pointer,
            "detail": problem.detail,
        }
        for problem in problems
    ]
    codes = tuple(dict.fromkeys(problem.code for problem in problems))
    result = _result(batch, request.line, LineStatus.REFUSED)
    vault, text = batch.ports.intake.recording.vault, json.dumps(told, ensure_ascii=False)
    sealed = vault.seal(import_key(found), text.encode(), line_context(result.line))
    line = replace(result.line, codes=codes, problems=base64.b64encode(sealed).decode())
    studied = StudiedLine(tuple(Tally("refused", code, 1) for code in codes)) if result.studied else None
    return LineResult(line, studied=studied)


def line_context(line: ImportLine) -> str:
    """What the sealed problems of a line are bound to."""
    return f"imports/{line.import_id}/lines/{line.line}/{line.version}"
