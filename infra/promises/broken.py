"""Which published promises a contract breaks: what a program that worked yesterday could stumble over today.

Additions break nothing: operations, optional parameters and fields of requests, fields of answers, values that answers
may hold, event types, problem codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .schemas import Schemas, Side

Json = dict[str, Any]
PROBLEMS = "problem codes"
"""The name under which the catalogue's own promises stand."""


def broken_promises(published: Json, present: Json) -> dict[str, list[str]]:
    """Broken promises by operation id, event type, or ``problem codes``; empty where all are kept."""
    schemas = Schemas(published["schemas"], present["schemas"])
    found: dict[str, list[str]] = {}
    for name, old in published["operations"].items():
        found[name] = _unique(_operation(old, present["operations"].get(name), schemas))
    for name, old in published["events"].items():
        found[name] = _unique(_event(old, present["events"].get(name), schemas))
    gone = sorted(set(published["problem_codes"]) - set(present["problem_codes"]))
    found[PROBLEMS] = [f"the code {code} is gone" for code in gone]
    return {name: broken for name, broken in found.items() if broken}


def _unique(broken: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(broken))


def _event(old: Json, new: Json | None, schemas: Schemas) -> Iterator[str]:
    if new is None:
        yield "the event type is gone"
        return
    yield from _contents(old["content"], new["content"], Side.READ, schemas, "event")


def _operation(old: Json, new: Json | None, schemas: Schemas) -> Iterator[str]:
    if new is None:
        yield "the operation is gone"
        return
    for name, word in (("call", "is called by"), ("scope", "needs the scope"), ("security", "takes the keys")):
        if old[name] != new[name]:
            yield f"{word} {new[name]}, was {old[name]}"
    yield from _parameters(old["parameters"], new["parameters"], schemas)
    yield from _request(old["request"], new["request"], schemas)
    for status, answer in old["responses"].items():
        if status not in new["responses"]:
            yield f"status {status} is gone"
            continue
        yield from _answer(answer, new["responses"][status], schemas, f"response {status}")
    for status, codes in old["problems"].items():
        gone = sorted(set(codes) - set(new["problems"].get(status, ())))
        yield from (f"problem {status} {code} is gone" for code in gone)


def _parameters(old: Mapping[str, Json], new: Mapping[str, Json], schemas: Schemas) -> Iterator[str]:
    for name, told in old.items():
        if name not in new:
            yield f"parameter {name} is gone"
            continue
        if new[name]["required"] and not told["required"]:
            yield f"parameter {name} is newly required"
        broken = schemas.broken(told["schema"], new[name]["schema"], Side.SENT)
        yield from (f"parameter {name}: {each}" for each in broken)
    yield from (f"parameter {name} is newly required" for name in new if name not in old and new[name]["required"])


def _request(old: Json | None, new: Json | None, schemas: Schemas) -> Iterator[str]:
    if old is None or new is None:
        if old is not None:
            yield "the request's body is gone"
        elif new is not None and new["required"]:
            yield "a body is newly required"
        return
    if new["required"] and not old["required"]:
        yield "a body is newly required"
    yield from _contents(old["content"], new["content"], Side.SENT, schemas, "request")


def _answer(old: Json, new: Json, schemas: Schemas, name: str) -> Iterator[str]:
    yield from (f"{name} lacks the header {each}" for each in old["headers"] if each not in new["headers"])
    yield from _contents(old["content"], new["content"], Side.READ, schemas, name)


def _contents(
    old: Mapping[str, Json], new: Mapping[str, Json], side: Side, schemas: Schemas, name: str
) -> Iterator[str]:
    for kind, schema in old.items():
        if kind not in new:
            yield f"{name} is not had as {kind}"
            continue
        yield from (each.replace(side.value, name, 1) for each in schemas.broken(schema, new[kind], side))
