"""The contract as the tests read it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from chalicelib.entrypoints.http.framework.api_blueprint import Operation
from chalicelib.entrypoints.http.routes import BLUEPRINTS

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
BASE_PATH = "/v1"
OPERATIONS: tuple[Operation, ...] = tuple(o for blueprint in BLUEPRINTS for o in blueprint.operations)


@cache
def document() -> Json:
    """``openapi.yaml``."""
    text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    loaded: Json = yaml.load(text, Loader=yaml.CSafeLoader)  # the same as safe_load, twenty times as fast
    return loaded


def described(method: str, path: str) -> Json:
    """What the contract says of an operation; ``path`` is the application's, ``/v1`` included."""
    found: Json = document()["paths"][path.removeprefix(BASE_PATH)][method.lower()]
    return found


def resolved(node: Json) -> Json:
    """The node itself, or what it refers to."""
    while "$ref" in node:
        target: Any = document()
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = {**target, **{name: value for name, value in node.items() if name != "$ref"}}
    return node


def parameters(operation: Json, place: str) -> dict[str, Json]:
    """The parameters of an operation that stand in ``place``, by name."""
    found = [resolved(parameter) for parameter in operation.get("parameters", [])]
    return {parameter["name"]: parameter for parameter in found if parameter["in"] == place}


def objections(schema: Json, value: Any) -> list[str]:
    """What is wrong with a value by a schema of the contract."""
    whole = {**schema, "components": document()["components"]}
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    deepest = [best_match([error]) or error for error in validator.iter_errors(value)]
    return [f"{error.json_path}: {error.message[:200]}" for error in deepest]
