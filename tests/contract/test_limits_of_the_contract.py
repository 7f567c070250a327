"""Every value of the contract is bounded, wherever it stands: bodies, answers, parameters, headers, webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .contract_document import Json, document

FIXED_LENGTH = {"date", "uuid"}
PARTS = ("oneOf", "anyOf", "allOf")


def unbounded(schema: Json, place: str) -> Iterator[str]:
    """Each value inside ``schema`` whose size nothing limits. References are judged where they lead."""
    if "$ref" in schema:
        return
    kinds = schema.get("type", [])
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    fixed = "enum" in schema or "const" in schema
    if "string" in kinds and not fixed and "maxLength" not in schema and schema.get("format") not in FIXED_LENGTH:
        yield f"{place}: a string without maxLength"
    if kinds & {"integer", "number"} and not fixed and not _has_range(schema):
        yield f"{place}: a number without minimum and maximum"
    if "array" in kinds and "maxItems" not in schema:
        yield f"{place}: an array without maxItems"
    if "object" in kinds and not _is_closed(schema) and not place.endswith("EventData"):
        yield f"{place}: an object that does not tell what else it may hold"
    yield from _inside(schema, place)


def _has_range(schema: Json) -> bool:
    return {"minimum", "exclusiveMinimum"} & set(schema) != set() and {"maximum", "exclusiveMaximum"} & set(
        schema
    ) != set()


def _is_closed(schema: Json) -> bool:
    open_ended = schema.get("additionalProperties", schema.get("unevaluatedProperties", True))
    return open_ended is False or "maxProperties" in schema


def _inside(schema: Json, place: str) -> Iterator[str]:
    for name, each in schema.get("properties", {}).items():
        yield from unbounded(each, f"{place}.{name}")
    if "items" in schema:
        yield from unbounded(schema["items"], f"{place}[]")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from unbounded(schema["additionalProperties"], f"{place}{{}}")
    for part in PARTS:
        for index, each in enumerate(schema.get(part, ())):
            yield from unbounded(_as_part(each, schema), f"{place}/{part}/{index}")


def _as_part(part: Json, whole: Json) -> Json:
    """A part of a closed whole need not close itself."""
    closed = "unevaluatedProperties" in whole or any("$ref" in each for each in whole.get("allOf", ()))
    return {**part, "additionalProperties": False} if closed and part.get("type") == "object" else part


def schemas(node: Any, place: str) -> Iterator[tuple[str, Json]]:
    """Every schema that stands at an operation, parameter, header or webhook, with its place."""
    if isinstance(node, dict):
        if isinstance(node.get("schema"), dict):
            yield place, node["schema"]
        for name, child in node.items():
            if name not in ("example", "examples", "schema", "schemas"):
                yield from schemas(child, f"{place}/{name}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from schemas(child, f"{place}/{index}")


@pytest.mark.parametrize("name", sorted(document()["components"]["schemas"]))
def test_every_value_of_a_schema_is_bounded(name: str) -> None:
    assert list(unbounded(document()["components"]["schemas"][name], name)) == []


@pytest.mark.parametrize("part", ["paths", "webhooks", "components"])
def test_every_parameter_header_body_and_answer_is_bounded(part: str) -> None:
    found = list(schemas(document()[part], part))
    assert len(found) > 20
    assert [each for place, schema in found for each in unbounded(schema, place)] == []


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": "string"}, "a string without maxLength"),
        ({"type": ["string", "null"], "format": "date-time"}, "a string without maxLength"),
        ({"type": "integer", "minimum": 0}, "a number without minimum and maximum"),
        ({"type": "array", "items": {"type": "boolean"}}, "an array without maxItems"),
        ({"type": "array", "maxItems": 3, "items": {"type": "string"}}, "a string without maxLength"),
        ({"type": "object", "properties": {}}, "an object that does not tell what else it may hold"),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "a string without maxLength"),
    ],
)
def test_what_is_not_bounded_is_found(schema: Json, told: str) -> None:
    assert [each.partition(": ")[2] for each in unbounded(schema, "here")] == [told]
