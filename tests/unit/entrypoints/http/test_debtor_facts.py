"""``/debtors/{id}/facts`` from outside: what is refused, where, and what the debtor and their case then show."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import DEBTOR, Json, case_request, create, open_case

ON = "2026-11-10"
JUDGMENT: Json = {"kind": "insolvency", "on": ON, "procedure": "receivership"}


@pytest.fixture
def client(world: HttpWorld) -> HttpClient:
    return world.tenant().test


@pytest.fixture
def case(client: HttpClient) -> Json:
    return open_case(client)


def path(case: Json) -> str:
    return f"/v1/debtors/{case['debtor_id']}/facts"


def shown(client: HttpClient, case: Json) -> Json:
    found: Json = client.get(f"/v1/cases/{case['id']}").json
    return found


def test_whoever_records_an_insolvency_sees_the_case_stopped(client: HttpClient, case: Json) -> None:
    """STOP_02: at once, in the same breath."""
    answer = client.post(path(case), {**JUDGMENT, "bodacc_published_on": "2026-11-19"})
    assert answer.status == 201, answer.text
    found = shown(client, case)
    assert (found["status"], found["pause"]["kind"], found["interest_frozen_on"]) == ("paused", "insolvency", ON)
    assert found["insolvency"]["declaration_deadline"] == "2027-01-19"
    assert found["next_step"]["action"] == "issue_declaration"
    assert client.get(f"/v1/debtors/{case['debtor_id']}").json["facts"] == [answer.json]
    refused = client.post(f"/v1/cases/{case['id']}/resume", {"reason": "r"})
    assert (refused.status, refused.json["code"]) == (409, "debtor_fact_stands")


def test_a_fact_taken_back_leaves_the_case_as_it_was(client: HttpClient, case: Json) -> None:
    fact = client.post(path(case), JUDGMENT).json
    back = client.post(f"{path(case)}/{fact['id']}/withdraw", {"reason": "Another company of that name."})
    assert back.json["withdrawn_because"] == "Another company of that name."
    found = shown(client, case)
    assert (found["status"], found["interest_frozen_on"], found["insolvency"]) == ("open", None, None)
    again = client.post(f"{path(case)}/{fact['id']}/withdraw", {"reason": "r"})
    assert (again.status, again.json["code"]) == (409, "fact_already_withdrawn")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"kind": "insolvency", "on": ON}, "#/procedure", "required"),
        ({"kind": "channel_opt_out", "on": ON}, "#/channel", "required"),
        ({"kind": "moved", "on": ON, "channel": "sms"}, "#/channel", "not_for_this_kind"),
        ({**JUDGMENT, "on": "2026-11-24"}, "#/on", "in_the_future"),
        ({**JUDGMENT, "bodacc_published_on": "2026-11-09"}, "#/bodacc_published_on", "before_judgment"),
        ({**JUDGMENT, "bodacc_published_on": "2027-01-09"}, "#/bodacc_published_on", "in_the_future"),
        ({"kind": "wrong_person", "on": ON, "contact": "nobody@debiteur.example"}, "#/contact", "unknown_contact"),
        ({"kind": "death", "on": ON}, "#/kind", "fact_not_applicable"),
        ({"kind": "represented_by_lawyer", "on": ON, "addressee": {"name": "Me X"}}, "#/addressee/address", "required"),
        (
            {"kind": "moved", "on": ON, "address": {"line1": "1 r", "postal_code": "75", "city": "Paris"}},
            "#/address/postal_code",
            "invalid_postal_code",
        ),
    ],
)
def test_what_is_wrong_is_named_at_its_place(
    client: HttpClient, case: Json, body: dict[str, Any], pointer: str, code: str
) -> None:
    answer = client.post(path(case), body)
    assert answer.status == 422, answer.text
    assert [(e["pointer"], e["code"]) for e in answer.json["errors"]] == [(pointer, code)]


def test_letters_wait_until_the_address_is_known_again(client: HttpClient, case: Json) -> None:
    """However it becomes known; a move that was a mistake gives the old address back."""
    debtor = f"/v1/debtors/{case['debtor_id']}"
    before = client.get(debtor).json["address"]
    client.post(path(case), {"kind": "moved", "on": ON})
    blocked = [block["channel"] for block in client.get(debtor).json["channel_blocks"]]
    assert blocked == ["letter", "registered_letter"]
    new = {"line1": "5 rue Pasteur", "postal_code": "97400", "city": "Saint-Denis", "country": "RE"}
    assert client.send("PATCH", debtor, {"address": new}, If_Match="*").status == 200
    assert client.get(debtor).json["channel_blocks"] == []
    moved = client.post(path(case), {"kind": "moved", "on": ON, "address": {**before, "line1": "9 rue Neuve"}}).json
    assert client.get(debtor).json["address"]["line1"] == "9 rue Neuve"
    client.post(f"{path(case)}/{moved['id']}/withdraw", {"reason": "r"})
    assert client.get(debtor).json["address"]["line1"] == "5 rue Pasteur"


def test_one_key_is_one_fact(client: HttpClient, case: Json) -> None:
    body = {"kind": "channel_opt_out", "on": ON, "channel": "sms"}
    first = client.post(path(case), body, Idempotency_Key="k-1")
    second = client.post(path(case), body, Idempotency_Key="k-1")
    assert (second.json, second.headers["idempotent-replayed"]) == (first.json, "true")
    assert len(client.get(path(case)).json["data"]) == 1


def test_a_case_of_a_stopped_debtor_says_so_before_it_opens(client: HttpClient, case: Json) -> None:
    client.post(path(case), JUDGMENT)
    creditor, body = case["creditor_id"], case_request(client)
    invoice = {**body["invoices"][0], "number": "F-2026-999"}
    asked = {**body, "creditor_id": creditor, "debtor_id": case["debtor_id"], "invoices": [invoice]}
    asked.pop("debtor", None)
    for answer in (client.post("/v1/cases/preview", asked), client.post("/v1/cases", asked)):
        assert "debtor_fact_stands" in [finding["code"] for finding in answer.json["findings"]], answer.text
    assert answer.json["status"] == "paused"


def test_another_tenant_and_another_mode_know_nothing_of_it(world: HttpWorld) -> None:
    tenant, stranger = world.tenant(), world.tenant()
    case = open_case(tenant.test)
    for client in (stranger.test, tenant.live):
        assert client.post(path(case), JUDGMENT).status == 404
        assert client.get(path(case)).status == 404
    assert shown(tenant.test, case)["status"] == "open"


def test_nothing_is_learnt_of_an_erased_debtor(client: HttpClient) -> None:
    debtor = create(client, "/v1/debtors", DEBTOR)
    assert client.send("DELETE", f"/v1/debtors/{debtor['id']}", If_Match="*").status == 200
    assert client.post(f"/v1/debtors/{debtor['id']}/facts", JUDGMENT).status == 410
    assert client.get(f"/v1/debtors/{debtor['id']}/facts").status == 410
