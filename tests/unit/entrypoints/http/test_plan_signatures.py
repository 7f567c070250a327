"""``POST …/payment-plans/{plan_id}/sign``: each side gives what it signs with (R-078, PLAN_03)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.amount_in_words import in_french
from chalicelib.domain.money import Money
from tests.support.http_client import HttpClient
from tests.support.http_world import http_world
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE, create

SCAN = {"type": "contract", "name": "accord.pdf", "content_base64": "JVBERi0xLjQK"}


@pytest.fixture
def client() -> Iterator[HttpClient]:
    with http_world() as world:
        yield world.tenant().test


@pytest.fixture
def plan(client: HttpClient) -> Any:
    creditor = create(client, "/v1/creditors", CREDITOR)
    case = create(client, "/v1/cases", {"creditor_id": creditor["id"], "debtor": DEBTOR, "invoices": [INVOICE]})
    path = f"/v1/cases/{case['id']}/payment-plans"
    made = create(client, path, {"count": 3, "first_on": "2026-11-24"})
    answer = client.post(f"{path}/{made['id']}/accept", {})
    assert answer.status == 200, answer.text
    return {**answer.json, "path": f"{path}/{made['id']}/sign"}


def written(plan: Any) -> dict[str, Any]:
    cents = plan["total"]["amount"]
    return {"side": "debtor", "figures": f"{cents / 100:.2f}", "words": in_french(Money(cents)), "document": SCAN}


def test_both_sides_by_the_api_put_the_plan_in_force(client: HttpClient, plan: Any) -> None:
    own = client.post(plan["path"], written(plan))
    assert own.status == 200, own.text
    assert own.json["state"] == "agreed"
    [signature] = own.json["signatures"]
    assert (signature["side"], signature["by"], signature["signed_on"]) == ("debtor", "paper", "2026-11-23")
    other = client.post(plan["path"], {"side": "creditor", "signatory": "Paul Durand"})
    assert other.status == 200, other.text
    assert other.json["state"] == "active"
    document = client.get(f"/v1/documents/{other.json['document_id']}")
    assert document.json["kind"] == "payment_plan"
    assert document.json["name"].startswith("reconnaissance-de-dette-")


def test_the_same_key_gives_the_same_answer_and_signs_once(client: HttpClient, plan: Any) -> None:
    body = {"side": "creditor", "signatory": "Paul Durand"}
    first = client.post(plan["path"], body, Idempotency_Key="once")
    again = client.post(plan["path"], body, Idempotency_Key="once")
    assert first.json == again.json
    assert again.headers["idempotent-replayed"] == "true"
    assert client.post(plan["path"], body).json["code"] == "plan_already_signed"


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"document": None}, ["#/document"]),
        ({"words": None, "figures": None}, ["#/figures", "#/words"]),
        ({"signatory": "Paul"}, ["#/signatory"]),
        ({"side": "creditor"}, ["#/figures", "#/words", "#/document"]),
        ({"words": "cent euros"}, ["#/words"]),
        ({"signed_on": "2026-12-24"}, ["#/signed_on"]),
    ],
)
def test_what_is_missing_or_not_of_this_side_is_named(
    client: HttpClient, plan: Any, changes: Any, pointers: list[str]
) -> None:
    answer = client.post(plan["path"], {**written(plan), **changes})
    assert answer.status == 422, answer.text
    assert [error["pointer"] for error in answer.json["errors"]] == pointers
    assert client.get(plan["path"].removesuffix("/sign")).json["signatures"] == []


def test_a_proposal_is_not_signed_before_it_is_agreed(client: HttpClient, plan: Any) -> None:
    plans = plan["path"].rpartition("/plan_")[0]
    newer = create(client, plans, {"count": 2, "first_on": "2026-11-24"})
    answer = client.post(f"{plans}/{newer['id']}/sign", {"side": "creditor"})
    assert (answer.status, answer.json["code"]) == (409, "plan_not_to_sign")
