"""Bad input on the money calculations: each a clear problem that names its field and its rule, answered at once."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.support.http_world import HttpWorld
from tests.support.journey.every_operation import CALCULATIONS

LATE, ALLOCATION = CALCULATIONS["late-payment"], CALCULATIONS["allocation"]
HUGE = 10**400
Found = list[tuple[str, str]]


def euros(amount: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def refused(world: HttpWorld, name: str, body: Any) -> Found:
    answer = world.tenant().test.post(f"/v1/calculations/{name}", body)
    assert answer.status == 422, answer.text
    assert answer.code == "invalid_request"
    return [(error["pointer"], error["code"]) for error in answer.json["errors"]]


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"principal": euros(-1)}, "#/principal/amount", "out_of_range"),
        ({"principal": euros(0)}, "#/principal/amount", "out_of_range"),
        ({"principal": euros(HUGE)}, "#/principal/amount", "out_of_range"),
        ({"principal": euros(100_000_000_000)}, "#/principal/amount", "out_of_range"),
        ({"principal": euros(12.5)}, "#/principal/amount", "wrong_type"),
        ({"principal": euros("1200")}, "#/principal/amount", "wrong_type"),
        ({"principal": euros(True)}, "#/principal/amount", "wrong_type"),
        ({"principal": {"amount": 1, "currency": "USD"}}, "#/principal", "currency_not_supported"),
        ({"principal": {"amount": 1, "currency": "€"}}, "#/principal/currency", "wrong_form"),
        ({"due_date": "1899-12-31"}, "#/due_date", "out_of_range"),
        ({"due_date": "2100-12-32"}, "#/due_date", "invalid_date"),
        ({"due_date": "2025-02-29"}, "#/due_date", "invalid_date"),
        ({"due_date": "15/06/2025"}, "#/due_date", "wrong_form"),
        ({"due_date": None}, "#/due_date", "wrong_form"),
        ({"as_of": "2101-01-01"}, "#/as_of", "out_of_range"),
        ({"as_of": "2025-06-14"}, "#/as_of", "as_of_before_due_date"),
        ({"as_of": "2025-07-20T00:00:00Z"}, "#/as_of", "wrong_form"),
        ({"formal_notice_date": "0001-01-01"}, "#/formal_notice_date", "out_of_range"),
        ({"debtor_kind": "martian"}, "#/debtor_kind", "unknown_value"),
        ({"debtor_kind": ["company"]}, "#/debtor_kind", "unknown_value"),
        ({"contract_rate": "NaN"}, "#/contract_rate", "wrong_form"),
        ({"contract_rate": "1e3"}, "#/contract_rate", "wrong_form"),
        ({"contract_rate": "Infinity"}, "#/contract_rate", "wrong_form"),
        ({"contract_rate": "1000"}, "#/contract_rate", "wrong_form"),
        ({"contract_rate": "12.15000"}, "#/contract_rate", "wrong_form"),
        ({"contract_rate": "-1"}, "#/contract_rate", "wrong_form"),
        ({"contract_rate": 12}, "#/contract_rate", "wrong_form"),
        ({"creditor_is_private_individual": "yes"}, "#/creditor_is_private_individual", "wrong_type"),
        ({"compound": True}, "#/compound", "unknown_field"),
    ],
)
def test_a_late_payment_that_cannot_be_is_refused_at_its_field(
    world: HttpWorld, changes: dict[str, Any], pointer: str, code: str
) -> None:
    assert refused(world, "late-payment", {**LATE, **changes}) == [(pointer, code)]


def invoice(**changes: Any) -> dict[str, Any]:
    return {**ALLOCATION["invoices"][0], **changes}


def payment(**changes: Any) -> dict[str, Any]:
    return {**ALLOCATION["payments"][1], **changes}


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"invoices": []}, "#/invoices", "too_few_items"),
        ({"invoices": [invoice(principal=euros(-5))]}, "#/invoices/0/principal/amount", "out_of_range"),
        ({"invoices": [invoice(principal=euros(0))]}, "#/invoices/0/principal/amount", "out_of_range"),
        ({"invoices": [invoice(due_date="1899-12-31")]}, "#/invoices/0/due_date", "out_of_range"),
        ({"invoices": [invoice(contract_rate="NaN")]}, "#/invoices/0/contract_rate", "wrong_form"),
        ({"invoices": [invoice(reference="")]}, "#/invoices/0/reference", "too_short"),
        ({"invoices": [invoice(), invoice()], "payments": []}, "#/invoices/1/reference", "duplicate_reference"),
        ({"payments": [payment(amount=-1)]}, "#/payments/0/amount", "out_of_range"),
        ({"payments": [payment(amount=0)]}, "#/payments/0/amount", "out_of_range"),
        ({"payments": [payment(amount=HUGE)]}, "#/payments/0/amount", "out_of_range"),
        ({"payments": [payment(currency="USD")]}, "#/payments/0/currency", "currency_not_supported"),
        ({"payments": [payment(received_on="2101-01-01")]}, "#/payments/0/received_on", "out_of_range"),
        ({"payments": [payment(received_on="2026-06-01")]}, "#/payments/0/received_on", "payment_after_as_of"),
        ({"payments": [payment(designated_invoice="F-0")]}, "#/payments/0/designated_invoice", "unknown_invoice"),
        ({"debtor_kind": "state"}, "#/debtor_kind", "unknown_value"),
        ({"allocation_order": "indemnity_first"}, "#/allocation_order", "unknown_value"),
        ({"as_of": "2200-01-01"}, "#/as_of", "out_of_range"),
    ],
)
def test_an_allocation_that_cannot_be_is_refused_at_its_field(
    world: HttpWorld, changes: dict[str, Any], pointer: str, code: str
) -> None:
    assert refused(world, "allocation", {**ALLOCATION, **changes}) == [(pointer, code)]


def test_ten_thousand_invoices_are_refused_at_once(world: HttpWorld) -> None:
    invoices = [invoice(reference=f"F-{number}") for number in range(10_000)]
    started = time.perf_counter()
    assert refused(world, "allocation", {**ALLOCATION, "invoices": invoices, "payments": []}) == [
        ("#/invoices", "too_many_items")
    ]
    assert time.perf_counter() - started < 5
    payments = [payment() for _ in range(10_000)]
    assert refused(world, "allocation", {**ALLOCATION, "payments": payments}) == [("#/payments", "too_many_items")]


def test_the_largest_amounts_are_exact(world: HttpWorld) -> None:
    """No float anywhere: 999,999,999.99 EUR over ten years to the cent, and the cent below it."""
    client = world.tenant().test
    body = {**LATE, "due_date": "2016-12-31", "as_of": "2026-06-30", "contract_rate": "999.9999"}
    most = client.post("/v1/calculations/late-payment", {**body, "principal": euros(99_999_999_999)}).json
    days = most["days"]
    exact, rest = divmod(99_999_999_999 * 9_999_999 * days, 365 * 10**6)
    assert most["interest"]["amount"] == exact + (2 * rest >= 365 * 10**6)


def test_the_order_of_allocation_may_be_asked_for(world: HttpWorld) -> None:
    """PAY_01: by law interest comes first; with the creditor's consent principal may."""
    client = world.tenant().test
    body = {**ALLOCATION, "payments": [payment(received_on="2026-05-04", amount=20_000)]}
    by_law = client.post("/v1/calculations/allocation", body).json
    named = client.post("/v1/calculations/allocation", {**body, "allocation_order": "interest_indemnity_principal"})
    first = client.post("/v1/calculations/allocation", {**body, "allocation_order": "principal_interest_indemnity"})
    assert by_law == named.json
    assert by_law["allocations"][0]["interest"]["amount"] > 0
    assert first.json["allocations"][0]["principal"]["amount"] == 20_000


@pytest.mark.parametrize("year", [1900, 1950, 1989, 2060, 2100])
def test_no_year_from_1900_to_2100_is_refused_for_itself(world: HttpWorld, year: int) -> None:
    """What has no rate says which one is missing (INT_15); what needs none is answered."""
    client, first, last = world.tenant().test, f"{year}-01-01", f"{year}-12-31"
    limitation = {**CALCULATIONS["limitation"], "completed_on": first, "due_date": last}
    limitation |= {"acts": [{"kind": "email", "on": last}], "suspensions": []}
    assert client.post("/v1/calculations/limitation", limitation).status == 200
    silent = {**LATE, "contract_rate": None, "due_date": first, "as_of": last}
    late = client.post("/v1/calculations/late-payment", silent)
    assert (late.status, late.code) == (422, "rate_unknown")
    body = {**ALLOCATION, "invoices": [invoice(due_date=last)], "as_of": last}
    body["payments"] = [payment(received_on=first)]
    assert client.post("/v1/calculations/allocation", body).status == 200
    unknown = client.post("/v1/calculations/allocation", {**body, "invoices": [invoice(due_date=first)]})
    assert (unknown.status, unknown.code) == (422, "rate_unknown")


@pytest.mark.parametrize("day", ["1899-12-31", "2101-01-01"])
@pytest.mark.parametrize("field", ["completed_on", "due_date"])
def test_a_limitation_outside_those_years_is_refused_at_its_field(world: HttpWorld, field: str, day: str) -> None:
    assert refused(world, "limitation", {**CALCULATIONS["limitation"], field: day}) == [(f"#/{field}", "out_of_range")]
    acts = [{"kind": "email", "on": day}]
    body = {**CALCULATIONS["limitation"], "acts": acts}
    assert refused(world, "limitation", body) == [("#/acts/0/on", "out_of_range")]
    spans = [{"from": "2026-01-01", "to": day, "kind": "mediation"}]
    body = {**CALCULATIONS["limitation"], "suspensions": spans}
    assert refused(world, "limitation", body) == [("#/suspensions/0/to", "out_of_range")]
