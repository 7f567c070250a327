"""Costs beyond the 40 EUR through HTTP: recorded by a person, with a proof, from professionals alone (IND_05)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE

PROOF = {"type": "correspondence", "name": "facture-commissaire.pdf", "content_base64": "JVBERi0xLjQK"}
COSTS = {"amount": {"amount": 12_000, "currency": "EUR"}, "reason": "Formal demand.", "document": PROOF}


def opened(client: HttpClient, *, debtor: dict[str, Any] | None = None, creditor: dict[str, Any] | None = None) -> Any:
    made = client.post("/v1/creditors", {**CREDITOR, **(creditor or {})}).json
    body = {"creditor_id": made["id"], "debtor": {**DEBTOR, **(debtor or {})}, "invoices": [INVOICE]}
    answer = client.post("/v1/cases", body)
    assert answer.status == 201, answer.text
    return answer.json


def claim(client: HttpClient, case: Any, **changes: Any) -> Any:
    body = {**COSTS, "invoice": case["invoices"][0]["number"], **changes}
    return client.post(f"/v1/cases/{case['id']}/complementary-indemnities", body)


def test_costs_have_a_line_of_their_own_everywhere(world: HttpWorld) -> None:
    client = world.tenant().test
    case = opened(client)
    recorded = claim(client, case)
    assert recorded.status == 201, recorded.text
    balance = recorded.json["case"]["balance"]
    assert balance["complementary_indemnity"]["amount"] == 12_000
    assert balance["total"]["amount"] == case["balance"]["total"]["amount"] + 12_000
    shown = client.get(f"/v1/cases/{case['id']}/statement").json
    assert shown["invoices"][0]["complementary_indemnity_left"]["amount"] == 12_000
    assert shown["complementary_indemnities"][0]["document_id"] == recorded.json["document_id"]
    events = client.get(f"/v1/cases/{case['id']}/timeline?limit=100").json["data"]
    told = next(event for event in events if event["type"] == "complementary_indemnity.recorded")
    assert told["data"]["complementary_indemnity_id"] == recorded.json["id"]


def test_the_invoice_is_named_by_id_or_by_number_in_any_writing(world: HttpWorld) -> None:
    client = world.tenant().test
    case = opened(client)
    invoice = case["invoices"][0]
    for name in (invoice["id"], invoice["number"].lower()):
        assert claim(client, case, invoice=name).status == 201
    unknown = claim(client, case, invoice="F-0000")
    assert [(e["pointer"], e["code"]) for e in unknown.json["errors"]] == [("#/invoice", "unknown_invoice")]


@pytest.mark.parametrize("kind", ["consumer", "non_professional"])
def test_whoever_is_no_professional_is_never_asked_for_costs(world: HttpWorld, kind: str) -> None:
    """IND_02, COST_02."""
    client = world.tenant().test
    debtor = {"kind": kind, "siren": None, "siret": None, "vat_number": None}
    case = opened(client, debtor=debtor)
    refused = claim(client, case)
    assert (refused.status, refused.code) == (422, "complementary_indemnity_not_owed")
    assert "COST_02" in refused.json["detail"]
    assert client.get(f"/v1/cases/{case['id']}/statement").json["complementary_indemnities"] == []


def test_a_private_individual_claims_no_costs_and_legal_interest_only(world: HttpWorld) -> None:
    """INT_06, IND_02: copied to the case when it opens."""
    client = world.tenant().test
    case = opened(client, creditor={"is_private_individual": True})
    assert claim(client, case).code == "complementary_indemnity_not_owed"
    assert case["balance"]["interest"]["amount"] == case["balance"]["fixed_indemnity"]["amount"] == 0


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"document": None}, "#/document", "wrong_type"),
        ({"document": {"type": "contract", "name": "x.pdf"}}, "#/document", "one_of_required"),
        ({"reason": " "}, "#/reason", "blank"),
        ({"amount": {"amount": 0, "currency": "EUR"}}, "#/amount/amount", "out_of_range"),
        ({"amount": {"amount": -1, "currency": "EUR"}}, "#/amount/amount", "out_of_range"),
        ({"amount": {"amount": 1, "currency": "USD"}}, "#/amount", "currency_not_supported"),
    ],
)
def test_without_proof_reason_or_amount_nothing_is_recorded(
    world: HttpWorld, changes: dict[str, Any], pointer: str, code: str
) -> None:
    client = world.tenant().test
    refused = claim(client, opened(client), **changes)
    assert refused.status == 422
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [(pointer, code)]


def test_the_proof_is_required(world: HttpWorld) -> None:
    client = world.tenant().test
    case = opened(client)
    body = {name: value for name, value in COSTS.items() if name != "document"}
    refused = client.post(f"/v1/cases/{case['id']}/complementary-indemnities", {**body, "invoice": "F"})
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [("#/document", "required")]


def test_the_creditors_order_is_the_cases_and_decides_what_a_payment_pays(world: HttpWorld) -> None:
    """PAY_01: changed later, it leaves open cases as they are."""
    client = world.tenant().test
    case = opened(client, creditor={"allocation_order": "principal_interest_indemnity"})
    changed = client.patch(
        f"/v1/creditors/{case['creditor_id']}", {"allocation_order": "interest_indemnity_principal"}, If_Match="*"
    )
    assert changed.json["allocation_order"] == "interest_indemnity_principal"
    body = {"amount": {"amount": 10_000, "currency": "EUR"}, "received_on": "2026-11-20"}
    paid = client.post(f"/v1/cases/{case['id']}/payments", body).json
    assert paid["allocations"][0]["principal"]["amount"] == 10_000
    shown = client.get(f"/v1/cases/{case['id']}/statement").json
    assert shown["allocation_order"] == "principal_interest_indemnity"


def test_an_unknown_order_is_refused_at_its_field(world: HttpWorld) -> None:
    refused = world.tenant().test.post("/v1/creditors", {**CREDITOR, "allocation_order": "indemnity_first"})
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [("#/allocation_order", "unknown_value")]


def take_back(client: HttpClient, case: Any, claimed: Any) -> Any:
    path = f"/v1/cases/{case['id']}/complementary-indemnities/{claimed['id']}/withdraw"
    return client.post(path, {"reason": "It was about another debtor."})


def test_costs_that_were_a_mistake_are_taken_back_once(world: HttpWorld) -> None:
    """IND_05: nothing is claimed that a person gave up; the timeline keeps both."""
    client = world.tenant().test
    case = opened(client)
    claimed = claim(client, case).json
    withdrawn = take_back(client, case, claimed)
    assert (withdrawn.status, withdrawn.json["withdrawn_on"]) == (200, "2026-11-23"), withdrawn.text
    assert withdrawn.json["case"]["balance"] == case["balance"]
    assert client.get(f"/v1/cases/{case['id']}/statement").json["complementary_indemnities"] == []
    again = take_back(client, case, claimed)
    assert (again.status, again.code) == (409, "already_withdrawn")
    types = [event["type"] for event in client.get(f"/v1/cases/{case['id']}/timeline?limit=100").json["data"]]
    assert types.index("complementary_indemnity.recorded") < types.index("complementary_indemnity.withdrawn")


def test_costs_of_another_case_are_not_found_here(world: HttpWorld) -> None:
    client = world.tenant().test
    case = opened(client)
    assert take_back(client, case, {"id": "cmp_00000000000000000000000000"}).code == "not_found"


def test_a_debtor_who_paid_costs_that_are_taken_back_has_them_back(world: HttpWorld) -> None:
    """IND_05, PAY_01: in the closed case too, as an excess that the event names."""
    client = world.tenant().test
    case = opened(client)
    claimed = claim(client, case).json
    total = claimed["case"]["balance"]["total"]
    paid = client.post(f"/v1/cases/{case['id']}/payments", {"amount": total, "received_on": "2026-11-23"}).json
    assert paid["case"]["outcome"] == "paid"
    assert take_back(client, case, claimed).json["case"]["outcome"] == "paid"
    shown = client.get(f"/v1/cases/{case['id']}/statement").json
    assert (shown["balance"]["total"]["amount"], shown["overpaid"]["amount"]) == (0, 12_000)
    events = client.get(f"/v1/cases/{case['id']}/timeline?limit=100").json["data"]
    excess = next(event["data"] for event in events if event["type"] == "payment.overpaid")
    assert (excess["excess"]["amount"], excess["complementary_indemnity_id"]) == (12_000, claimed["id"])


def test_a_case_whose_costs_alone_are_unpaid_closes_when_they_are_taken_back(world: HttpWorld) -> None:
    client = world.tenant().test
    case = opened(client)
    claimed = claim(client, case).json
    body = {"amount": case["balance"]["total"], "received_on": "2026-11-23"}
    assert client.post(f"/v1/cases/{case['id']}/payments", body).json["case"]["status"] == "open"
    closed = take_back(client, case, claimed).json["case"]
    assert (closed["status"], closed["outcome"]) == ("closed", "paid")
