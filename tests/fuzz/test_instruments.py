"""The campaign's own eyes: what they must not overlook."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .aim import Aim
from .travelled_world import MARKER, travelled_world
from .witness import Witness

REQUEST_ID = "req_00000000000000000000000001"
PROBLEM = {"code": "not_found", "request_id": REQUEST_ID, "detail": "There is nothing at this path."}
JSON = {"Content-Type": "application/json", "Request-Id": REQUEST_ID}
REFUSED = {**JSON, "Content-Type": "application/problem+json"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "objection"),
    [
        (200, JSON, {"name": "ACME"}, None),
        (404, REFUSED, PROBLEM, None),
        (200, {"Content-Type": "application/json"}, {}, "an answer has no Request-Id"),
        (200, JSON, {"data": [{"name": f"{MARKER} débiteur"}]}, "an answer shows what is another tenant's"),
        (404, JSON, PROBLEM, "a refusal is no problem"),
        (404, REFUSED, {**PROBLEM, "code": "oops"}, "the code oops is not in the catalogue"),
        (404, REFUSED, {**PROBLEM, "request_id": "req_0"}, "a problem names another request"),
        (422, REFUSED, {**PROBLEM, "detail": "ValidationError for CaseRequest"}, "an answer shows internals"),
        (200, JSON, {"queue": "arn:aws:sqs:eu-west-3:1:runs"}, "an answer shows internals"),
    ],
)
def test_the_witness_objects_to_what_no_answer_may_do(
    status: int, headers: dict[str, str], body: Any, objection: str | None
) -> None:
    witness = Witness()
    witness.see("GET", "/v1/cases", {"statusCode": status, "headers": headers, "body": json.dumps(body)})
    assert list(witness.objections) == ([] if objection is None else [objection])


def test_the_operator_may_see_every_tenant() -> None:
    witness = Witness()
    answer = {"statusCode": 200, "headers": JSON, "body": json.dumps({"name": MARKER})}
    witness.see("GET", "/v1/tenants/tnt_1/keys", answer, to_operator=True)
    assert witness.objections == {}


def test_requests_are_aimed_at_what_is_there_and_sometimes_at_what_is_not() -> None:
    with travelled_world() as travelled:
        aim = Aim(travelled)
        visit = travelled.visits["GET", "/v1/cases/{case_id}"]
        known = [aim._known(visit, draw) for draw in range(16)]
        own = visit.path.rpartition("/")[2]
        generated = "case_7ZZZZZZZZZZZZZZZZZZZZZZZZZ"
        aimed = [aim._aimed(generated, each, own) for each in known]
    assert aimed[0] == own
    assert aimed[1] == travelled.foreign["case"] != own
    assert aimed[2] == generated
    assert set(aimed[3:]) == {own}


def test_the_world_is_as_it_was_however_much_happened_meanwhile() -> None:
    with travelled_world() as travelled:
        visit = travelled.visits["POST", "/v1/cases/{case_id}/payments"]
        client = travelled.world.anonymous
        answers = []
        for _ in range(3):
            travelled.before(visit.operation).restore()
            answers.append(client.send("POST", visit.path, visit.body, Authorization=travelled.key).text)
    assert answers == [visit.answer.text] * 3
