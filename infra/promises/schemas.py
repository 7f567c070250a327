"""Whether a schema still keeps what it promised, seen from who sends it or from who reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

Json = dict[str, Any]
_DEEPEST = 12
"""Levels of objects; schemas that hold themselves end here."""

_LEAST = ("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties")
_MOST = ("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties")
_SAME = ("const", "format", "pattern", "multipleOf", "uniqueItems")


class Side(Enum):
    """Who writes the value: what a client sends may only be asked less of, what it reads may only say more."""

    SENT = "request"
    READ = "response"


@dataclass(frozen=True)
class Schemas:
    """The named schemas of then and of now."""

    old: Mapping[str, Json]
    new: Mapping[str, Json]

    @cached_property
    def changed(self) -> frozenset[str]:
        """Names whose schema is another one now, or holds such a one."""
        found = {name for name in self.old.keys() | self.new.keys() if self.old.get(name) != self.new.get(name)}
        held = {name: references(schema) for name, schema in self.new.items()}
        while more := {name for name in held.keys() - found if held[name] & found}:
            found |= more
        return frozenset(found)

    def broken(self, old: Json, new: Json, side: Side, place: str = "", depth: int = 0) -> Iterator[str]:
        """Every promise about ``place`` that ``new`` does not keep, as a sentence that names the field."""
        if depth > _DEEPEST or (old == new and not references(old) & self.changed):
            return
        before, now = flat(old, self.old), flat(new, self.new)
        name = place or "the body"
        yield from _types(before, now, side, name)
        yield from _values(before, now, side, name)
        yield from _bounds(before, now, side, name)
        yield from self._fields(before, now, side, place, depth)
        yield from self._unnamed(before, now, side, place, depth)
        yield from self._alternatives(before, now, side, place, depth)
        if "items" in before and "items" in now:
            yield from self.broken(before["items"], now["items"], side, f"{place}[]", depth + 1)

    def _fields(self, before: Json, now: Json, side: Side, place: str, depth: int) -> Iterator[str]:
        had, has = before.get("properties", {}), now.get("properties", {})
        must, must_now = set(before.get("required", ())), set(now.get("required", ()))
        for field in had:
            at = f"{place}.{field}".lstrip(".")
            if field not in has:
                yield f"{side.value} lacks {at}"
                continue
            if side is Side.SENT and field in must_now - must:
                yield f"{side.value} newly requires {at}"
            if side is Side.READ and field in must - must_now:
                yield f"{side.value} may leave out {at}"
            yield from self.broken(had[field], has[field], side, at, depth + 1)
        if side is Side.SENT:
            yield from (
                f"{side.value} newly requires {place}.{f}".replace(" .", " ")
                for f in sorted(must_now - must - set(had))
            )
            if had and before.get("additionalProperties") is not False and now.get("additionalProperties") is False:
                yield f"{side.value} refuses unknown fields in {place or 'the body'}"

    def _unnamed(self, before: Json, now: Json, side: Side, place: str, depth: int) -> Iterator[str]:
        """Members that bring their own names: what they hold, and how they may be called."""
        for part, at in (("additionalProperties", f"{place}.*"), ("propertyNames", f"names in {place}")):
            had, has = (each if isinstance(each, dict) else {} for each in (before.get(part), now.get(part)))
            if had or has:
                yield from self.broken(had, has, side, at, depth + 1)

    def _alternatives(self, before: Json, now: Json, side: Side, place: str, depth: int) -> Iterator[str]:
        had, has = before.get("oneOf", []), now.get("oneOf", [])
        if (len(has) < len(had) and side is Side.SENT) or (len(has) > len(had) > 0 and side is Side.READ):
            yield f"{side.value} has other alternatives for {place or 'the body'}"
            return
        for old, new in zip(had, has, strict=False):
            yield from self.broken(old, new, side, place, depth + 1)


def flat(schema: Json, named: Mapping[str, Json]) -> Json:
    """One schema without references; ``null`` among alternatives becomes a type, parts of ``allOf`` become one."""
    while "$ref" in schema:
        beside = {name: value for name, value in schema.items() if name != "$ref"}
        schema = {**named[schema["$ref"].rsplit("/", 1)[1]], **beside}
    for part in schema.get("allOf", ()):
        schema = _merged(schema, flat(part, named))
    choices = schema.get("oneOf") or schema.get("anyOf")
    if not choices:
        return schema
    others = [each for each in choices if each.get("type") != "null"]
    rest = {name: value for name, value in schema.items() if name not in ("oneOf", "anyOf")}
    if len(others) == len(choices):
        return {**rest, "oneOf": others}
    if len(others) == 1:
        inner = flat(others[0], named)
        return {**rest, **inner, "type": sorted({*types(inner), "null"})}
    return {**rest, "oneOf": others, "type": [*types({"oneOf": others}), "null"]}


def references(schema: Any) -> set[str]:
    """Names of the schemas that a schema holds itself."""
    if isinstance(schema, list):
        return {name for each in schema for name in references(each)}
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"].rsplit("/", 1)[1]} if isinstance(schema.get("$ref"), str) else set()
    return own | {name for each in schema.values() for name in references(each)}


def types(schema: Json) -> frozenset[str]:
    """The types a value may have; none told: any."""
    told = schema.get("type", ())
    return frozenset({told} if isinstance(told, str) else told)


def _merged(one: Json, other: Json) -> Json:
    ours, theirs = one.get("properties", {}), other.get("properties", {})
    properties = {**theirs, **ours}
    properties |= {name: {"allOf": [ours[name], theirs[name]]} for name in ours if name in theirs}
    required = [*other.get("required", ()), *one.get("required", ())]
    found = {**other, **{name: value for name, value in one.items() if name != "allOf"}}
    return found | ({"properties": properties} if properties else {}) | ({"required": required} if required else {})


def _types(before: Json, now: Json, side: Side, name: str) -> Iterator[str]:
    had, has = types(before), types(now)
    gone, come = had - has, has - had
    if side is Side.SENT and has and not had:
        yield f"{side.value} takes only {_listed(has)} for {name}"
    if side is Side.READ and had and not has:
        yield f"{side.value} may hold anything in {name}"
    if side is Side.SENT and gone and has:
        yield f"{side.value} takes no {_listed(gone)} for {name}"
    if side is Side.READ and come and had:
        yield f"{side.value} may hold {_listed(come)} in {name}"
    if side is Side.READ and gone - {"null"} and has:
        yield f"{side.value} holds no {_listed(gone)} in {name}"


def _values(before: Json, now: Json, side: Side, name: str) -> Iterator[str]:
    had, has = _enumerated(before), _enumerated(now)
    if had is not None and has is not None:
        yield from (f"{side.value} lacks the value {value} of {name}" for value in sorted(had - has))
    if side is Side.SENT and had is None and has is not None:
        yield f"{side.value} takes only some values of {name}"
    if side is Side.SENT and before.get("default") != now.get("default"):
        yield f"{side.value} has another default for {name}"
    for rule in _SAME:
        if before.get(rule) != now.get(rule) and (rule in before if side is Side.READ else rule in now):
            yield f"{side.value} has another {rule} for {name}"


def _bounds(before: Json, now: Json, side: Side, name: str) -> Iterator[str]:
    """Narrower for who sends, wider for who reads."""
    for rule in (*_LEAST, *_MOST):
        old, new = (before, now) if side is Side.SENT else (now, before)
        if rule in new and (rule not in old or _is_tighter(rule, new[rule], old[rule])):
            how = "narrows" if side is Side.SENT else "widens"
            yield f"{side.value} {how} {rule} of {name} from {before.get(rule)} to {now.get(rule)}"


def _is_tighter(rule: str, one: float, other: float) -> bool:
    return one > other if rule in _LEAST else one < other


def _enumerated(schema: Json) -> frozenset[str] | None:
    told = schema.get("enum", schema.get("x-extensible-enum"))
    return None if told is None else frozenset(str(value) for value in told if value is not None)


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))
