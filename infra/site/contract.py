"""What the documentation page shows of `openapi.yaml`: operations by resource, schemas, fields with their limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .curl import curl
from .fields import Field, Fields
from .prose import ANY_ID

Json = dict[str, Any]
_PUBLIC = "Public: it takes no key."
_ONE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
"""A line that ends within a paragraph."""
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Representation:
    """A body of one media type; ``example`` is text, as it is sent."""

    media_type: str
    kind: Any
    example: str | None


@dataclass(frozen=True)
class Response:
    """An answer; ``problems`` are the codes that a refusal can carry."""

    status: str
    description: str
    representations: tuple[Representation, ...]
    headers: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def is_success(self) -> bool:
        return self.status < "400"


@dataclass(frozen=True)
class Operation:
    """One method of one path. ``access`` says whose key, and with which scope; ``french`` is the summary in French."""

    id: str
    method: str
    path: str
    summary: str
    french: str
    description: str
    access: str
    parameters: tuple[Field, ...]
    body: Representation | None
    body_note: str
    body_fields: tuple[Field, ...]
    responses: tuple[Response, ...]
    curl: str | None
    is_deprecated: bool


@dataclass(frozen=True)
class Event:
    """What one type of event tells a receiver; ``fields`` are its own details, beside what every event carries."""

    type: str
    anchor: str
    summary: str
    french: str
    description: str
    fields: tuple[Field, ...]
    example: str


@dataclass(frozen=True)
class Resource:
    """The operations under one tag."""

    name: str
    description: str
    french: str
    operations: tuple[Operation, ...]

    @property
    def anchor(self) -> str:
        return "resource-" + self.name.lower().replace(" ", "-")


@dataclass(frozen=True)
class Schema:
    """A named schema."""

    name: str
    description: str
    kind: Any
    fields: tuple[Field, ...]


class Contract:
    """The document, read for the page."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._fields = Fields(document)
        self.server: str = document["servers"][0]["url"]
        self.title: str = document["info"]["title"]
        self.version: str = document["info"]["version"]
        self.description: str = document["info"]["description"]

    def anchors(self) -> dict[tuple[str, str], str]:
        """Where each operation stands on the page, by method and path with its ids as `{}`."""
        found = self._each("paths")
        return {(m.upper(), ANY_ID.sub("{}", path)): f"#operation-{o['operationId']}" for path, m, o in found}

    def resources(self) -> tuple[Resource, ...]:
        """Tags in the document's order; each operation under its first tag."""
        return tuple(
            Resource(tag["name"], tag["description"], tag["x-summary-fr"], tuple(self._operations(tag["name"])))
            for tag in self._document["tags"]
        )

    def events(self) -> tuple[Event, ...]:
        """What the API sends by itself, type by type."""
        return tuple(self._event(name, told) for name, _, told in self._each("webhooks"))

    def schemas(self) -> tuple[Schema, ...]:
        """Every named schema, by name."""
        found = sorted(self._document["components"]["schemas"].items())
        return tuple(
            Schema(name, node.get("description", ""), self._fields.kind(node), self._fields.of(node))
            for name, node in found
        )

    def _each(self, part: str) -> Iterator[tuple[str, str, Json]]:
        for path, methods in self._document[part].items():
            yield from ((path, method, methods[method]) for method in METHODS if method in methods)

    def _event(self, name: str, told: Json) -> Event:
        ((_, content),) = told["requestBody"]["content"].items()
        _, *own = content["schema"]["allOf"][1]["properties"]["data"]["allOf"]
        return Event(
            type=name,
            anchor=f"event-{name.replace('.', '-')}",
            summary=told["summary"],
            french=told["x-summary-fr"],
            description=_beyond(told),
            fields=tuple(field for part in own for field in self._fields.of(part)),
            example=json.dumps(content["example"], ensure_ascii=False, indent=2),
        )

    def _operations(self, tag: str) -> Iterator[Operation]:
        for path, method, told in self._each("paths"):
            if told["tags"][0] == tag:
                yield self._operation(path, method, told)

    def _operation(self, path: str, method: str, told: Json) -> Operation:
        body, note, fields = self._body(told.get("requestBody"))
        parameters = [self._fields.resolved(node) for node in told.get("parameters", ())]
        example = None if body is None else body.example
        return Operation(
            id=told["operationId"],
            method=method.upper(),
            path=path,
            summary=told["summary"],
            french=told["x-summary-fr"],
            description=_beyond(told),
            access=_access(told),
            parameters=tuple(self._fields.parameter(node) for node in parameters),
            body=body,
            body_note=note,
            body_fields=fields,
            responses=tuple(
                self._response(status, node, told.get("x-problem-codes", {}).get(status, ()))
                for status, node in told["responses"].items()
            ),
            curl=curl(self.server, method.upper(), path, told, parameters, example),
            is_deprecated=told.get("deprecated", False),
        )

    def _body(self, node: Json | None) -> tuple[Representation | None, str, tuple[Field, ...]]:
        if node is None:
            return None, "", ()
        ((media_type, content),) = node["content"].items()
        fields = self._fields.of(self._fields.resolved(content["schema"]))
        return self._representation(media_type, content), node.get("description", ""), fields

    def _response(self, status: str, node: Json, own: Iterable[str]) -> Response:
        told = self._fields.resolved(node)
        content = told.get("content", {})
        return Response(
            status=status,
            description=told["description"],
            representations=tuple(self._representation(kind, each) for kind, each in content.items()),
            headers=tuple(told.get("headers", ())),
            problems=tuple(sorted({*own, *told.get("x-problem-codes", ())})),
        )

    def _representation(self, media_type: str, content: Json) -> Representation:
        given = content.get("example")
        text = given if isinstance(given, str) or given is None else json.dumps(given, ensure_ascii=False, indent=2)
        return Representation(media_type, self._fields.kind(content["schema"]), text)


def _beyond(told: Json) -> str:
    """What a description says beyond the summary and the key, which stand in places of their own.

    A first sentence that goes on where the summary ends is kept whole.
    """
    text: str = _ONE_BREAK.sub(" ", told.get("description", "").strip())
    if text == told["summary"] or text.startswith(f"{told['summary']}."):
        text = text.removeprefix(told["summary"]).removeprefix(".")
    for sentence in (
        _access(told),
        _access(told).replace("a key with", "").replace("  ", " "),
        _PUBLIC.replace(":", ";"),
    ):
        text = text.replace(sentence, "")
    return text.strip()


def _access(told: Json) -> str:
    keys = [name for choice in told.get("security", ()) for name in choice]
    if not keys:
        return _PUBLIC
    if keys == ["operatorKey"]:
        return "Needs the operator key."
    scope = told.get("x-scope")
    return f"Needs a key with the scope `{scope}`." if scope else "Takes any key."
