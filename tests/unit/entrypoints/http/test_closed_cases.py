"""What the contract says a closed case still takes, and what it takes no more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import Json, open_case

DAY = "2026-11-20"
CENT = {"amount": 1, "currency": "EUR"}
REFUSED: list[tuple[str, Json]] = [
    ("pause", {"reason": "r"}),
    ("resume", {"reason": "r"}),
    ("disputes", {"reason": "other"}),
    ("decision", {"choice": "withdraw", "reason": "r"}),
]


@pytest.fixture
def client(world: HttpWorld) -> HttpClient:
    return world.tenant().test


@pytest.fixture
def case(client: HttpClient) -> Json:
    """A case that was paid, with the payment's id."""
    case = open_case(client)
    money = {"amount": {"amount": 10_000_000, "currency": "EUR"}, "received_on": DAY}
    paid = client.post(f"/v1/cases/{case['id']}/payments", money)
    assert paid.status == 201, paid.text
    assert client.get(f"/v1/cases/{case['id']}").json["status"] == "closed"
    return {**case, "payment": paid.json["id"]}


def _taken(case: Json) -> list[tuple[str, Any]]:
    note = {"invoice_id": case["invoices"][0]["id"], "number": "AV-1", "issued_on": DAY, "amount": CENT}
    heard = {"direction": "incoming", "channel": "email", "at": f"{DAY}T10:00:00Z", "summary": "Merci."}
    return [
        ("payments", {"amount": CENT, "received_on": DAY}),
        ("credit-notes", note),
        ("interactions", heard),
        ("documents", {"type": "contract", "name": "cgv.pdf", "content_base64": "JVBERi0xLjQK"}),
        ("statement-documents", {}),
        ("evidence-pack", {}),
        (f"payments/{case['payment']}/reverse", {"reason": "r", "on": DAY}),
    ]


def test_a_closed_case_still_takes_what_happens_to_the_money_and_to_the_proof(client: HttpClient, case: Json) -> None:
    for path, body in _taken(case):
        answer = client.post(f"/v1/cases/{case['id']}/{path}", body)
        assert answer.status in (200, 201, 202), (path, answer.text)
    assert client.get(f"/v1/cases/{case['id']}").json["status"] == "open", "the reversal revived the debt"


@pytest.mark.parametrize(("path", "body"), REFUSED)
def test_a_closed_case_is_steered_no_more(client: HttpClient, case: Json, path: str, body: Json) -> None:
    answer = client.post(f"/v1/cases/{case['id']}/{path}", body)
    assert (answer.status, answer.code) == (409, "case_closed"), answer.text


def test_an_interaction_with_an_effect_is_refused(client: HttpClient, case: Json) -> None:
    heard = {"direction": "incoming", "channel": "email", "at": f"{DAY}T10:00:00Z", "summary": "s", "effect": "dispute"}
    answer = client.post(f"/v1/cases/{case['id']}/interactions", heard)
    assert (answer.status, answer.code) == (409, "case_closed"), answer.text
