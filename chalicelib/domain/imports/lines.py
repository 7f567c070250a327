"""A line of an import as the request that would open its case alone: one set of rules for both (R-018)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.errors import FieldProblem

from .cells import CellProblem, text
from .columns import BY_NAME, METADATA, Layout

Json = dict[str, Any]


@dataclass(frozen=True)
class LineRequest:
    """``body`` is what ``POST /cases`` takes. ``problems`` are cells that cannot be read: then nothing is opened."""

    line: int
    body: Json
    debtor_reference: str | None = None
    problems: tuple[FieldProblem, ...] = ()

    @property
    def invoice_number(self) -> str | None:
        invoices = self.body.get("invoices") or [{}]
        number = invoices[0].get("number")
        return number if isinstance(number, str) else None


def row_request(line: int, row: Sequence[str], layout: Layout, defaults: Json, width: int) -> LineRequest:
    """``defaults`` is the part of the body that every line shares; a cell of the line wins over it."""
    body: Json = {**defaults, "metadata": dict(defaults.get("metadata", {}))}
    problems: list[FieldProblem] = []
    if not any(row):
        problems.append(FieldProblem("#", "empty_line", "The line is empty; take it out."))
    elif len(row) > width:
        problems.append(FieldProblem("#", "too_many_cells", "More cells than the header names: quote the separators."))
    reference = None
    for field, place in layout.places if not problems else ():
        cell = row[place] if place < len(row) else ""
        if not cell:
            continue
        try:
            if field.startswith(METADATA):
                body["metadata"][field.removeprefix(METADATA)] = text(cell)
            elif field == "debtor_reference":
                reference = text(cell)
            else:
                _put(body, BY_NAME[field].path.split("/"), BY_NAME[field].read(cell))
        except CellProblem as problem:
            pointer = f"#/{BY_NAME[field].path or field}" if field in BY_NAME else f"#/metadata/{field}"
            problems.append(FieldProblem(pointer, problem.code, problem.detail))
    return LineRequest(line, body, reference, tuple(problems))


def upload_request(line: int, upload_id: str, defaults: Json) -> LineRequest:
    """A line that is an e-invoice, uploaded before."""
    return LineRequest(line, {**defaults, "invoice_files": [{"name": f"e-invoice-{line}", "upload_id": upload_id}]})


def shared_body(creditor_id: str, defaults: Mapping[str, Any]) -> Json:
    """What all lines have in common: creditor, scenario, mode, clock, metadata, and the kind of who says none."""
    body: Json = {"creditor_id": creditor_id}
    body |= {name: value for name, value in defaults.items() if value and name not in ("debtor_kind", "metadata")}
    if defaults.get("metadata"):
        body["metadata"] = dict(defaults["metadata"])
    if defaults.get("debtor_kind"):
        body["debtor"] = {"kind": defaults["debtor_kind"]}
    return body


def _put(body: Json, path: Sequence[str], value: Any) -> None:
    """Into a copy of what is shared, on the way down."""
    *way, name = path
    here: Any = body
    for part, following in zip(way, path[1:], strict=True):
        if isinstance(here, list):
            here = here[0]
            continue
        inner = here.get(part)
        here[part] = ([{}] if following == "0" else {}) if inner is None else inner.copy()
        here = here[part]
    (here[0] if isinstance(here, list) else here)[name] = value


def column_of(pointer: str, layout: Layout | None, header: Sequence[str]) -> str | None:
    """The column that a pointer of the request is about, under its name in the file; ``None`` for the whole line.

    Of a field that the file has no column for, the name of the field.
    """
    path = pointer.removeprefix("#/")
    if layout is None:
        return None
    places = dict(layout.places)
    if path.startswith("metadata/"):
        named = f"{METADATA}{path.removeprefix('metadata/').removeprefix(METADATA)}"
        return header[places[named]] if named in places else named
    for column in BY_NAME.values():
        if path in (column.path, column.name) or path == f"debtor/{column.name}":
            return header[places[column.name]] if column.name in places else column.name
    longer = next((c for c in BY_NAME.values() if c.path and path.startswith(f"{c.path}/")), None)
    if longer is not None:
        return header[places[longer.name]] if longer.name in places else longer.name
    return None
