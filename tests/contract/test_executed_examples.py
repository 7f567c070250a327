"""Every operation's example is executed: what the reference shows is what happens (R-130)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS
from tests.support.http_client import HttpAnswer
from tests.support.http_world import HttpWorld, http_world
from tests.support.journey.every_operation import Journey, Spoken, travel
from tests.support.moments import Moment
from tests.support.shapes import shape_differences, value_differences

from .contract_document import BASE_PATH, Json, document, resolved

ID = re.compile(r"([a-z]{3,5})_[0-7][0-9A-HJKMNP-TV-Z]{25}")
NAMED = [(method, path) for path, methods in document()["paths"].items() for method in methods]
by_name = pytest.mark.parametrize(("method", "path"), NAMED, ids=[f"{m.upper()} {p}" for m, p in NAMED])

REFUSALS = sorted(
    name
    for name, told in document()["components"]["responses"].items()
    if "application/problem+json" in told.get("content", {})
)


@pytest.fixture(scope="module")
def travelled() -> Iterator[tuple[HttpWorld, dict[tuple[str, str], Spoken]]]:
    """A world, and for each operation the moment at which the journey succeeds with it."""
    with http_world() as world:
        visits: dict[tuple[str, str], Spoken] = {}
        for spoken in travel(world, Journey(world, lambda: Moment(world))):
            visits.setdefault(spoken.operation, spoken)
        yield world, visits


@by_name
def test_the_example_is_executed_and_answered_as_shown(
    method: str, path: str, travelled: tuple[HttpWorld, dict[tuple[str, str], Spoken]]
) -> None:
    world, visits = travelled
    told = document()["paths"][path][method]
    answer = _executed(world, visits.get((method.upper(), BASE_PATH + path)), method, path, told)
    [(status, described)] = [(int(s), resolved(r)) for s, r in told["responses"].items() if s.startswith("2")]
    assert answer.status == status, answer.text
    if "content" not in described:
        assert answer.text == ""
        return
    media_type = answer.headers["content-type"].partition(";")[0]
    example = described["content"][media_type]["example"]
    given = _read(media_type, answer.text)
    if isinstance(example, str) or path.startswith(("/openapi.", "/scenario-schema")):
        return  # pages are shown by their first lines, the contract by its first fields
    assert list(shape_differences(example, given)) == []
    if path.startswith("/calculations/") or path == "/uploads":
        assert list(value_differences(example, given)) == []  # they depend on nothing but what was sent


def _executed(world: HttpWorld, visit: Spoken | None, method: str, path: str, told: Json) -> HttpAnswer:
    parameters = [resolved(each) for each in told.get("parameters", [])]
    if visit is None:
        ids = {each["name"]: each["example"] for each in parameters if each["in"] == "path"}
        return world.anonymous.send(method.upper(), BASE_PATH + path.format(**ids))
    visit.before.restore()
    shown = {each["name"]: each["example"] for each in parameters if each["in"] == "query" and "example" in each}
    query = {name: _in_this_world(value, None, visit) for name, value in shown.items()}
    sent = {name: value for name, value in visit.sent.items() if name != "If-Match" or _takes(parameters, name)}
    address = visit.path.partition("?")[0] + (f"?{urlencode(query)}" if query else "")
    headers = {name.replace("-", "_"): value for name, value in sent.items()}
    return world.anonymous.send(method.upper(), address, _body(told, visit), **headers)


def _takes(parameters: list[Json], header: str) -> bool:
    return any(each["in"] == "header" and each["name"] == header for each in parameters)


def _body(told: Json, visit: Spoken) -> Any:
    if "requestBody" not in told:
        return None
    media = told["requestBody"]["content"]["application/json"]
    assert "example" in media, "the operation shows no request"
    return _in_this_world(media["example"], visit.body, visit)


def _in_this_world(value: Any, spoken: Any, visit: Spoken) -> Any:
    """The example with identifiers of this world: those the journey sent in the same place, or of the same kind."""
    if isinstance(value, dict):
        inner = spoken if isinstance(spoken, dict) else {}
        return {name: _in_this_world(each, inner.get(name), visit) for name, each in value.items()}
    if isinstance(value, list):
        said = dict(enumerate(spoken)) if isinstance(spoken, list) else {}
        return [_in_this_world(each, said.get(index), visit) for index, each in enumerate(value)]
    if isinstance(value, str) and (found := ID.fullmatch(value)):
        if isinstance(spoken, str):
            return spoken
        known = {m.group(1): m.group(0) for m in ID.finditer(visit.path + json.dumps(visit.body))}
        return known.get(found.group(1), value)
    return value


def _read(media_type: str, text: str) -> Any:
    if media_type == "application/json":
        return json.loads(text)
    return yaml.load(text, Loader=yaml.CSafeLoader) if media_type == "application/yaml" else text


@pytest.mark.parametrize("name", REFUSALS)
def test_the_example_of_a_refusal_is_a_problem_that_exists(name: str) -> None:
    told = document()["components"]["responses"][name]
    example = told["content"]["application/problem+json"]["example"]
    title, _ = PROBLEMS[example["code"]]
    assert example["title"] == title
    assert example["type"].endswith(f"/problems/{example['code']}")
    statuses = {
        status
        for methods in document()["paths"].values()
        for each in methods.values()
        for status, answer in each["responses"].items()
        if answer.get("$ref", "").endswith(f"/{name}")
    }
    assert statuses == {str(example["status"])}
