"""What the gateway answers by itself is a problem like any other: body, headers, code, status as the contract says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS, TITLES
from infra.cloudformation import load
from tests.support.told_problems import told_problems

from .contract_document import ROOT, objections

ANSWERS: dict[str, Any] = load(ROOT / "infra" / "app" / "api.yaml")["Resources"]["RestAPI"]["Properties"][
    "GatewayResponses"
]
OWN_STATUS = {
    "REQUEST_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "THROTTLED": 429,
    "INTEGRATION_FAILURE": 504,
    "INTEGRATION_TIMEOUT": 504,
    "MISSING_AUTHENTICATION_TOKEN": 403,
    "RESOURCE_NOT_FOUND": 404,
}
"""API Gateway's own status of each type (developer guide, “Gateway response types”)."""


def body(kind: str) -> dict[str, Any]:
    """As a caller reads it."""
    template = ANSWERS[kind]["ResponseTemplates"]["application/json"]["Fn::Sub"]
    filled = template.replace("${GatewayBaseUrl}", "https://api.amiable.example/v1")
    filled = filled.replace("$context.error.messageString", '"Invalid request body"')
    filled = filled.replace("$context.requestId", "3f1c1b7e-0a52-4c3e-9d0f-5b8f0f6d2a11")
    assert "$" not in filled, "a variable that was not filled"
    read: dict[str, Any] = json.loads(filled)
    return read


@pytest.mark.parametrize("kind", ANSWERS)
def test_it_is_a_problem_of_the_contract(kind: str) -> None:
    problem = body(kind)
    assert objections({"$ref": "#/components/schemas/Problem"}, problem) == []
    assert problem["title"] == TITLES[problem["code"]]
    assert problem["type"].endswith(f"/problems/{problem['code']}")
    assert problem["code"] in PROBLEMS


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_status_of_the_body_is_the_answers(kind: str) -> None:
    assert body(kind)["status"] == ANSWERS[kind].get("StatusCode", OWN_STATUS.get(kind))


@pytest.mark.parametrize("kind", ANSWERS)
def test_it_says_its_type_and_the_request(kind: str) -> None:
    headers = ANSWERS[kind]["ResponseParameters"]["Headers"]
    assert headers["Content-Type"] == "'application/problem+json'"
    assert headers["Request-Id"] == "context.requestId"
    assert ("Retry-After" in headers) is body(kind)["retryable"]


@pytest.mark.parametrize(
    "kind",
    ["REQUEST_TOO_LARGE", "THROTTLED", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT", "DEFAULT_4XX", "DEFAULT_5XX"],
)
def test_operations_tell_what_the_gateway_may_answer_in_their_place(kind: str) -> None:
    problem = body(kind)
    told = told_problems()["POST", "/cases"][str(problem["status"])]
    assert problem["code"] in told


def test_whatever_type_the_gateway_may_invent_is_covered() -> None:
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= set(ANSWERS)
    assert not [kind for kind in ANSWERS if not re.fullmatch(r"[A-Z0-9_]+", kind)]
