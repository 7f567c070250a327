"""Limitation over HTTP: what the calculation refuses and takes, and the acts, suspensions and routes of a case."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.parties import DebtorKind
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.journey.calculations import CALCULATIONS
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE

ASKED = CALCULATIONS["limitation"]
ACT = {"kind": "letter", "on": "2024-01-15"}
SPAN = {"from": "2025-05-01", "to": "2025-06-30", "kind": "mediation"}


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"due_date": "1899-12-31"}, "#/due_date", "out_of_range"),
        ({"due_date": "2101-01-01"}, "#/due_date", "out_of_range"),
        ({"completed_on": "0001-01-01"}, "#/completed_on", "out_of_range"),
        ({"completed_on": "2023-02-29"}, "#/completed_on", "invalid_date"),
        ({"completed_on": "15/03/2023"}, "#/completed_on", "wrong_form"),
        ({"completed_on": None}, "#/completed_on", "wrong_form"),
        ({"due_date": 20230430}, "#/due_date", "wrong_form"),
        ({"debtor_kind": "association"}, "#/debtor_kind", "unknown_value"),
        ({"claim_kind": "insurance"}, "#/claim_kind", "unknown_value"),
        ({"acts": [{**ACT, "kind": "visit"}]}, "#/acts/0/kind", "unknown_value"),
        ({"acts": [ACT, {**ACT, "on": "2101-01-01"}]}, "#/acts/1/on", "out_of_range"),
        ({"acts": [{"kind": "letter"}]}, "#/acts/0/on", "required"),
        ({"acts": [{**ACT, "amount": 3}]}, "#/acts/0/amount", "unknown_field"),
        ({"acts": [ACT] * 10_000}, "#/acts", "too_many_items"),
        ({"acts": ACT}, "#/acts", "wrong_type"),
        ({"suspensions": [{**SPAN, "to": "2025-04-30"}]}, "#/suspensions/0/to", "period_reversed"),
        ({"suspensions": [SPAN, {**SPAN, "from": "2025-07-01"}]}, "#/suspensions/1/to", "period_reversed"),
        ({"suspensions": [{**SPAN, "kind": "holiday"}]}, "#/suspensions/0/kind", "unknown_value"),
        ({"suspensions": [SPAN] * 51}, "#/suspensions", "too_many_items"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    world: HttpWorld, changed: dict[str, Any], pointer: str, code: str
) -> None:
    answer = world.tenant().test.post("/v1/calculations/limitation", {**ASKED, **changed})
    assert answer.status == 422, answer.text
    assert [(error["pointer"], error["code"]) for error in answer.json["errors"]] == [(pointer, code)]


@pytest.mark.parametrize(
    ("changed", "last_day", "effects"),
    [
        ({"completed_on": "2023-06-20", "acts": [], "suspensions": []}, "2028-04-30", []),
        ({"acts": [{"kind": "part_payment", "on": "2022-01-01"}], "suspensions": []}, "2028-03-20", ["none PRE_06"]),
        ({"acts": [{**ACT, "kind": "court_claim", "on": "2099-01-01"}]}, "2028-05-20", ["after_expiry PRE_10"]),
        ({"acts": [], "suspensions": [SPAN, SPAN]}, "2028-05-20", []),
        ({"acts": [], "suspensions": [SPAN, {**SPAN, "from": "2025-06-01", "to": "2025-07-10"}]}, "2028-05-30", []),
        ({"acts": [ACT] * 200, "suspensions": []}, "2028-03-20", ["none PRE_08"] * 200),
    ],
)  # fmt: skip
def test_what_is_unusual_has_its_answer(
    world: HttpWorld, changed: dict[str, Any], last_day: str, effects: list[str]
) -> None:
    """Completed after the due date, a deposit before the claim existed, an act too late, suspensions that overlap."""
    answer = world.tenant().test.post("/v1/calculations/limitation", {**ASKED, **changed})
    assert answer.status == 200, answer.text
    assert answer.json["last_day"] == last_day
    assert [f"{act['effect']} {act['rule']}" for act in answer.json["acts"]] == effects


def opened(client: HttpClient, *, kind: DebtorKind = DebtorKind.COMPANY, **more: Any) -> Any:
    creditor = client.post("/v1/creditors", CREDITOR).json
    debtor = client.post("/v1/debtors", {**DEBTOR, "kind": kind.value}).json
    invoice = {**INVOICE, **more.pop("invoice", {})}
    request = {"creditor_id": creditor["id"], "debtor_id": debtor["id"], "invoices": [invoice], **more}
    answer = client.post("/v1/cases", request)
    assert answer.status == 201, answer.text
    return answer.json


def test_the_kind_of_a_claim_is_stored_and_decides_the_period(world: HttpWorld) -> None:
    """PRE_03: carriage runs out one year after delivery."""
    client = world.tenant().test
    case = opened(client, invoice={"claim_kind": "carriage"})
    found = client.get(f"/v1/cases/{case['id']}/limitation").json
    assert case["invoices"][0]["claim_kind"] == "carriage"
    assert [(each["rule"], each["last_day"]) for each in found["invoices"]] == [("PRE_03", "2027-08-31")]
    assert case["limitation"]["last_day"] == "2027-08-31"


def test_an_act_is_recorded_explained_and_taken_back(world: HttpWorld) -> None:
    """PRE_07, C. civ. 2243."""
    client = world.tenant().test
    path = f"/v1/cases/{opened(client)['id']}"
    answer = client.post(f"{path}/limitation-acts", {"kind": "court_claim", "on": "2026-11-20"})
    assert (answer.status, answer.json["last_day"]) == (201, "2031-11-20")
    (claim,) = answer.json["acts"]
    assert claim["why"].startswith("It interrupted, as a judicial act")
    gone = {"cause": "claim_withdrawn", "reason": "Settled out of court."}
    answer = client.post(f"{path}/limitation-acts/{claim['subject_id']}/withdraw", gone)
    assert (answer.json["last_day"], answer.json["acts"][0]["effect"]) == ("2031-08-31", "none")
    assert "2243" in answer.json["acts"][0]["why"]
    again = client.post(f"{path}/limitation-acts/{claim['subject_id']}/withdraw", gone)
    assert (again.status, again.json["code"]) == (409, "already_withdrawn")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"kind": "acknowledgement", "on": "2026-11-24"}, "#/on", "in_the_future"),
        ({"kind": "letter", "on": "2026-11-20"}, "#/kind", "unknown_value"),
        ({"kind": "part_payment", "on": "2026-11-20"}, "#/kind", "unknown_value"),
        ({"kind": "acknowledgement", "on": "1889-11-20"}, "#/on", "out_of_range"),
        (
            {"kind": "acknowledgement", "on": "2026-11-20", "invoice_id": "inv_0000000000000000000000000Z"},
            "#/invoice_id",
            "unknown_invoice",
        ),
    ],
)
def test_an_act_that_cannot_be_is_refused_at_its_field(
    world: HttpWorld, body: dict[str, Any], pointer: str, code: str
) -> None:
    client = world.tenant().test
    answer = client.post(f"/v1/cases/{opened(client)['id']}/limitation-acts", body)
    assert answer.status == 422, answer.text
    assert [(error["pointer"], error["code"]) for error in answer.json["errors"]] == [(pointer, code)]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"kind": "mediation", "from": "2026-11-24", "to": "2026-12-24"}, "#/from", "in_the_future"),
        ({"kind": "mediation", "from": "2026-11-20", "to": "2026-11-19"}, "#/to", "period_reversed"),
        ({"kind": "mediation", "from": "2026-11-20", "to": "2046-11-19"}, "#/to", "outside_range"),
        ({"kind": "strike", "from": "2026-11-20", "to": "2026-11-21"}, "#/kind", "unknown_value"),
    ],
)
def test_a_suspension_that_cannot_be_is_refused_at_its_field(
    world: HttpWorld, body: dict[str, Any], pointer: str, code: str
) -> None:
    client = world.tenant().test
    answer = client.post(f"/v1/cases/{opened(client)['id']}/limitation-suspensions", body)
    assert answer.status == 422, answer.text
    assert [(error["pointer"], error["code"]) for error in answer.json["errors"]] == [(pointer, code)]


def test_acts_are_counted_and_the_fifty_first_is_refused(world: HttpWorld) -> None:
    client = world.tenant().test
    path = f"/v1/cases/{opened(client)['id']}/limitation-acts"
    answers = [client.post(path, {"kind": "written_demand", "on": "2026-11-20"}) for _ in range(51)]
    assert [answer.status for answer in answers] == [201] * 50 + [422]
    assert answers[-1].json["errors"][0]["code"] == "too_many_acts"


def test_nobody_sees_the_limitation_of_another_tenant_s_case(world: HttpWorld) -> None:
    case = opened(world.tenant().test)
    other = world.tenant().test
    for part in ("limitation", "judicial-routes"):
        assert other.get(f"/v1/cases/{case['id']}/{part}").status == 404
    assert (
        other.post(f"/v1/cases/{case['id']}/limitation-acts", {"kind": "court_claim", "on": "2026-11-20"}).status == 404
    )


def test_the_routes_of_a_day_are_facts_with_their_articles(world: HttpWorld) -> None:
    """PROC_01..PROC_06: nothing is recommended."""
    client = world.tenant().test
    case = opened(client)
    answer = client.get(f"/v1/cases/{case['id']}/judicial-routes?as_of=2026-12-15")
    found = {route["code"]: route["open"] for route in answer.json["routes"]}
    assert found == {
        "small_claims_procedure": True,
        "payment_order": True,
        "uncontested_commercial_claim": True,
        "summary_proceedings": True,
        "full_claim": True,
        "administrative_claim": False,
    }
    assert "advice" not in answer.text
    assert "recommend" not in answer.text
    assert case["links"]["judicial_routes"] == f"/v1/cases/{case['id']}/judicial-routes"
    client.post(f"/v1/cases/{case['id']}/disputes", {"reason": "goods_missing"})
    disputed = client.get(f"/v1/cases/{case['id']}/judicial-routes").json["routes"]
    closed = {route["code"] for route in disputed if not route["open"]}
    assert {"small_claims_procedure", "uncontested_commercial_claim", "summary_proceedings"} <= closed


def test_a_missing_rate_leaves_what_was_paid_and_the_cap_unknown(world: HttpWorld) -> None:
    """PROC_01, INT_15: a payment may have gone to interest or to principal, so that both amounts are open."""
    client = world.tenant().test
    case = opened(client)
    due = client.get(f"/v1/cases/{case['id']}/judicial-routes").json["principal"]["amount"]
    body = {"amount": {"amount": 30_000, "currency": "EUR"}, "received_on": "2026-11-20", "method": "cheque"}
    assert client.post(f"/v1/cases/{case['id']}/payments", body).status == 201
    found = client.get(f"/v1/cases/{case['id']}/judicial-routes?as_of=2029-01-01").json
    assert (found["interest"], found["principal"]["amount"]) == (None, due - 30_000)
    assert "is not loaded" in found["missing_rate"]
    small = next(route for route in found["routes"] if route["code"] == "small_claims_procedure")
    assert [each["met"] for each in small["conditions"] if each["article"] == "CPCE R125-1"] == [None]
