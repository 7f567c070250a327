"""Where a request of the contract may name an object: ids in the path, in the query, anywhere in the body."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from chalicelib.entrypoints.http.framework.api_blueprint import Operation
from chalicelib.entrypoints.http.framework.ids import PREFIXES
from tests.contract.contract_document import described, parameters, resolved

_ID = re.compile(r"\^([a-z]+)_\[0-7\]")
_DOCUMENT = {"type": "contract", "name": "piece.pdf"}
_EMPTY: dict[str, Any] = {
    "documents": [_DOCUMENT],
    "document": _DOCUMENT,
    "invoice_files": [{"name": "facture.xml"}],
    "file": {"name": "avoir.xml"},
    "limitation_acts": [{"kind": "acknowledgement", "on": "2026-10-01"}],
    "prior_reminders": [{"channel": "email", "on": "2026-10-10"}],
}
_UNTYPED = {"prior_reminders"}
_INSTEAD_OF = {"invoice_files": ("invoices",), "file": ("invoice_id", "number", "issued_on", "amount")}
_TOGETHER = {"mandate_id": {"collector_mode": "third_party_mandate"}}
_OTHERWISE = {"debtor": "debtor_id", "debtor_id": "debtor"}


@dataclass(frozen=True)
class Request:
    """A request as it is sent; ``path`` carries the query."""

    method: str
    path: str
    body: Any
    headers: dict[str, str]


@dataclass(frozen=True)
class Position:
    """``place`` is ``path``, ``query`` or ``body``; ``at`` leads there; ``prefix`` is that of the ids it takes."""

    place: str
    at: tuple[str | int, ...]
    prefix: str

    @property
    def name(self) -> str:
        return f"{self.place}:{'/'.join(str(part) for part in self.at)}"

    def naming(self, request: Request, template: str, id_: str) -> Request:
        """The same request with this id here; where nothing stood, it is added."""
        match self.place:
            case "path":
                return Request(request.method, _path(request.path, template, str(self.at[0]), id_), *_rest(request))
            case "query":
                path = f"{request.path.partition('?')[0]}?{urlencode({str(self.at[0]): id_})}"
                return Request(request.method, path, *_rest(request))
            case _:
                body = _set(copy.deepcopy(request.body or {}), self.at, id_)
                return Request(request.method, request.path, body, request.headers)


def positions(operation: Operation) -> tuple[Position, ...]:
    """Every place of the contract where this operation takes an id."""
    told = described(operation.method, operation.path)
    named = re.findall(r"\{(\w+)\}", operation.path)
    found = [Position("path", (name,), PREFIXES[name]) for name in named if name in PREFIXES]
    for name, parameter in parameters(told, "query").items():
        prefix = _prefix(resolved(parameter["schema"]))
        if prefix:
            found.append(Position("query", (name,), prefix))
    if operation.request is not None:
        schema = resolved(told["requestBody"])["content"]["application/json"]["schema"]
        found.extend(Position("body", at, prefix) for at, prefix in _ids_of(schema, ()))
    return tuple(found)


def _ids_of(schema: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    node = resolved(schema)
    prefix = _prefix(node)
    if prefix:
        yield at, prefix
    for part in (*node.get("allOf", ()), *node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _ids_of(part, at)
    for name, child in node.get("properties", {}).items():
        yield from _ids_of(child, (*at, name))
    if "items" in node:
        yield from _ids_of(node["items"], (*at, 0))


def _prefix(schema: Any) -> str | None:
    found = _ID.match(str(schema.get("pattern", "")))
    return found.group(1) if found else None


def _rest(request: Request) -> tuple[Any, dict[str, str]]:
    return request.body, request.headers


def _path(path: str, template: str, name: str, id_: str) -> str:
    concrete, mark, query = path.partition("?")
    parts = template.split("/")
    return "/".join(id_ if t == f"{{{name}}}" else c for t, c in zip(parts, concrete.split("/"), strict=True)) + (
        mark + query
    )


def _set(body: Any, at: tuple[str | int, ...], id_: str) -> Any:
    node = body
    for part, following in pairwise(at):
        for name in _INSTEAD_OF.get(str(part), ()):
            body.pop(name, None)
        if isinstance(node, dict) and not node.get(str(part)):
            node[str(part)] = copy.deepcopy(_EMPTY.get(str(part), [{}] if following == 0 else {}))
            if part == "document" and at[0] in _UNTYPED:
                node[str(part)].pop("type")
        node = node[part]
    _name(node, str(at[-1]), id_, alone=len(at) == 1)
    return body


def _name(node: Any, last: str, id_: str, *, alone: bool) -> None:
    if isinstance(node, list):
        node[:] = [id_]
        return
    node[last] = id_
    if last == "upload_id":
        node.pop("content_base64", None)
    if "invoices" in node or "invoice_files" in node:
        node.update(_TOGETHER.get(last, {}))
    if alone and last in _OTHERWISE:
        node.pop(_OTHERWISE[last], None)
