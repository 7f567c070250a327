from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from chalicelib.domain.events import EventType
from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import KeyScope
from chalicelib.domain.webhook_body import webhook_body
from chalicelib.entrypoints.http.framework.api_blueprint import Operation
from chalicelib.entrypoints.http.framework.authentication import Access
from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS
from chalicelib.entrypoints.http.framework.published import PUBLICATIONS
from chalicelib.entrypoints.page.framework.routes import METHODS, PATHS
from tests.support.http_world import http_world
from tests.support.journey.every_operation import Spoken, travel

from .contract_document import BASE_PATH, OPERATIONS, ROOT, Json, described, document, objections, parameters, resolved

PAGES = {("GET", "/v1/problems/{code}"), *(("GET", each.paths[0]) for each in PUBLICATIONS)}  # without a key
FOR_DEBTORS = {(method, path) for path in PATHS for method in METHODS}  # HTML for people, no part of the contract
AT_THE_ROOT = {("GET", each.paths[1]) for each in PUBLICATIONS}  # the same, where some tools look


def _name(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=_name)


@pytest.fixture(scope="module")
def journey() -> list[Spoken]:
    with http_world() as world:
        return travel(world)


def test_the_document_is_valid_openapi() -> None:
    validate(document())


def test_the_routes_of_the_application_are_the_paths_of_the_document() -> None:
    """R-130: the running API never departs from the contract."""
    routes = {(o.method, o.path) for o in OPERATIONS} | PAGES
    paths = {(method.upper(), BASE_PATH + path) for path, methods in document()["paths"].items() for method in methods}
    assert routes == paths


def test_app_py_serves_exactly_these_operations() -> None:
    import app

    served = {(method, path) for path, methods in app.app.routes.items() for method in methods}
    assert served == {(o.method, o.path) for o in OPERATIONS} | PAGES | AT_THE_ROOT | FOR_DEBTORS
    assert len((ROOT / "app.py").read_text().splitlines()) <= 30


@each_operation
def test_key_and_scope_are_told(operation: Operation) -> None:
    told = described(operation.method, operation.path)
    if operation.scope is Access.OPERATOR:
        assert told["security"] == [{"operatorKey": []}]
    elif operation.scope is Access.ANY_KEY:
        assert told["security"] == [{"apiKey": []}, {"operatorKey": []}]
    else:
        assert isinstance(operation.scope, KeyScope)
        assert told["security"] == [{"apiKey": []}]
        assert told["x-scope"] == operation.scope.value
        assert f"`{operation.scope.value}`" in told["description"]


@each_operation
def test_the_headers_it_takes_are_told(operation: Operation) -> None:
    headers = parameters(described(operation.method, operation.path), "header")
    assert ("Idempotency-Key" in headers) is operation.idempotent
    assert headers.get("If-Match", {}).get("required", False) is operation.if_match


@each_operation
def test_the_ids_of_the_path_are_told(operation: Operation) -> None:
    told = parameters(described(operation.method, operation.path), "path")
    assert list(told) == re.findall(r"\{(\w+)\}", operation.path)


@each_operation
def test_the_statuses_that_can_come_are_told(operation: Operation) -> None:
    told = {int(status) for status in described(operation.method, operation.path)["responses"]}
    assert {operation.status, 400, 401, 403, 422, 429, 500, 503} <= told
    assert (413 in told and 415 in told) is (operation.request is not None)
    assert (428 in told) is operation.if_match
    if "{" in operation.path:
        assert 404 in told


@each_operation
def test_the_query_agrees_with_its_model(operation: Operation) -> None:
    told = parameters(described(operation.method, operation.path), "query")
    model = operation.query.model_json_schema(by_alias=True) if operation.query else {"properties": {}}
    assert set(told) == set(model["properties"])
    for name, parameter in told.items():
        differences = list(_differences(_without_null(model["properties"][name]), parameter["schema"], model, name))
        assert differences == []


@each_operation
def test_the_body_agrees_with_its_model(operation: Operation) -> None:
    told = described(operation.method, operation.path).get("requestBody")
    assert (told is not None) is (operation.request is not None)
    if operation.request is None or told is None:
        return
    model = operation.request.model_json_schema(by_alias=True)
    assert told["required"] is bool(model.get("required"))
    schema = told["content"]["application/json"]["schema"]
    assert list(_differences(model, schema, model, "#")) == []


KEPT = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "maxProperties", "pattern", "format")


def _differences(model: Json, told: Json, root: Json, place: str) -> Iterator[str]:
    """Whatever the model demands and the document does not say, or the other way round."""
    model, told = _model(model, root), _told(told)
    if "anyOf" in model:
        yield from _nullable(model, told, root, place)
        return
    if "enum" in model or "const" in model:
        expected = set(model.get("enum", [model.get("const")]))
        if expected != {each for each in told.get("enum", []) if each is not None}:
            yield f"{place}: {sorted(expected)} are not the values told"
        return
    for rule in KEPT:
        if rule in model and told.get(rule) != model[rule] and not _same_choice(model, told):
            yield f"{place}: {rule} is {model[rule]}, told is {told.get(rule)}"
    if "items" in model:
        yield from _differences(model["items"], told["items"], root, f"{place}/*")
    yield from _object_differences(model, told, root, place)


def _object_differences(model: Json, told: Json, root: Json, place: str) -> Iterator[str]:
    properties = model.get("properties", {})
    if set(properties) != set(told.get("properties", {})):
        yield f"{place}: fields {set(properties) ^ set(told.get('properties', {}))}"
        return
    if properties and told.get("additionalProperties") is not False:
        yield f"{place}: unknown fields are refused, and that is not told"
    if set(model.get("required", [])) != set(told.get("required", [])) and properties:
        yield f"{place}: required are {model.get('required')}"
    for name, field in properties.items():
        yield from _differences(field, told["properties"][name], root, f"{place}/{name}")


def _nullable(model: Json, told: Json, root: Json, place: str) -> Iterator[str]:
    if "null" not in _types(told):
        yield f"{place}: null is allowed, and that is not told"
    inner = next(each for each in model["anyOf"] if each.get("type") != "null")
    yield from _differences(inner, _not_null(told), root, place)


def _model(node: Json, root: Json) -> Json:
    while "$ref" in node:
        node = root["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return node


def _told(node: Json) -> Json:
    return resolved(node)


def _types(told: Json) -> set[str]:
    kinds = told.get("type", [])
    direct = {kinds} if isinstance(kinds, str) else set(kinds)
    return direct | {kind for each in told.get("oneOf", []) for kind in _types(each)}


def _not_null(told: Json) -> Json:
    return next((each for each in told.get("oneOf", []) if each.get("type") != "null"), told)


def _without_null(model: Json) -> Json:
    return next((each for each in model.get("anyOf", []) if each.get("type") != "null"), model)


def _same_choice(model: Json, told: Json) -> bool:
    """A pattern of alternatives may be told as an enum."""
    return bool(model.get("pattern", "").strip("^$()").split("|") == told.get("enum"))


def test_the_journey_reaches_every_operation(journey: list[Spoken]) -> None:
    assert {spoken.operation for spoken in journey} == {(o.method, o.path) for o in OPERATIONS}


@each_operation
def test_every_answer_is_as_described(operation: Operation, journey: list[Spoken]) -> None:
    for spoken in journey:
        if spoken.operation == (operation.method, operation.path):
            _check(spoken)


def _check(spoken: Spoken) -> None:
    told = resolved(described(*spoken.operation)["responses"][str(spoken.answer.status)])
    named = {name.lower() for name in told["headers"]}
    given = set(spoken.answer.headers) - {"content-type", "cache-control"}
    assert given <= named, f"headers that are not told: {given - named}"
    if "content" not in told:
        assert spoken.answer.text == ""
        return
    assert spoken.answer.headers["content-type"] == "application/json"
    assert objections(told["content"]["application/json"]["schema"], spoken.answer.json) == []


@each_operation
def test_what_was_sent_is_as_described(operation: Operation, journey: list[Spoken]) -> None:
    told = described(operation.method, operation.path).get("requestBody")
    for spoken in journey:
        if spoken.operation == (operation.method, operation.path) and told:
            assert objections(told["content"]["application/json"]["schema"], spoken.body) == []


def test_every_example_is_valid() -> None:
    examples = list(_examples(document(), ""))
    assert len(examples) > 80
    wrong = {place: found for place, schema, value in examples if (found := objections(schema, value))}
    assert wrong == {}


@each_operation
def test_each_success_in_json_has_an_example(operation: Operation) -> None:
    for status, answer in described(operation.method, operation.path)["responses"].items():
        told = resolved(answer).get("content", {}).get("application/json")
        if status.startswith("2") and told is not None:
            assert "example" in told, status


def _examples(node: Any, place: str) -> Iterator[tuple[str, Json, Any]]:
    if isinstance(node, dict):
        if "example" in node and "schema" in node:
            yield place, node["schema"], node["example"]
        for name, child in node.items():
            if name != "example":
                yield from _examples(child, f"{place}/{name}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _examples(child, f"{place}/{index}")


def test_a_problem_is_as_described() -> None:
    with http_world() as world:
        client = world.tenant().test
        answers = [
            world.anonymous.get("/v1/keys"),
            client.post("/v1/creditors", {"nom": "x"}),
            client.get("/v1/cases?limit=0"),
            client.get("/v1/nothing"),
            client.delete("/v1/creditors"),
            client.post("/v1/creditors", "{"),
        ]
    schema = {"$ref": "#/components/schemas/Problem"}
    for answer in answers:
        assert objections(schema, answer.json) == []


def test_every_event_type_is_told() -> None:
    told = document()["components"]["schemas"]["WebhookBody"]["properties"]["type"]["enum"]
    assert told == [kind.value for kind in EventType]


def test_a_webhook_is_as_described() -> None:
    with http_world() as world:
        case = next(s.answer.json for s in travel(world) if s.operation == ("POST", "/v1/cases"))
        scope = next(scope for scope, case_id in world.store._events if case_id == case["id"])
        assert isinstance(scope, Scope)
        events = world.deps.webhook_events.between(scope, case["id"], after=0, before=100)
    assert len(events) > 10
    for event in events:
        assert objections({"$ref": "#/components/schemas/WebhookBody"}, json.loads(webhook_body(event))) == []


def test_every_problem_code_of_the_source_has_a_page() -> None:
    sources = (ROOT / "chalicelib").rglob("*.py")
    found = {code for path in sources for code in re.findall(r'\bcode ?= ?"([a-z_]+)"', path.read_text("utf-8"))}
    internal = {"domain_error", "archive_conflict", "seal_broken", "report_too_early"}
    assert found - internal - set(PROBLEMS) == set()


def test_the_page_of_problems_is_fresh() -> None:
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    for code, (title, cure) in PROBLEMS.items():
        assert f"\n## {code}\n\n**{title}.** {cure}\n" in page
