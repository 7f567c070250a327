"""Breaking the contract fails a test by name: what was published is kept, and each way to break it is caught."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import pytest

from chalicelib.entrypoints.http.framework.answers import Answer
from infra.promises.__main__ import PUBLISHED
from infra.promises.broken import broken_promises
from infra.promises.surface import as_text, surface_of
from tests.support.http_world import http_world
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE

from .contract_changes import (
    Break,
    drop_code,
    drop_detail,
    drop_event,
    drop_field,
    drop_header,
    drop_operation,
    drop_parameter,
    drop_value,
    forget_code,
    need_not,
    new_status,
    operation,
    other_scope,
    require,
    schema,
    set_field,
    set_rule,
)
from .contract_document import OPERATIONS, Json, described, document, objections, resolved


@cache
def published() -> Json:
    loaded: Json = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return loaded


@cache
def present() -> Json:
    return surface_of(document())


@cache
def broken() -> dict[str, list[str]]:
    return broken_promises(published(), present())


@pytest.mark.parametrize("name", sorted(published()["operations"]))
def test_no_published_promise_of_an_operation_is_broken(name: str) -> None:
    assert broken().get(name, []) == [], name


@pytest.mark.parametrize("name", sorted(published()["events"]))
def test_no_published_promise_of_an_event_is_broken(name: str) -> None:
    assert broken().get(name, []) == [], name


def test_no_published_problem_code_is_gone() -> None:
    assert broken().get("problem codes", []) == []


def test_the_published_surface_is_fresh() -> None:
    """What was added becomes a promise; ``make surface`` takes it in, and refuses to forget one."""
    assert PUBLISHED.read_text(encoding="utf-8") == as_text(present()), "run: make surface"


BREAKS: list[tuple[str, Break, str, str]] = [
    (
        "a field of an answer is gone",
        drop_field("Balance", "interest"),
        "open_case",
        "response 201 lacks balance.interest",
    ),
    ("a field of a list is gone", drop_field("Creditor", "siren"), "list_creditors", "response 200 lacks data[].siren"),
    (
        "a field may be left out",
        need_not("Balance", "interest"),
        "open_case",
        "response 201 may leave out balance.interest",
    ),
    (
        "a field may be null",
        set_field("Creditor", "name", type=["string", "null"]),
        "get_creditor",
        "response 200 may hold null in name",
    ),
    (
        "a type changes",
        set_field("Creditor", "name", type="integer"),
        "get_creditor",
        "response 200 holds no string in name",
    ),
    (
        "an answer grows longer",
        set_field("Creditor", "name", maxLength=9999),
        "get_creditor",
        "response 200 widens maxLength of name",
    ),
    (
        "values of your own are cut",
        set_rule("Metadata", "additionalProperties", maxLength=9),
        "open_case",
        "request narrows maxLength of metadata.*",
    ),
    (
        "names of your own are cut",
        set_rule("Metadata", "propertyNames", maxLength=9),
        "open_case",
        "request narrows maxLength of names in metadata",
    ),
    ("a status changes", new_status("open_case", "201", "200"), "open_case", "status 201 is gone"),
    ("an operation is gone", drop_operation("/cases/{case_id}/pause", "post"), "pause_case", "the operation is gone"),
    ("a parameter is gone", drop_parameter("list_cases", "status"), "list_cases", "parameter query status is gone"),
    (
        "idempotency is gone",
        drop_parameter("open_case", "IdempotencyKey"),
        "open_case",
        "parameter header Idempotency-Key is gone",
    ),
    ("a header is gone", drop_header("get_case", "200", "ETag"), "get_case", "response 200 lacks the header ETag"),
    ("a field is refused", drop_field("PaymentRequest", "reference"), "record_payment", "request lacks reference"),
    (
        "a field is required",
        require("PaymentRequest", "reference"),
        "record_payment",
        "request newly requires reference",
    ),
    (
        "a limit is tightened",
        set_field("PaymentRequest", "reference", maxLength=10),
        "record_payment",
        "request narrows maxLength of reference",
    ),
    (
        "a value is refused",
        drop_value("PaymentRequest", "method", "cheque"),
        "record_payment",
        "request lacks the value cheque of method",
    ),
    (
        "null is refused",
        set_field("PaymentRequest", "reference", type="string"),
        "record_payment",
        "request takes no null for reference",
    ),
    (
        "a default changes",
        set_field("PaymentRequest", "method", default="other"),
        "record_payment",
        "request has another default for method",
    ),
    (
        "a pattern changes",
        set_field("PaymentRequest", "reference", pattern="^[0-9]*$"),
        "record_payment",
        "request has another pattern for reference",
    ),
    (
        "a problem code is gone",
        drop_code("pause_case", "409", "case_closed"),
        "pause_case",
        "problem 409 case_closed is gone",
    ),
    ("another scope is needed", other_scope("get_case", "cases:write"), "get_case", "needs the scope cases:write"),
    ("an event type is gone", drop_event("payment.recorded"), "payment.recorded", "the event type is gone"),
    (
        "a detail of an event is gone",
        drop_detail("payment.recorded", "payment_id"),
        "payment.recorded",
        "event lacks data.payment_id",
    ),
    ("a page of a problem is gone", forget_code("case_closed"), "problem codes", "the code case_closed is gone"),
]


@pytest.mark.parametrize(("change", "name", "told"), [each[1:] for each in BREAKS], ids=[each[0] for each in BREAKS])
def test_each_way_to_break_a_promise_is_named(change: Break, name: str, told: str) -> None:
    changed = copy.deepcopy(document())
    change(changed)
    found = broken_promises(present(), surface_of(changed))
    assert any(promise.startswith(told) for promise in found.get(name, ())), found.get(name) or sorted(found)


def add_operation(told: Json) -> None:
    told["paths"]["/new"] = {"get": {**operation(told, "get_rate_series"), "operationId": "get_new"}}


ADDITIONS: dict[str, Break] = {
    "an operation": add_operation,
    "an optional field of a request": lambda told: schema(told, "PaymentRequest")["properties"].update(
        new={"type": "string"}
    ),
    "a field of an answer": lambda told: schema(told, "Balance")["properties"].update(new={"type": "string"}),
    "a value of an answer": lambda told: schema(told, "NextStep")["properties"]["action"]["enum"].append("new"),
    "a value of a request": lambda told: schema(told, "PaymentRequest")["properties"]["method"]["enum"].append("new"),
    "a wider request": set_field("PaymentRequest", "reference", maxLength=9999),
    "a problem code": lambda told: operation(told, "pause_case")["x-problem-codes"]["409"].append("new"),
    "an event type": lambda told: told["webhooks"].update(new=told["webhooks"]["ping"]),
    "other words": lambda told: operation(told, "get_case").update(summary="Another", description="Another."),
}


@pytest.mark.parametrize("change", ADDITIONS.values(), ids=ADDITIONS.keys())
def test_additions_break_nothing(change: Break) -> None:
    changed = copy.deepcopy(document())
    change(changed)
    assert broken_promises(present(), surface_of(changed)) == {}


def test_an_answer_that_forgets_a_field_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document may promise what it likes: what the application answers is held to it, field by field."""
    declared = next(each for each in OPERATIONS if (each.method, each.path) == ("POST", "/v1/cases"))
    real = declared.present

    def forgetful(result: Any, call: Any) -> Answer:
        body = real(result, call).body
        del body["balance"]["interest"]
        return Answer(body)

    monkeypatch.setitem(declared.__dict__, "present", forgetful)
    with http_world() as world:
        client = world.tenant().test
        creditor = client.post("/v1/creditors", CREDITOR).json
        debtor = client.post("/v1/debtors", DEBTOR).json
        request = {"creditor_id": creditor["id"], "debtor_id": debtor["id"], "invoices": [INVOICE]}
        answer = client.post("/v1/cases", request)
    told = resolved(described("POST", "/v1/cases")["responses"]["201"])["content"]["application/json"]["schema"]
    assert objections(told, answer.json) == ["$.balance: 'interest' is a required property"]
