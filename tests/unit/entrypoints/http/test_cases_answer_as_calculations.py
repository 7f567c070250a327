"""A case owes to the cent what the calculations say of the same facts: one law, one set of functions."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, DEBTOR, create

Json = dict[str, Any]
EXAMPLES = Path(__file__).parents[4].parent / "shared" / "law" / "examples.json"
PROOF = {"name": "avis-de-reception.pdf", "content_base64": "JVBERi0xLjQK"}


def euros(cents: int) -> Json:
    return {"amount": cents, "currency": "EUR"}


def late(kind: str, cents: int, due: str, as_of: str, **more: Any) -> Json:
    return {"debtor_kind": kind, "principal": euros(cents), "due_date": due, "as_of": as_of, **more}


LATE: dict[str, Json] = {
    "half-years": late("company", 845_050, "2025-04-15", "2026-03-10"),
    "leap year": late("sole_trader", 1_000_000, "2024-02-15", "2024-03-15"),
    "the due date itself": late("company", 1_200_000, "2026-01-31", "2026-01-31"),
    "the day after": late("company", 1, "2026-01-31", "2026-02-01"),
    "the largest amount": late("company", 99_999_999_999, "2025-12-31", "2026-06-30"),
    "a contract": late("company", 360_000, "2025-06-30", "2026-02-28", contract_rate="15.00"),
    "a contract at three times the legal rate": late(
        "company", 360_000, "2025-11-30", "2026-02-28", contract_rate="3x_legal"
    ),
    "a contract below the floor": late("company", 100_000, "2024-01-31", "2024-03-31", contract_rate="15.00"),
    "the last day of a half-year, public": late("public_body", 845_050, "2025-06-30", "2026-09-10"),
    "the day before it, public": late("public_body", 845_050, "2025-06-29", "2026-09-10"),
    "a consumer without notice": late("consumer", 85_000, "2025-09-01", "2026-04-20"),
    "a consumer with notice": late("consumer", 85_000, "2025-09-01", "2026-04-20", formal_notice_date="2026-02-10"),
    "an association": late("non_professional", 85_000, "2025-03-01", "2026-04-20", formal_notice_date="2025-06-30"),
    "a private creditor of a company": late(
        "company",
        500_000,
        "2025-09-01",
        "2026-04-20",
        formal_notice_date="2025-12-31",
        creditor_is_private_individual=True,
    ),
    "a private creditor of a consumer": late(
        "consumer",
        500_000,
        "2025-09-01",
        "2026-04-20",
        formal_notice_date="2025-12-31",
        creditor_is_private_individual=True,
    ),
}
SPREAD: dict[str, Json] = {
    "two part payments": {
        "debtor_kind": "company",
        "invoices": [{"reference": "A", "principal": euros(500_000), "due_date": "2026-01-31"}],
        "payments": [
            {"amount": 200_000, "currency": "EUR", "received_on": "2026-03-31"},
            {"amount": 300_000, "currency": "EUR", "received_on": "2026-06-30"},
        ],
        "as_of": "2026-07-01",
    },
    "three rates, and a designated invoice": {
        "debtor_kind": "company",
        "invoices": [
            {"reference": "A", "principal": euros(100_000), "due_date": "2025-11-30"},
            {"reference": "B", "principal": euros(200_000), "due_date": "2026-01-15", "contract_rate": "15.00"},
            {"reference": "C", "principal": euros(50_000), "due_date": "2026-06-30", "contract_rate": "3x_legal"},
        ],
        "payments": [
            {"amount": 180_000, "currency": "EUR", "received_on": "2026-03-31"},
            {"amount": 10_000, "currency": "EUR", "received_on": "2026-03-01", "designated_invoice": "C"},
            {"amount": 1, "currency": "EUR", "received_on": "2025-11-30"},
        ],
        "as_of": "2026-06-30",
    },
    "equal debts share, and too much is left over": {
        "debtor_kind": "public_body",
        "invoices": [
            {"reference": "A", "principal": euros(10_000), "due_date": "2026-01-31"},
            {"reference": "B", "principal": euros(20_001), "due_date": "2026-01-31"},
        ],
        "payments": [
            {"amount": 9_999, "currency": "EUR", "received_on": "2026-03-31"},
            {"amount": 90_000, "currency": "EUR", "received_on": "2026-04-30"},
        ],
        "as_of": "2026-05-31",
    },
}


def published(endpoint: str) -> dict[str, Json]:
    """The published worked examples, where they are at hand."""
    known = json.loads(EXAMPLES.read_text("utf-8")) if EXAMPLES.exists() else {}
    return {name: each["request"] for name, each in known.items() if each["endpoint"] == endpoint}


def opened(client: HttpClient, kind: str, invoices: list[Json], **parts: Any) -> Json:
    debtor = {name: value for name, value in DEBTOR.items() if name != "siren" or kind in ("company", "sole_trader")}
    creditor = {**CREDITOR, "is_private_individual": parts.pop("private", False)}
    claimed = [
        {
            "number": each["reference"],
            "issue_date": str(date.fromisoformat(each["due_date"]) - timedelta(days=30)),
            "due_date": each["due_date"],
            "completed_on": str(date.fromisoformat(each["due_date"]) - timedelta(days=30)),
            "amount_incl_tax": each["principal"],
            "contract_rate": each.get("contract_rate"),
        }
        for each in invoices
    ]
    body = {"debtor": {**debtor, "kind": kind}, "invoices": claimed, **parts}
    return create(client, "/v1/cases", {"creditor_id": create(client, "/v1/creditors", creditor)["id"], **body})


def statement(client: HttpClient, case: Json, as_of: str) -> Json:
    answer: Json = client.get(f"/v1/cases/{case['id']}/statement?as_of={as_of}").json
    return answer


@pytest.mark.parametrize("name", [*LATE, *published("late-payment")])
def test_one_invoice_owes_in_a_case_what_the_calculation_says(world: HttpWorld, name: str) -> None:
    """INT_01..INT_13, IND_01, IND_02: the notice of a case is the creditor's own of before, proved."""
    client, request = world.tenant().test, {**LATE, **published("late-payment")}[name]
    answer = client.post("/v1/calculations/late-payment", request)
    assert answer.status == 200, answer.text
    notice = request.get("formal_notice_date")
    own = {"channel": "registered_letter", "on": notice, "document": PROOF, "formal_notice_presented_on": notice}
    case = opened(
        client,
        request["debtor_kind"],
        [{**request, "reference": "F-1"}],
        private=bool(request.get("creditor_is_private_individual")),
        prior_reminders=[own] if notice else [],
    )
    shown = statement(client, case, request["as_of"])
    (line,) = shown["invoices"] + shown["not_yet_due"]
    for part in ("interest", "fixed_indemnity"):
        assert line[part] == answer.json[part]
    assert line["total_left"] == answer.json["total_due"]
    told = [(p["from"], p["to"], p["days"], p["interest"]) for p in line["periods"]]
    assert told == [(p["from"], p["to"], p["days"], p["interest"]) for p in answer.json["periods"]]
    assert line["warnings"] == answer.json["warnings"]


@pytest.mark.parametrize("name", [*SPREAD, *published("allocation")])
def test_payments_are_spread_in_a_case_as_the_calculation_says(world: HttpWorld, name: str) -> None:
    """PAY_01, PAY_02: in whatever order the payments are recorded."""
    client, request = world.tenant().test, {**SPREAD, **published("allocation")}[name]
    answer = client.post("/v1/calculations/allocation", request)
    assert answer.status == 200, answer.text
    case = opened(client, request["debtor_kind"], request["invoices"])
    ids = {invoice["number"]: invoice["id"] for invoice in case["invoices"]}
    places = {}
    for place, payment in reversed(list(enumerate(request["payments"]))):
        body = {"amount": euros(payment["amount"]), "received_on": payment["received_on"]}
        named = payment.get("designated_invoice")
        paid = client.post(
            f"/v1/cases/{case['id']}/payments", {**body, "designated_invoice": ids[named] if named else None}
        )
        assert paid.status == 201, paid.text
        places[paid.json["id"]] = place
    shown = statement(client, case, request["as_of"])
    parts = ("interest", "fixed_indemnity", "principal", "principal_left")
    spread = [(places[a["payment_id"]], a["invoice_id"], *(a[part] for part in parts)) for a in shown["allocations"]]
    assert spread == [
        (a["payment"], ids[a["reference"]], *(a[part] for part in parts)) for a in answer.json["allocations"]
    ]
    left = {line["number"]: line["total_left"] for line in [*shown["invoices"], *shown["not_yet_due"]]}
    assert left == {each["reference"]: each["total"] for each in answer.json["outstanding"]}
    assert shown["overpaid"] == answer.json["unallocated"]
