"""Every problem code an operation can answer with is told; what tests provoke is held to it by the HTTP client."""

from __future__ import annotations

import pytest

from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS
from tests.support.http_client import HttpClient
from tests.support.http_world import http_world
from tests.support.told_problems import CODES, told_problems, untold

from .contract_document import OPERATIONS, described, document

NO_OPERATION = {
    "ambiguous_failure",
    "archive_unusable",
    "code_expired",
    "code_for_something_else",
    "code_not_sent",
    "code_replaced",
    "code_spent",
    "code_used",
    "code_wrong",
    "conflict",
    "contact_unknown",
    "evidence_trail_broken",
    "method_not_allowed",
    "operation_sunset",
    "refused",
    "too_many_codes",
    "truncated",
    "unknown_field",
}
"""Codes of the catalogue that no operation answers with: roots, states of a case, findings, lines of the demo; a method
that no operation has, and the end of a deprecated one, of which there is none; one-time codes, which the debtor's page
alone takes."""


def _told() -> set[str]:
    return {code for answers in told_problems().values() for codes in answers.values() for code in codes}


def test_every_code_that_is_told_has_a_page() -> None:
    assert _told() - set(PROBLEMS) == set()


def test_every_code_with_a_page_is_told_by_an_operation_or_known_to_be_of_none() -> None:
    assert set(PROBLEMS) - _told() == NO_OPERATION


def test_every_status_of_refusal_tells_its_codes() -> None:
    silent = [
        (call, status) for call, answers in told_problems().items() for status, codes in answers.items() if not codes
    ]
    assert silent == []


def test_operations_tell_codes_of_statuses_they_have() -> None:
    for methods in document()["paths"].values():
        for told in methods.values():
            assert set(told.get(CODES, {})) <= set(told["responses"]), told["operationId"]


def test_a_problem_names_every_code_of_the_catalogue_and_more_may_come() -> None:
    code = document()["components"]["schemas"]["Problem"]["properties"]["code"]
    assert code["x-extensible-enum"] == sorted(PROBLEMS)
    assert "unknown" in code["description"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_codes_of_idempotency_and_cursors_are_told_where_they_can_come(operation: object) -> None:
    from chalicelib.entrypoints.http.framework.api_blueprint import Operation

    assert isinstance(operation, Operation)
    told = described(operation.method, operation.path).get(CODES, {})
    keyed = {"idempotency_key_reused", "invalid_idempotency_key"} <= set(told.get("422", ()))
    assert keyed is operation.idempotent
    paged = operation.query is not None and "cursor" in operation.query.model_fields
    assert ("invalid_cursor" in told.get("422", ())) is paged


def test_what_is_not_told_is_named_by_operation_status_and_code() -> None:
    path = "/v1/cases/{case_id}/pause"
    assert untold("POST", path, 409, "case_closed") is None
    assert (
        untold("POST", path, 409, "no_such")
        == f"POST {path} answers 409 no_such: {CODES} of the contract does not tell it"
    )
    assert untold("POST", path, 418, "teapot") == f"POST {path} answers 418 teapot: the contract tells no 418"


def test_a_refusal_that_is_not_told_fails_the_test_that_provoked_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client of every test looks: here the contract has forgotten that an unknown key is refused."""
    forgotten = {call: {"200": frozenset[str]()} for call in told_problems()}
    monkeypatch.setattr("tests.support.told_problems.told_problems", lambda: forgotten)
    with http_world() as world:
        assert isinstance(world.anonymous, HttpClient)
        with pytest.raises(AssertionError, match="GET /v1/keys answers 401 missing_api_key"):
            world.anonymous.get("/v1/keys")
