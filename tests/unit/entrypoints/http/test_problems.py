from __future__ import annotations

import json
from io import StringIO

import pytest

from chalicelib.domain import errors
from chalicelib.domain.errors import DomainError
from chalicelib.entrypoints.http.framework.json_body import MAXIMUM_BYTES
from chalicelib.entrypoints.http.framework.problems import INTERNAL_ERROR, problem_of
from tests.support.http_client import HttpAnswer
from tests.support.http_world import HttpWorld


def check_problem(answer: HttpAnswer, status: int, code: str) -> None:
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["request-id"].startswith("req_")
    body = answer.json
    assert body["code"] == code
    assert body["status"] == status
    assert body["type"] == f"https://docs.amiable.example/problems/{code}"
    assert body["request_id"] == answer.headers["request-id"]
    assert body["title"]
    assert body["retryable"] in (True, False)


def test_an_unknown_path_is_a_problem(world: HttpWorld) -> None:
    check_problem(world.anonymous.get("/v1/nothing"), 404, "not_found")


def test_a_wrong_method_is_a_problem_that_lists_the_right_ones(world: HttpWorld) -> None:
    answer = world.anonymous.delete("/v1/creditors")
    check_problem(answer, 405, "method_not_allowed")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "application/json; charset=latin-1"])
def test_another_content_type_is_a_problem(world: HttpWorld, content_type: str) -> None:
    client = world.tenant().test
    check_problem(client.post("/v1/creditors", {}, Content_Type=content_type), 415, "unsupported_media_type")


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=UTF-8"])
def test_json_in_utf8_is_read(world: HttpWorld, content_type: str) -> None:
    answer = world.tenant().test.post("/v1/creditors", {}, Content_Type=content_type)
    check_problem(answer, 422, "invalid_request")


def test_malformed_json_is_a_problem(world: HttpWorld) -> None:
    check_problem(world.tenant().test.post("/v1/creditors", "{"), 400, "malformed_json")


def test_a_body_over_the_limit_is_a_problem(world: HttpWorld) -> None:
    body = json.dumps({"name": "x" * MAXIMUM_BYTES})
    check_problem(world.tenant().test.post("/v1/creditors", body), 413, "request_too_large")


def test_what_nobody_foresaw_is_a_problem_without_internals(world: HttpWorld, log: StringIO) -> None:
    client = world.tenant().test

    def fail(name: str) -> None:
        if name == "creditors":
            raise RuntimeError("Madame Dupont owes 12 000 euros")

    world.store.before = fail
    answer = client.get("/v1/creditors")
    check_problem(answer, 500, "internal_error")
    assert "Dupont" not in answer.text
    assert "Dupont" not in log.getvalue()
    assert '"error":"RuntimeError"' in log.getvalue()


def test_every_answer_has_a_request_id_and_one_log_line(world: HttpWorld, log: StringIO) -> None:
    client = world.tenant().test
    log.truncate(0)
    log.seek(0)
    answer = client.get("/v1/creditors")
    assert answer.status == 200
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    [line] = [line for line in lines if line["message"] == "answered"]
    assert line["request_id"] == answer.headers["request-id"]
    assert (line["route"], line["status"], line["livemode"]) == ("/v1/creditors", 200, False)


def _errors() -> list[type[DomainError]]:
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, DomainError)]
    return [each for each in found if each is not DomainError]


@pytest.mark.parametrize("kind", _errors())
def test_every_domain_error_has_an_answer(kind: type[DomainError]) -> None:
    problem = problem_of(kind("why"))
    assert 400 <= problem.status < 600
    assert problem.code == kind.code
    assert problem.retryable is kind.retryable


def test_an_error_without_an_answer_keeps_its_text_to_itself() -> None:
    assert problem_of(DomainError("internals")) is INTERNAL_ERROR
