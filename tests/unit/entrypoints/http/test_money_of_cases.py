"""What a case owes through HTTP, where only a running case can say it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, DEBTOR, create


def opened(client: HttpClient, *, kind: str = "company", **parts: Any) -> Any:
    """A case of one invoice of 3 600 EUR that fell due on 30 November 2025."""
    debtor = {**DEBTOR, "kind": kind} if kind == "company" else {**DEBTOR, "kind": kind, "siren": None}
    invoice = {
        "number": "F-2025-090",
        "issue_date": "2025-10-31",
        "due_date": "2025-11-30",
        "completed_on": "2025-10-31",
        "amount_incl_tax": {"amount": 360_000, "currency": "EUR"},
        **parts.pop("invoice", {}),
    }
    creditor = create(client, "/v1/creditors", CREDITOR)["id"]
    return create(client, "/v1/cases", {"creditor_id": creditor, "debtor": debtor, "invoices": [invoice], **parts})


def statement(client: HttpClient, case: Any, as_of: str) -> Any:
    answer = client.get(f"/v1/cases/{case['id']}/statement?as_of={as_of}")
    assert answer.status == 200, answer.text
    return answer.json


def test_a_contract_at_three_times_the_legal_rate_follows_that_rate_by_half_year(world: HttpWorld) -> None:
    """INT_02: the most usual clause; 8.28 % then 7.86 %, 71.06 EUR in all, as the calculation says it."""
    client = world.tenant().test
    case = opened(client, invoice={"contract_rate": "3x_legal"})
    assert case["invoices"][0]["contract_rate"] == "3x_legal"
    (line,) = statement(client, case, "2026-02-28")["invoices"]
    assert line["contract_rate"] == "3x_legal"
    assert [period["annual_rate"] for period in line["periods"]] == ["8.28", "7.86"]
    assert line["interest"]["amount"] == 7106
    request = {
        "debtor_kind": "company",
        "principal": {"amount": 360_000, "currency": "EUR"},
        "due_date": "2025-11-30",
        "contract_rate": "3x_legal",
        "as_of": "2026-02-28",
    }
    assert client.post("/v1/calculations/late-payment", request).json["interest"]["amount"] == 7106


def test_a_half_year_without_a_legal_rate_is_named_and_the_case_opens_all_the_same(world: HttpWorld) -> None:
    """INT_15: nothing is guessed."""
    client = world.tenant().test
    case = opened(client, invoice={"contract_rate": "3x_legal"})
    answer = client.get(f"/v1/cases/{case['id']}/statement?as_of=2026-07-01")

    assert (answer.status, answer.code) == (422, "rate_unknown")
    assert "2026H2" in answer.json["detail"]


@pytest.mark.parametrize("kind", ["consumer", "non_professional"])
def test_whoever_owes_no_contract_rate_is_not_asked_for_three_times_the_legal_rate(world: HttpWorld, kind: str) -> None:
    """INT_05: a warning says that the rate is not applied."""
    client = world.tenant().test
    case = opened(client, kind=kind, invoice={"contract_rate": "3x_legal"})
    (line,) = statement(client, case, "2026-02-28")["invoices"]
    assert (line["interest"]["amount"], line["warnings"]) == (0, ["contract_rate_not_applied"])


PROOF = {"name": "avis-de-reception.pdf", "content_base64": "JVBERi0xLjQK"}
OWN_NOTICE = {
    "channel": "registered_letter",
    "on": "2026-02-08",
    "document": PROOF,
    "formal_notice_presented_on": "2026-02-10",
}


def test_the_creditors_own_proven_notice_starts_a_consumers_interest(world: HttpWorld) -> None:
    """INT_05, INT_08: from the day after its presentation, at the legal rate; 3 600 x 2.62 % x 69 / 365."""
    client = world.tenant().test
    case = opened(client, kind="consumer", prior_reminders=[OWN_NOTICE])
    assert case["prior_reminders"][0]["formal_notice_presented_on"] == "2026-02-10"
    shown = statement(client, case, "2026-04-20")
    assert shown["interest_from_notice"] == "2026-02-10"
    (line,) = shown["invoices"]
    assert [(p["from"], p["days"], p["annual_rate"]) for p in line["periods"]] == [("2026-02-11", 69, "2.62")]
    assert (line["interest"]["amount"], line["fixed_indemnity"]["amount"]) == (1783, 0)
    assert statement(client, case, "2026-02-10")["invoices"][0]["interest"]["amount"] == 0


def test_a_notice_says_nothing_of_an_invoice_that_was_not_late_when_it_was_sent(world: HttpWorld) -> None:
    """INT_05."""
    client = world.tenant().test
    case = opened(client, kind="consumer", prior_reminders=[{**OWN_NOTICE, "on": "2025-11-30"}])
    assert statement(client, case, "2026-04-20")["invoices"][0]["interest"]["amount"] == 0


def test_the_earliest_of_several_notices_counts_and_a_plain_reminder_does_not(world: HttpWorld) -> None:
    """INT_08."""
    client = world.tenant().test
    later = {**OWN_NOTICE, "on": "2026-03-01", "formal_notice_presented_on": "2026-03-04"}
    plain = {"channel": "registered_letter", "on": "2026-01-05", "document": PROOF}
    case = opened(client, kind="consumer", prior_reminders=[plain, later, OWN_NOTICE])
    assert statement(client, case, "2026-04-20")["interest_from_notice"] == "2026-02-10"


def test_a_business_owes_from_the_due_date_whatever_notice_it_had(world: HttpWorld) -> None:
    """INT_07."""
    client = world.tenant().test
    shown = statement(client, opened(client, prior_reminders=[OWN_NOTICE]), "2026-04-20")
    assert shown["interest_from_notice"] is None
    assert shown["invoices"][0]["periods"][0]["from"] == "2025-12-01"


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"document": None}, "/document", "required"),
        ({"channel": "call"}, "/channel", "wrong_channel"),
        ({"channel": "sms"}, "/channel", "wrong_channel"),
        ({"formal_notice_presented_on": "2026-02-07"}, "/formal_notice_presented_on", "outside_range"),
        ({"formal_notice_presented_on": "2026-11-24"}, "/formal_notice_presented_on", "outside_range"),
    ],
)
def test_a_notice_without_proof_or_out_of_time_is_refused_at_its_field(
    world: HttpWorld, changes: Any, pointer: str, code: str
) -> None:
    """INT_08: interest never rests on a presumption."""
    client = world.tenant().test
    creditor = create(client, "/v1/creditors", CREDITOR)["id"]
    body = {"creditor_id": creditor, "debtor": DEBTOR, "prior_reminders": [{**OWN_NOTICE, **changes}]}
    refused = client.post("/v1/cases/preview", body)
    assert refused.status == 422, refused.text
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [(f"#/prior_reminders/0{pointer}", code)]


def test_a_third_notice_is_named_as_a_reminder_like_any(world: HttpWorld) -> None:
    client = world.tenant().test
    creditor = create(client, "/v1/creditors", CREDITOR)["id"]
    body = {"creditor_id": creditor, "debtor": DEBTOR, "prior_reminders": [OWN_NOTICE] * 3}
    refused = client.post("/v1/cases/preview", body)
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [
        ("#/prior_reminders", "too_many_formal_notices")
    ]
