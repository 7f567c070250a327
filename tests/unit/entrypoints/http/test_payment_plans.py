"""Payment plans and the creditor's rules over HTTP (R-073..R-076)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.http_client import HttpAnswer, HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import open_case

TODAY = "2026-11-24"
EURO = {"currency": "EUR"}
UNKNOWN = f"plan_{'0' * 26}"


@pytest.fixture
def client(world: HttpWorld) -> HttpClient:
    return world.tenant().test


def _problems(refused: HttpAnswer) -> list[tuple[str, str]]:
    return [(each["pointer"], each["code"]) for each in refused.json["errors"]]


def _opened(client: HttpClient) -> tuple[dict[str, Any], str]:
    case = open_case(client)
    return case, f"/v1/cases/{case['id']}/payment-plans"


def test_a_quote_tells_every_day_and_cent_and_leaves_nothing_behind(client: HttpClient) -> None:
    case, path = _opened(client)
    quoted = client.post(f"{path}/quote", {"proposed_by": "debtor", "count": 4, "first_on": TODAY})
    assert quoted.status == 200
    assert sum(each["amount"]["amount"] for each in quoted.json["instalments"]) == quoted.json["total"]["amount"]
    assert quoted.json["broken_rules"] == []
    assert client.get(path).json["data"] == []
    assert client.get(f"/v1/cases/{case['id']}").json["version"] == case["version"]


def test_a_creditors_own_plan_is_told_which_of_its_rules_it_leaves(client: HttpClient) -> None:
    _, path = _opened(client)
    quoted = client.post(f"{path}/quote", {"count": 12, "first_on": TODAY}).json
    assert [each["code"] for each in quoted["broken_rules"]] == ["most_instalments", "longest_months"]
    assert client.post(path, {"count": 12, "first_on": TODAY}).status == 201


def test_each_rule_that_a_debtors_proposal_breaks_is_named_at_its_field(client: HttpClient) -> None:
    _, path = _opened(client)
    late = {"proposed_by": "debtor", "count": 7, "first_on": "2026-12-24", "first_amount": {"amount": 999, **EURO}}
    refused = client.post(path, late)
    assert (refused.status, refused.code) == (422, "invalid_request")
    assert _problems(refused) == [
        ("#/count", "most_instalments"),
        ("#/count", "longest_months"),
        ("#/first_on", "first_within_days"),
        ("#/first_amount", "least_first"),
    ]


def test_named_instalments_that_do_not_add_up_are_refused_at_their_place(client: HttpClient) -> None:
    _, path = _opened(client)
    named = [{"on": TODAY, "amount": {"amount": 1_000, **EURO}}, {"on": TODAY, "amount": {"amount": 0, **EURO}}]
    assert _problems(client.post(path, {"instalments": named})) == [
        ("#/instalments/1/amount/amount", "not_positive"),
        ("#/instalments", "not_the_total"),
        ("#/instalments/1/on", "not_increasing"),
    ]


def test_terms_without_anything_say_what_is_missing(client: HttpClient) -> None:
    _, path = _opened(client)
    assert _problems(client.post(path, {})) == [("#/first_on", "no_day"), ("#/count", "outside_range")]


def test_a_repeated_proposal_with_its_key_proposes_once(client: HttpClient) -> None:
    _, path = _opened(client)
    body = {"count": 3, "first_on": TODAY}
    first, again = (client.post(path, body, Idempotency_Key="plan-1") for _ in range(2))
    assert first.json == again.json
    assert len(client.get(path).json["data"]) == 1


def test_the_case_shows_the_plan_that_stands_and_not_the_one_that_is_over(client: HttpClient) -> None:
    case, path = _opened(client)
    plan = client.post(path, {"count": 3, "first_on": TODAY}).json
    shown = client.get(f"/v1/cases/{case['id']}").json["negotiation"]["plan"]
    assert shown == {
        "id": plan["id"],
        "state": "proposed",
        "proposed_by": "creditor",
        "total": plan["total"],
        "instalments": 3,
        "answer_by": plan["answer_by"],
    }
    assert client.post(f"{path}/{plan['id']}/refuse", {"by": "debtor"}).json["state"] == "refused"
    assert client.get(f"/v1/cases/{case['id']}").json["negotiation"]["plan"] is None


def test_who_answers_is_checked(client: HttpClient) -> None:
    _, path = _opened(client)
    plan = client.post(path, {"count": 3, "first_on": TODAY}).json
    refused = client.post(f"{path}/{plan['id']}/accept", {"by": "creditor"})
    assert (refused.status, refused.code) == (409, "not_yours_to_answer")
    assert client.post(f"{path}/{plan['id']}/accept").json["state"] == "agreed"


@pytest.mark.parametrize("verb", ["", "/accept", "/refuse", "/counter", "/cancel"])
def test_a_plan_that_is_not_of_this_case_is_not_found(client: HttpClient, verb: str) -> None:
    _, path = _opened(client)
    body = {"reason": "r"} if verb == "/cancel" else {}
    asked = client.post(f"{path}/{UNKNOWN}{verb}", body) if verb else client.get(f"{path}/{UNKNOWN}")
    assert (asked.status, asked.code) == (404, "not_found")


def test_rules_are_chosen_whole_and_what_is_left_out_is_as_by_default(client: HttpClient) -> None:
    case, _ = _opened(client)
    path = f"/v1/creditors/{case['creditor_id']}/negotiation-rules"
    before = client.get(path)
    chosen = {"promises": {"most": 1}, "plans": {"accepts_by_itself": True}, "disputes": {}}
    changed = client.send("PUT", path, chosen, If_Match=before.headers["etag"])
    assert changed.json["promises"] == {"most": 1, "within_days": 30}
    assert changed.json["plans"] == {**before.json["plans"], "accepts_by_itself": True}
    stale = client.send("PUT", path, {"promises": {}, "plans": {}, "disputes": {}}, If_Match=before.headers["etag"])
    assert stale.status == 412
    assert client.get(path).json == changed.json


def test_in_live_mode_no_plan_rests_on_a_rate_that_is_not_confirmed(world: HttpWorld) -> None:
    """INT_15: an amount is never claimed, nor signed, before its rate is certain."""
    live = world.tenant().live
    _, path = _opened(live)
    refused = live.post(path, {"count": 3, "first_on": TODAY})
    assert (refused.status, refused.code) == (422, "rate_unknown")
