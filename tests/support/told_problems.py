"""Holds every refusal of every test to the contract: status and code of an operation are told there, or the test fails.

Codes that any operation can answer with stand at the shared responses of the contract, the others at the operation;
both in ``x-problem-codes``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
CODES = "x-problem-codes"
OF_A_BODY = {(413, "request_too_large"), (415, "unsupported_media_type")}
"""What comes of a body that an operation does not take: told where a body belongs, and nowhere else."""
Told = Mapping[str, frozenset[str]]
"""Codes by status."""


@cache
def contract() -> dict[str, Any]:
    """``openapi.yaml``, read by the fastest reader there is."""
    reader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(CONTRACT.read_text(encoding="utf-8"), Loader=reader)  # noqa: S506 - safe loaders both
    return loaded


@cache
def told_problems() -> Mapping[tuple[str, str], Told]:
    """What each operation says it can refuse with, by method and path below ``/v1``."""
    return {
        (method.upper(), path): _told(operation)
        for path, methods in contract()["paths"].items()
        for method, operation in methods.items()
    }


def _told(operation: Mapping[str, Any]) -> Told:
    own = operation.get(CODES, {})
    shared = {status: _shared(answer) for status, answer in operation["responses"].items() if status >= "400"}
    return {status: shared[status] | set(own.get(status, ())) for status in shared}


def _shared(answer: Mapping[str, Any]) -> frozenset[str]:
    reference = answer.get("$ref")
    found = contract()["components"]["responses"][reference.rsplit("/", 1)[1]] if reference else answer
    return frozenset(found.get(CODES, ()))


def untold(method: str, template: str | None, status: int, code: str) -> str | None:
    """What the contract does not say of a refusal; ``None`` where it does, or where there is no such operation."""
    told = told_problems().get((method, (template or "").removeprefix("/v1")))
    if told is None:
        return None
    if str(status) not in told and (status, code) in OF_A_BODY:
        return None
    if str(status) not in told:
        return f"{method} {template} answers {status} {code}: the contract tells no {status}"
    if code not in told[str(status)]:
        return f"{method} {template} answers {status} {code}: {CODES} of the contract does not tell it"
    return None


def check_refusal(event: Mapping[str, Any], response: Mapping[str, Any]) -> None:
    """Whatever a test provokes, the contract tells it: operation, status and problem code."""
    status = int(response["statusCode"])
    if status < 400:
        return
    context, code = event["requestContext"], json.loads(response["body"])["code"]
    if objection := untold(context["httpMethod"], context["resourcePath"], status, code):
        raise AssertionError(objection)
