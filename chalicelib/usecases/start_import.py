"""Begin an import: the file is read and refused as a whole, or kept sealed and worked on in slices (R-018)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.imports.case_import import CaseImport, ImportFormat, LineDefaults
from chalicelib.domain.imports.columns import layout_of
from chalicelib.domain.imports.table import read_table
from chalicelib.domain.parties import Scope

from .create_debtor import key_context
from .import_ports import ImportFiles
from .import_source import file_context
from .ports import Ids, Reply, Vault, WallClock
from .store_ports import Store
from .writes import Consumer, Create, Enqueue


@dataclass(frozen=True)
class StartImport:
    """``content`` of a CSV file, or ``upload_ids`` of e-invoices. ``opens`` false: a study, nothing is opened."""

    scope: Scope
    actor: str
    creditor_id: str
    format: ImportFormat
    content: bytes = b""
    upload_ids: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    defaults: LineDefaults = field(default_factory=LineDefaults)
    opens: bool = True


@dataclass(frozen=True)
class StartPorts:
    """What beginning needs."""

    store: Store
    vault: Vault
    files: ImportFiles
    ids: Ids
    wall: WallClock


@dataclass(frozen=True)
class _Shape:
    lines: int
    first_line: int = 1
    columns: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


def start_import(command: StartImport, *, ports: StartPorts, reply: Reply) -> CaseImport:
    """Answers at once (202).

    Errors: ``not_found`` of creditor or clock; ``test_clock_in_live_mode``; those of ``read_table`` and ``layout_of``.
    """
    _check_clock(command)
    ports.store.parties(command.scope, creditor_id=command.creditor_id, clock_id=command.defaults.test_clock_id)
    shape = _shape(command)
    body = command.content or "\n".join(command.upload_ids).encode()
    import_id = ports.ids.new("imp")
    wrapped = ports.vault.new_key(key_context(command.scope, import_id))
    found = CaseImport(
        id=import_id,
        scope=command.scope,
        version=1,
        created_at=ports.wall.now(),
        creditor_id=command.creditor_id,
        actor=command.actor,
        format=command.format,
        key=base64.b64encode(wrapped.ciphertext).decode(),
        sha256=hashlib.sha256(body).hexdigest(),
        lines=shape.lines,
        first_line=shape.first_line,
        defaults=command.defaults,
        columns=shape.columns,
        unknown_columns=shape.unknown,
        opens=command.opens,
    )
    sealed = ports.vault.seal(wrapped, body, file_context(import_id))
    ports.files.keep_import(command.scope, import_id, sealed)
    ports.store.commit([Create(found), next_slice(found, ports.wall), *reply(found)])
    return found


def next_slice(found: CaseImport, wall: WallClock) -> Enqueue:
    """The row that brings the next slice of this very version to a worker."""
    return Enqueue(found.scope, Consumer.IMPORTS, found.id, wall.now(), run=found.version)


def _check_clock(command: StartImport) -> None:
    if command.defaults.test_clock_id is not None and command.scope.livemode:
        detail = "Test clocks exist in test mode only."
        problem = FieldProblem("#/defaults/test_clock_id", "test_clock_in_live_mode", detail)
        raise InvalidInput("A live case runs on real time.", errors=(problem,))


def _shape(command: StartImport) -> _Shape:
    if command.format is ImportFormat.E_INVOICES:
        return _Shape(len(command.upload_ids))
    table = read_table(command.content)
    given = ("debtor_kind",) if command.defaults.debtor_kind else ()
    layout = layout_of(table.header, command.mapping, given)
    columns = tuple((name, table.header[place]) for name, place in layout.places)
    return _Shape(len(table.rows), table.first_line, columns, layout.unknown)
