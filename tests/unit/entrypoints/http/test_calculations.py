from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.http_world import HttpWorld
from tests.support.journey.every_operation import CALCULATIONS

EXAMPLES = Path(__file__).parents[4].parent / "shared" / "law" / "examples.json"
LATE = CALCULATIONS["late-payment"]
ALLOCATION = CALCULATIONS["allocation"]
LIMITATION = CALCULATIONS["limitation"]
SHARES = ("interest", "fixed_indemnity", "principal")
CONTACT = CALCULATIONS["contact-time"]


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def calculated(world: HttpWorld, name: str, body: Any) -> Any:
    answer = world.tenant().test.post(f"/v1/calculations/{name}", body)
    assert answer.status == 200, answer.text
    return answer.json


def refused(world: HttpWorld, name: str, body: Any) -> Any:
    answer = world.tenant().test.post(f"/v1/calculations/{name}", body)
    assert answer.status == 422, answer.text
    return answer.json


def test_interest_is_told_by_half_year_and_rounded_once(world: HttpWorld) -> None:
    """INT_01, INT_13: 1,000 EUR for 16 days at 13.15 and 20 days at 12.15."""
    body = {**LATE, "principal": euros(100_000), "due_date": "2025-06-14", "contract_rate": None}
    assert calculated(world, "late-payment", body) == {
        "interest": euros(1242),
        "fixed_indemnity": euros(4000),
        "total_due": euros(105_242),
        "days": 36,
        "periods": [
            {"from": "2025-06-15", "to": "2025-06-30", "days": 16, "annual_rate": "13.15", "interest": "5.764384"},
            {"from": "2025-07-01", "to": "2025-07-20", "days": 20, "annual_rate": "12.15", "interest": "6.657534"},
        ],
        "warnings": [],
        "rules": [
            "INT_01", "INT_07", "INT_09", "INT_10", "INT_11", "INT_12", "INT_13", "INT_14", "IND_01", "IND_03",
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "told", "warnings"),
    [
        ("3x_legal", "11.13", []),
        ("11.13", "11.13", []),
        ("11.1299", "11.1299", ["rate_below_floor"]),
        ("6", "6.00", ["rate_below_floor"]),
    ],
)
def test_a_contract_rate_is_a_figure_or_three_times_the_legal_rate(
    world: HttpWorld, given: str, told: str, warnings: list[str]
) -> None:
    """INT_02, INT_03: the floor of 2025H1 is 3 times 3.71."""
    body = {**LATE, "due_date": "2025-05-31", "as_of": "2025-06-30", "contract_rate": given}
    found = calculated(world, "late-payment", body)
    assert [period["annual_rate"] for period in found["periods"]] == [told]
    assert found["warnings"] == warnings


@pytest.mark.parametrize("wrong", ["3X_LEGAL", "legal", "-1", "12,15", "1e2", 12.15, ""])
def test_any_other_contract_rate_is_refused_at_its_field(world: HttpWorld, wrong: Any) -> None:
    problem = refused(world, "late-payment", {**LATE, "contract_rate": wrong})
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("#/contract_rate", "wrong_form")]


@pytest.mark.parametrize(
    ("changes", "half_year", "rate"),
    [
        ({"due_date": "2016-03-31", "as_of": "2016-07-31"}, "2016H1", "ECB rate"),
        ({"due_date": "2019-03-31", "as_of": "2019-05-31", "contract_rate": "3x_legal"}, "2019H1", "legal interest"),
    ],
)
def test_a_rate_that_is_not_loaded_is_named_with_its_half_year(
    world: HttpWorld, changes: dict[str, Any], half_year: str, rate: str
) -> None:
    """INT_15: an error, never a guess; for an allocation too."""
    body = {**LATE, "contract_rate": None, **changes}
    invoice = {"reference": "A", **{name: body[name] for name in ("principal", "due_date", "contract_rate")}}
    allocation = {"debtor_kind": "company", "invoices": [invoice], "payments": [], "as_of": body["as_of"]}
    for problem in (refused(world, "late-payment", body), refused(world, "allocation", allocation)):
        assert problem["code"] == "rate_unknown"
        assert half_year in problem["detail"]
        assert rate in problem["detail"]


def test_a_consumer_owes_interest_from_the_formal_notice_and_no_contract_rate(world: HttpWorld) -> None:
    """INT_05, INT_08, IND_02."""
    body = {**LATE, "debtor_kind": "consumer", "formal_notice_date": "2025-06-30"}
    found = calculated(world, "late-payment", body)
    assert (found["days"], found["fixed_indemnity"]) == (20, euros(0))
    assert found["periods"][0]["annual_rate"] == "2.76"
    assert found["warnings"] == ["contract_rate_not_applied"]


def test_payments_are_told_by_index_in_the_order_they_were_allocated(world: HttpWorld) -> None:
    """PAY_01: the later payment of the request came first, and pays what it was designated for."""
    earlier = {**euros(70_000), "received_on": "2026-03-31", "designated_invoice": "F-2026-014"}
    later = {**euros(100_000), "received_on": "2026-05-04", "designated_invoice": None}
    found = calculated(world, "allocation", {**ALLOCATION, "payments": [later, earlier]})
    touched = [(share["payment"], share["reference"]) for share in found["allocations"]]
    assert touched == [(1, "F-2026-014"), (0, "F-2026-022"), (0, "F-2026-014")]
    assert [left["total"] for left in found["outstanding"]] == [euros(0), euros(0)]
    paid = sum(share[part]["amount"] for share in found["allocations"] for part in SHARES)
    assert paid + found["unallocated"]["amount"] == 170_000
    assert found["unallocated"]["amount"] > 0


@pytest.mark.parametrize(
    ("payment", "pointer", "code"),
    [
        ({"designated_invoice": "F-1999"}, "#/payments/0/designated_invoice", "unknown_invoice"),
        ({"received_on": "2026-06-01"}, "#/payments/0/received_on", "payment_after_as_of"),
        ({"currency": "USD"}, "#/payments/0/currency", "currency_not_supported"),
        ({"amount": -1}, "#/payments/0/amount", "out_of_range"),
    ],
)
def test_a_payment_that_does_not_fit_is_refused_at_its_field(
    world: HttpWorld, payment: dict[str, Any], pointer: str, code: str
) -> None:
    given = {**ALLOCATION["payments"][0], **payment}
    problem = refused(world, "allocation", {**ALLOCATION, "payments": [given]})
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [(pointer, code)]


def test_each_act_tells_what_it_did_to_limitation(world: HttpWorld) -> None:
    """PRE_07, PRE_08, PRE_10: a letter does nothing, an acknowledgement counts only in time."""
    acts = [
        {"kind": "acknowledgement", "on": "2029-06-01"},
        {"kind": "letter", "on": "2024-01-15"},
        {"kind": "court_claim", "on": "2024-02-02"},
    ]
    found = calculated(world, "limitation", {**LIMITATION, "acts": acts, "suspensions": []})
    assert found == {
        "last_day": "2029-02-02",
        "safe_last_day": "2029-02-01",
        "last_day_from_due_date": "2029-02-02",
        "acts": [
            {"kind": "letter", "on": "2024-01-15", "effect": "none", "rule": "PRE_08"},
            {"kind": "court_claim", "on": "2024-02-02", "effect": "interrupts", "rule": "PRE_07"},
            {"kind": "acknowledgement", "on": "2029-06-01", "effect": "after_expiry", "rule": "PRE_10"},
        ],
        "review": ["acknowledgement_after_expiry"],
    }


def test_a_suspension_that_ends_before_it_starts_is_refused_at_its_field(world: HttpWorld) -> None:
    span = {"from": "2025-06-30", "to": "2025-05-01", "kind": "mediation"}
    problem = refused(world, "limitation", {**LIMITATION, "suspensions": [span]})
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("#/suspensions/0/to", "period_reversed")]


@pytest.mark.parametrize(
    ("postal_code", "wanted_at", "decision", "allowed_at"),
    [
        ("69003", "2026-01-14T06:30:00Z", "deferred", "2026-01-14T08:00:00+01:00"),
        ("69003", "2026-07-15T06:30:00Z", "now", "2026-07-15T08:30:00+02:00"),
        ("97600", "2026-01-14T16:59:59Z", "now", "2026-01-14T19:59:59+03:00"),
        ("97300", "2026-06-10T09:00:00Z", "deferred", "2026-06-11T08:00:00-03:00"),
    ],
)
def test_the_instant_is_in_the_local_offset_of_the_debtor(
    world: HttpWorld, postal_code: str, wanted_at: str, decision: str, allowed_at: str
) -> None:
    """CON_01, CON_03: territory, time zone and holidays (in Guyane 10 June) come from the postal code."""
    body = {"debtor_kind": "company", "postal_code": postal_code, "channel": "email", "wanted_at": wanted_at}
    found = calculated(world, "contact-time", body)
    assert (found["decision"], found["allowed_at"]) == (decision, allowed_at)
    assert bool(found["reasons"]) is (decision != "now")


def test_contact_without_a_known_territory_is_refused_with_its_rule(world: HttpWorld) -> None:
    found = calculated(world, "contact-time", {**CONTACT, "postal_code": "98000"})
    assert (found["decision"], found["allowed_at"]) == ("refused", None)
    assert [reason["rule"] for reason in found["reasons"]] == ["CON_01"]


@pytest.mark.parametrize("name", CALCULATIONS)
def test_a_calculation_reads_and_stores_nothing_and_ignores_an_idempotency_key(world: HttpWorld, name: str) -> None:
    client = world.tenant().test
    world.store.calls.clear()
    path = f"/v1/calculations/{name}"
    first = client.post(path, CALCULATIONS[name], Idempotency_Key="k")
    again = client.post(path, CALCULATIONS[name], Idempotency_Key="k")
    other = client.post(path, {**CALCULATIONS[name], "debtor_kind": "public_body"}, Idempotency_Key="k")
    assert (first.status, again.status, other.status) == (200, 200, 200)
    assert first.text == again.text
    assert "idempotent-replayed" not in again.headers
    assert set(world.store.calls) <= {"api_key_by_hash"}


@pytest.mark.parametrize("name", CALCULATIONS)
def test_a_calculation_needs_a_key_that_reads_cases_in_any_mode(world: HttpWorld, name: str) -> None:
    path, body, tenant = f"/v1/calculations/{name}", CALCULATIONS[name], world.tenant()
    narrow = tenant.test.post("/v1/keys", {"name": "k", "scopes": ["contacts:read"]}).json["secret"]
    assert tenant.live.post(path, body).status == 200
    assert world.anonymous.post(path, body).status == 401
    assert world.anonymous.with_key(narrow).post(path, body).code == "insufficient_scope"


def agrees(expected: Any, found: Any) -> bool:
    """Whether everything that is expected was found; what is found may hold more fields."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(name in found and agrees(v, found[name]) for name, v in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(found) and all(agrees(e, f) for e, f in zip(expected, found, strict=True))
    return bool(expected == found)


def test_every_published_example_is_answered_as_published(world: HttpWorld) -> None:
    """R-007: the fields that an example gives; a list has exactly the entries given."""
    if not EXAMPLES.exists():
        pytest.skip("the published examples are not at hand")
    client = world.tenant().test
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    assert {example["endpoint"] for example in examples.values()} == set(CALCULATIONS)
    wrong = {}
    for name, example in examples.items():
        answer = client.post(f"/v1/calculations/{example['endpoint']}", example["request"])
        if answer.status != 200 or not agrees(example["response"], answer.json):
            wrong[name] = answer.text
    assert wrong == {}
