"""Fields of the contract's schemas in words: their kind, whether they are required, every limit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

Json = dict[str, Any]
_ANY_TEXT = r"^[^\u0000]*$"
"""The pattern of a text without further rule; it would tell the reader nothing."""


@dataclass(frozen=True)
class Field:
    """A parameter, or a property of an object. ``place`` is where a parameter stands; ``limits`` are phrases."""

    name: str
    kind: Markup
    required: bool
    description: str
    limits: tuple[Markup, ...]
    place: str = ""
    fields: tuple[Field, ...] = ()


class Fields:
    """Reads schemas of one document."""

    def __init__(self, document: Json) -> None:
        self._document = document

    def resolved(self, node: Json) -> Json:
        """The node itself, or what it refers to; what stands beside a reference wins."""
        while "$ref" in node:
            target: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = {**target, **{name: value for name, value in node.items() if name != "$ref"}}
        return node

    def of(self, schema: Json) -> tuple[Field, ...]:
        """The properties of an object, in the document's order, those of its parts included."""
        required = set(schema.get("required", ()))
        own = tuple(self._property(name, node, name in required) for name, node in schema.get("properties", {}).items())
        return own + tuple(field for part in schema.get("allOf", ()) for field in self.of(part))

    def parameter(self, node: Json) -> Field:
        """A parameter of an operation."""
        schema = node["schema"]
        text = node.get("description", "")
        return Field(node["name"], self.kind(schema), node.get("required", False), text, limits(schema), node["in"])

    def kind(self, schema: Json) -> Markup:
        """What a value is: named schemas are links to their place on the page."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return Markup('<a href="#schema-{0}">{0}</a>').format(name)
        for choice in ("oneOf", "anyOf", "allOf"):
            if choice in schema and any("type" in part or "$ref" in part for part in schema[choice]):
                glue = Markup(" and ") if choice == "allOf" else Markup(" or ")
                return glue.join(dict.fromkeys(self.kind(part) for part in schema[choice]))
        kinds = schema.get("type", "any value")
        if isinstance(kinds, list):
            return Markup(" or ").join(self.kind({**schema, "type": kind}) for kind in kinds)
        if kinds == "array":
            return Markup("array of {}").format(self.kind(schema["items"]))
        return Markup("{}").format(kinds)

    def _property(self, name: str, node: Json, required: bool) -> Field:
        text = node.get("description", "")
        if not text and "$ref" in node:
            text = self.resolved(node).get("description", "")
        return Field(name, self.kind(node), required, text, limits(node), fields=self._inner(node))

    def _inner(self, node: Json) -> tuple[Field, ...]:
        """The fields of an object that has no name of its own."""
        parts = [node, *([node["items"]] if "items" in node else ()), *node.get("oneOf", ())]
        return tuple(field for part in parts if "properties" in part for field in self.of(part))


def limits(schema: Json) -> tuple[Markup, ...]:
    """Every bound that a schema sets, as phrases; those of an array's items follow its own."""
    found = [
        *_enumeration(schema),
        *_range(schema, "Length", "characters"),
        *_range(schema, "Items", "items"),
        *_range(schema, "Properties", "entries"),
        *_numbers(schema),
        *(_code("{}", schema["format"]) for _ in ("format",) if "format" in schema),
        *(
            _code("pattern {}", schema["pattern"])
            for _ in ("pattern",)
            if schema.get("pattern", _ANY_TEXT) != _ANY_TEXT
        ),
        *(_code("default {}", _json(schema["default"])) for _ in ("default",) if "default" in schema),
    ]
    if "items" in schema and (of_each := limits(schema["items"])):
        found.append(Markup("each: ") + Markup("; ").join(of_each))
    for part in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        found += limits(part)
    return tuple(found)


def _enumeration(schema: Json) -> list[Markup]:
    if "const" in schema:
        return [_code("always {}", _json(schema["const"]))]
    if "enum" in schema:
        values = Markup(", ").join(_code("{}", _json(value)) for value in schema["enum"])
        return [Markup("one of ") + values if len(schema["enum"]) > 1 else values]
    return []


def _range(schema: Json, what: str, unit: str) -> list[Markup]:
    least, most = schema.get(f"min{what}"), schema.get(f"max{what}")
    if least is not None and least == most:
        return [Markup("{} {}").format(f"{least:,}", unit)]
    if least and most is not None:
        return [Markup("{} to {} {}").format(f"{least:,}", f"{most:,}", unit)]
    if most is not None:
        return [Markup("at most {} {}").format(f"{most:,}", unit)]
    return [Markup("at least {} {}").format(f"{least:,}", unit)] if least else []


def _numbers(schema: Json) -> list[Markup]:
    words = {
        "minimum": "from {}",
        "exclusiveMinimum": "more than {}",
        "maximum": "up to {}",
        "exclusiveMaximum": "less than {}",
    }
    return [Markup(phrase).format(f"{schema[name]:,}") for name, phrase in words.items() if name in schema]  # noqa: S704


def _code(phrase: str, value: object) -> Markup:
    return Markup(phrase).format(Markup("<code>{}</code>").format(value))  # noqa: S704 - the phrase is this file's own


def _json(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
