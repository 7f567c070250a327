"""An operation that takes its leave says so in the contract too; what the contract calls deprecated really leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chalicelib.entrypoints.http.framework.api_blueprint import Operation
from chalicelib.entrypoints.http.framework.deprecation import Deprecation

from .contract_document import OPERATIONS, Json, described, resolved

HEADERS = {"Deprecation", "Sunset", "Link"}


def departures(operation: Operation, told: Json) -> Iterator[str]:
    """Where application and contract disagree about an operation's leave."""
    leaving = operation.deprecated
    if told.get("deprecated", False) is not (leaving is not None):
        yield "deprecated"
    if leaving is None:
        return
    if told.get("x-sunset") != leaving.sunset.isoformat():
        yield "x-sunset"
    if "operation_sunset" not in told.get("x-problem-codes", {}).get("410", ()):
        yield "410 operation_sunset"
    for status, answer in told["responses"].items():
        if not set(resolved(answer).get("headers", {})) >= HEADERS and status < "400":
            yield f"headers of {status}"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_the_contract_tells_which_operations_leave(operation: Operation) -> None:
    assert list(departures(operation, described(operation.method, operation.path))) == []


def _leaving() -> Operation:
    present: Any = None
    leaves = Deprecation(date(2026, 7, 1), date(2027, 7, 1), "/v2/widgets")
    return Operation("GET", "/v1/widgets", OPERATIONS[0].scope, present, present, deprecated=leaves)


def test_a_leave_that_is_not_told_is_found() -> None:
    silent: Json = {"responses": {"200": {"headers": {}}, "404": {}}}
    expected = ["deprecated", "x-sunset", "410 operation_sunset", "headers of 200"]
    assert list(departures(_leaving(), silent)) == expected


def test_a_leave_that_is_told_is_accepted() -> None:
    told: Json = {
        "deprecated": True,
        "x-sunset": "2027-07-01",
        "x-problem-codes": {"410": ["operation_sunset"]},
        "responses": {"200": {"headers": {name: {} for name in HEADERS}}, "404": {}},
    }
    assert list(departures(_leaving(), told)) == []
