from __future__ import annotations

import json
from html import escape
from io import StringIO

import pytest

from chalicelib.domain import errors
from chalicelib.domain.errors import DomainError
from chalicelib.entrypoints.http.framework.exchange import Exchange
from chalicelib.entrypoints.http.framework.json_body import MAXIMUM_BYTES
from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS
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


def test_a_method_that_a_path_does_not_have_is_named_as_such(world: HttpWorld) -> None:
    check_problem(world.anonymous.delete("/v1/creditors"), 405, "method_not_allowed")


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


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_the_type_of_a_problem_leads_to_its_page(world: HttpWorld, code: str) -> None:
    """Public: no key is asked for."""
    page = world.anonymous.get(f"/v1/problems/{code}")
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.text.startswith("<!doctype html>")
    assert f"<code>{code}</code>" in page.text
    assert escape(PROBLEMS[code][0]) in page.text
    assert "`" not in page.text


@pytest.mark.parametrize("code", ["nothing", "%3Cscript%3E", "<script>"])
def test_an_unknown_code_has_no_page(world: HttpWorld, code: str) -> None:
    check_problem(world.anonymous.get(f"/v1/problems/{code}"), 404, "not_found")


def test_a_type_is_the_apis_own_address_unless_another_is_given() -> None:
    """Through the gateway's host and stage, and through a domain with a base path."""
    for path, domain, address in (
        (
            "/api/v1/keys",
            "x.execute-api.eu-west-3.amazonaws.com",
            "https://x.execute-api.eu-west-3.amazonaws.com/api/v1",
        ),
        ("/v1/keys", "api.example.fr", "https://api.example.fr/v1"),
        ("/debts/v1/keys", "api.example.fr", "https://api.example.fr/debts/v1"),
    ):
        event = {"requestContext": {"path": path, "domainName": domain}}
        assert Exchange.of_event(event, request_id="req_1", base_url="").base_url == address
