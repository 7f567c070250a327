"""The published surface: what of the contract a program can rely on, without descriptions and examples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
_RULES = (
    "$ref",
    "type",
    "format",
    "enum",
    "const",
    "pattern",
    "default",
    "required",
    "additionalProperties",
    "propertyNames",
    "unevaluatedProperties",
    "uniqueItems",
    "multipleOf",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "x-extensible-enum",
)
_PARTS = ("oneOf", "anyOf", "allOf")


def surface_of(document: Mapping[str, Any]) -> Json:
    """Operations by id, events by type, schemas by name, every problem code."""
    schemas = document["components"]["schemas"]
    problem = schemas["Problem"]["properties"]["code"]
    return {
        "operations": {
            told["operationId"]: _operation(document, method, path, told)
            for path, methods in document["paths"].items()
            for method, told in methods.items()
            if method in METHODS
        },
        "events": {name: _body(methods["post"]["requestBody"]) for name, methods in document["webhooks"].items()},
        "problem_codes": sorted(problem["x-extensible-enum"]),
        "schemas": {name: reduced(schema) for name, schema in schemas.items()},
    }


def as_text(surface: Json) -> str:
    """One line for each operation, event and schema, in order: a change shows which one it touches."""
    parts = []
    for part, content in surface.items():
        if isinstance(content, list):
            parts.append(f'"{part}": {json.dumps(content)}')
            continue
        lines = [f"  {json.dumps(name)}: {_compact(content[name])}" for name in sorted(content)]
        parts.append(f'"{part}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def reduced(schema: Any) -> Any:
    """A schema with its rules alone."""
    if not isinstance(schema, dict):
        return schema
    found = {rule: schema[rule] for rule in _RULES if rule in schema}
    for members in ("additionalProperties", "propertyNames"):
        if isinstance(found.get(members), dict):
            found[members] = reduced(found[members])
    if "properties" in schema:
        found["properties"] = {name: reduced(each) for name, each in schema["properties"].items()}
    if "items" in schema:
        found["items"] = reduced(schema["items"])
    return found | {part: [reduced(each) for each in schema[part]] for part in _PARTS if part in schema}


def _operation(document: Mapping[str, Any], method: str, path: str, told: Json) -> Json:
    parameters = [_referred(document, each) for each in told.get("parameters", ())]
    responses = {status: _referred(document, each) for status, each in told["responses"].items()}
    return {
        "call": f"{method.upper()} {path}",
        "security": told.get("security", document.get("security", [])),
        "scope": told.get("x-scope"),
        "parameters": {f"{each['in']} {each['name']}": _parameter(each) for each in parameters},
        "request": _body(told["requestBody"]) if "requestBody" in told else None,
        "responses": {status: _response(each) for status, each in responses.items() if status < "400"},
        "problems": {
            status: sorted({*each.get("x-problem-codes", ()), *told.get("x-problem-codes", {}).get(status, ())})
            for status, each in responses.items()
            if status >= "400"
        },
    }


def _parameter(told: Json) -> Json:
    return {"required": told.get("required", False), "schema": reduced(told["schema"])}


def _body(told: Json) -> Json:
    content = {kind: reduced(each["schema"]) for kind, each in told["content"].items()}
    return {"required": told.get("required", False), "content": content}


def _response(told: Json) -> Json:
    content = {kind: reduced(each["schema"]) for kind, each in told.get("content", {}).items()}
    return {"headers": sorted(told.get("headers", ())), "content": content}


def _referred(document: Mapping[str, Any], node: Json) -> Json:
    if "$ref" not in node:
        return node
    found: Any = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return {**found, **{name: value for name, value in node.items() if name != "$ref"}}


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
