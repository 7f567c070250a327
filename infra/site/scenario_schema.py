"""The JSON Schema of a scenario's definition (2020-12), taken out of the contract, so that the two cannot differ."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ROOT, COMPONENTS = "ScenarioDefinition", "#/components/schemas/"


def scenario_schema(document: dict[str, Any]) -> dict[str, Any]:
    """The component with all that it refers to under ``$defs``; formats of OpenAPI alone are left out."""
    schemas = document["components"]["schemas"]
    server = document["servers"][0]["url"]
    root = _local(schemas[ROOT])
    named = {name: _local(schemas[name]) for name in _needed(schemas, ROOT)}
    return {"$schema": DIALECT, "$id": f"{server}/scenario-schema", "title": "Scenario", **root, "$defs": named}


def _needed(schemas: dict[str, Any], name: str) -> list[str]:
    found: list[str] = []
    waiting = [name]
    while waiting:
        for other in _references(schemas[waiting.pop()]):
            if other not in found:
                found.append(other)
                waiting.append(other)
    return sorted(found)


def _references(value: Any) -> Iterator[str]:
    for name, each in value.items() if isinstance(value, dict) else enumerate(value):
        if name == "$ref":
            yield str(each).removeprefix(COMPONENTS)
        elif isinstance(each, dict | list):
            yield from _references(each)


def _local(schema: Any) -> Any:
    """The same, referring to its own ``$defs``."""
    if isinstance(schema, list):
        return [_local(each) for each in schema]
    if not isinstance(schema, dict):
        return deepcopy(schema)
    return {
        name: str(each).replace(COMPONENTS, "#/$defs/") if name == "$ref" else _local(each)
        for name, each in schema.items()
        if not (name == "format" and each in ("int32", "int64"))
    }
