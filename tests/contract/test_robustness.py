from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld, http_world
from tests.support.journey.every_operation import Spoken, travel

from .contract_document import described, objections, resolved

HOSTILE: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    2**63,
    1e308,
    "",
    " ",
    "\u0000",
    "\U0001f4a3" * 50,
    "x" * 10_000,
    "2026-02-30",
    "9999-12-31",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    "${jndi:ldap://x}",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    [],
    [[]],
    {},
    {"amount": 1},
)


def _mutants(body: Any) -> Iterator[Any]:
    """The body with each value in it replaced by each hostile one, left out, or joined by a stranger."""
    if not isinstance(body, dict):
        return
    yield {**body, "stranger": 1}
    for name, value in body.items():
        yield {other: kept for other, kept in body.items() if other != name}
        for hostile in HOSTILE:
            yield {**body, name: hostile}
        for inner in _mutants(value):
            yield {**body, name: inner}
        if isinstance(value, list) and value:
            for inner in _mutants(value[0]):
                yield {**body, name: [inner]}


@pytest.fixture(scope="module")
def visited() -> Iterator[tuple[HttpWorld, HttpClient, list[Spoken]]]:
    with http_world() as world:
        said = travel(world)
        key = said[0].answer.json["keys"][0]["secret"]
        yield world, world.anonymous.with_key(key), said


@pytest.mark.judge
def test_no_input_is_answered_by_an_internal_error(visited: tuple[HttpWorld, HttpClient, list[Spoken]]) -> None:
    """Every mutant gets a described answer: a success as described, or a problem as described."""
    world, client, said = visited
    for spoken in said:
        method, template = spoken.operation
        if not spoken.body or "/tenants" in template:
            continue
        path = _path(spoken, said)
        for mutant in _mutants(spoken.body):
            answer = client.send(method, path, mutant, **({"If_Match": "*"} if method == "PATCH" else {}))
            told = described(method, template)["responses"]
            assert answer.status < 500, f"{method} {template} {str(mutant)[:300]}: {answer.text}"
            assert str(answer.status) in told, f"{method} {template} {str(mutant)[:300]}: {answer.text}"
            content = resolved(told[str(answer.status)])["content"]
            [schema] = [media["schema"] for media in content.values()]
            assert objections(schema, answer.json) == []
    assert world.store.calls["commit"] > 0


def _path(spoken: Spoken, said: list[Spoken]) -> str:
    """The path with ids of the journey's own objects; an object that is gone is as good as any."""
    path = spoken.operation[1]
    made = {s.operation: s.answer.json for s in reversed(said) if s.answer.text}
    case = made["POST", "/v1/cases"]
    ids = {
        "{case_id}": case["id"],
        "{creditor_id}": case["creditor_id"],
        "{debtor_id}": made["POST", "/v1/debtors"]["id"],
        "{payment_id}": made["POST", "/v1/cases/{case_id}/payments"]["id"],
        "{contact_id}": made["GET", "/v1/contacts/{contact_id}"]["id"],
        "{task_id}": made["GET", "/v1/call-tasks/{task_id}"]["id"],
        "{clock_id}": made["POST", "/v1/test-clocks"]["id"],
        "{key_id}": made["POST", "/v1/keys"]["id"],
        "{event_id}": made["GET", "/v1/cases/{case_id}/timeline"]["data"][0]["id"],
    }
    for name, value in ids.items():
        path = path.replace(name, value)
    return path
