"""Aims generated requests: valid ones mostly name objects that exist, some miss, some name another tenant's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from schemathesis import Case, HookContext
from schemathesis.core import NOT_SET
from schemathesis.core.parameters import ParameterLocation

from tests.support.journey.every_operation import Spoken

from .travelled_world import ID, TravelledWorld

SOCKET_SETTINGS = ("max_redirects", "verify", "cert", "proxies", "timeout")
PLAINEST = "Default positive test case"
Json = Any


class Aim:
    """``before_call`` of a campaign. What is invalid on purpose stays as it was generated."""

    def __init__(self, travelled: TravelledWorld) -> None:
        self._travelled = travelled
        self.living: set[str] = set()
        self.varies = True

    def __call__(self, context: HookContext, case: Case[Any], kwargs: Mapping[str, Any]) -> None:
        del context, kwargs
        visit = self._travelled.visits.get((case.operation.method.upper(), f"/v1{case.operation.path}"))
        if visit is None or case.meta is None:
            return
        draw = _draw(case)
        known = self._known(visit, draw)
        if _is_valid(case, ParameterLocation.PATH) and case.path_parameters:
            ids = _ids_of_path(case.operation.path, visit.path)
            case.path_parameters = {
                name: self._aimed(value, known, ids.get(name, value)) for name, value in case.path_parameters.items()
            }
        if _is_valid(case, ParameterLocation.BODY) and case.body is not NOT_SET:
            case.body = self._body(case.body, visit, known, draw)
        if _is_valid(case, ParameterLocation.QUERY) and case.query:
            kept = {name: value for name, value in case.query.items() if name != "cursor" or draw % 4 == 3}
            case.query = {name: self._aimed(value, known, None) for name, value in kept.items()}
        if _is_valid(case, ParameterLocation.HEADER):
            _conditions(case, visit, draw)

    def _known(self, visit: Spoken, draw: int) -> Mapping[str, str] | None:
        """Ids by prefix. One request in sixteen means what is another tenant's, one in sixteen nothing at all."""
        if draw % 16 == 1:
            return self._travelled.foreign
        if draw % 16 == 2:
            return None
        return {found.group(1): found.group(0) for found in ID.finditer(f"{visit.path} {json.dumps(visit.body)}")}

    def _aimed(self, value: Json, known: Mapping[str, str] | None, visited: Json) -> Json:
        """``value`` unless it is the id of nothing: then the one that the journey used here, or one of its kind."""
        if known is None or not isinstance(value, str) or value in self.living:
            return value
        found = ID.fullmatch(value)
        if visited is not None and known is not self._travelled.foreign and _kind(visited) == _kind(value):
            return visited
        return value if found is None else known.get(found.group(1), value)

    def _body(self, body: Json, visit: Spoken, known: Mapping[str, str] | None, draw: int) -> Json:
        """The same with living ids; one in three is the journey's own with one field as it was generated."""
        if isinstance(body, dict) and isinstance(visit.body, dict) and body and self.varies and draw % 3 == 0:
            name = sorted(body)[draw // 3 % len(body)]
            body = {**visit.body, name: body[name]}
        return self._filled(body, visit.body, known)

    def _filled(self, value: Json, visited: Json, known: Mapping[str, str] | None) -> Json:
        if isinstance(value, dict):
            inner = visited if isinstance(visited, dict) else {}
            return {name: self._filled(each, inner.get(name, each), known) for name, each in value.items()}
        if isinstance(value, list):
            first = visited[0] if isinstance(visited, list) and visited else None
            return [self._filled(each, first if first is not None else each, known) for each in value]
        return self._aimed(value, known, visited) if isinstance(value, str) and ID.fullmatch(value) else value


def _draw(case: Case[Any]) -> int:
    """A number that the case decides; zero for the contract's own examples and for the plainest case: they hit."""
    assert case.meta is not None
    description = str(case.meta.phase.data.description)
    if case.meta.phase.name.value == "examples" or description == PLAINEST:
        return 0
    told = [case.path_parameters, case.query, case.body is NOT_SET or case.body, description]
    return crc32(json.dumps(told, default=str).encode())


def _conditions(case: Case[Any], visit: Spoken, draw: int) -> None:
    """Most changes are of the present version, and most readers have another one."""
    if "If-Match" in case.headers and draw % 5 != 4:
        case.headers["If-Match"] = visit.sent.get("If-Match", "*")
    if "If-None-Match" in case.headers and draw % 5 != 4:
        case.headers["If-None-Match"] = '"v0"'


def _is_valid(case: Case[Any], location: ParameterLocation) -> bool:
    component = case.meta.components.get(location) if case.meta else None
    return component is not None and component.mode.is_positive


def _kind(value: Json) -> str:
    """The prefix of an id; what is none is a name, such as that of a series."""
    found = ID.fullmatch(str(value))
    return found.group(1) if found else ""


def _ids_of_path(template: str, path: str) -> dict[str, str]:
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/?]+)", f"/v1{template}")
    found = re.match(pattern, path)
    return found.groupdict() if found else {}
