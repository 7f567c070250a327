"""When debtors may be contacted, and what stands in the log of it: over HTTP (CON_02, CON_04, LTR_07, R-066)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE, open_case

STANDARD = {"profile": "standard", "block_bridge_days": False}
PREMIUM = "08 99 70 12 34"
CONSUMER = {**DEBTOR, "kind": "consumer", "name": "Paul Durand", "siren": None, "siret": None}


def test_a_creditor_chooses_its_hours_and_what_is_left_out_is_the_default(world: HttpWorld) -> None:
    """CON_02, CON_04."""
    client = world.tenant().test
    made = client.post("/v1/creditors", CREDITOR).json
    assert made["contact_policy"] == STANDARD
    path = f"/v1/creditors/{made['id']}"
    for given, kept in (
        ({"profile": "strict"}, {"profile": "strict", "block_bridge_days": False}),
        ({"block_bridge_days": True}, {"profile": "standard", "block_bridge_days": True}),
        ({}, STANDARD),
    ):
        changed = client.send("PATCH", path, {"contact_policy": given}, If_Match="*")
        assert changed.json["contact_policy"] == kept
        assert client.get(path).json["contact_policy"] == kept


@pytest.mark.parametrize(
    ("policy", "pointer", "code"),
    [
        ({"profile": "lenient"}, "#/contact_policy/profile", "unknown_value"),
        ({"block_bridge_days": "yes"}, "#/contact_policy/block_bridge_days", "wrong_type"),
        ({"hours": "7-22"}, "#/contact_policy/hours", "unknown_field"),
        ("strict", "#/contact_policy", "wrong_type"),
        (None, "#/contact_policy", "wrong_type"),
    ],
)
def test_no_creditor_widens_the_hours(world: HttpWorld, policy: Any, pointer: str, code: str) -> None:
    refused = world.tenant().test.post("/v1/creditors", {**CREDITOR, "contact_policy": policy})
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [(pointer, code)]


@pytest.mark.parametrize(("place", "pointer"), [("creditor", "#/creditor_id"), ("case", "#/case_manager/phone")])
def test_a_consumer_s_case_with_a_premium_number_is_refused_and_a_business_one_warned(
    world: HttpWorld, place: str, pointer: str
) -> None:
    """LTR_07: in the preview and at the opening."""
    client = world.tenant().test
    manager = {"name": "Claire Martin", "phone": PREMIUM}
    creditor = {**CREDITOR, "case_manager": None, "phone": PREMIUM if place == "creditor" else "01 99 00 12 34"}
    body: dict[str, Any] = {"creditor_id": client.post("/v1/creditors", creditor).json["id"], "invoices": [INVOICE]}
    if place == "case":
        body["case_manager"] = manager
    refused = client.post("/v1/cases", {**body, "debtor": CONSUMER})
    assert refused.code == "not_eligible"
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [(pointer, "premium_number")]
    told = client.post("/v1/cases/preview", {**body, "debtor": DEBTOR}).json["findings"]
    assert [(f["pointer"], f["severity"]) for f in told if f["code"] == "premium_number"] == [(pointer, "warning")]
    assert client.post("/v1/cases", {**body, "debtor": DEBTOR}).status == 201


def test_the_log_of_a_debtor_is_a_list_like_any_other(world: HttpWorld) -> None:
    tenant = world.tenant()
    case = open_case(tenant.test)
    path = f"/v1/debtors/{case['debtor_id']}/compliance-log"
    opt_out = {"kind": "channel_opt_out", "on": "2026-11-20", "channel": "email"}
    assert tenant.test.post(f"/v1/debtors/{case['debtor_id']}/facts", opt_out).status == 201
    found = tenant.test.get(path).json
    (closed,) = [e for e in found["data"] if e["kind"] == "channel_blocked"]
    assert (closed["channel"], closed["cause"], closed["case_id"]) == ("email", "opt_out", None)
    assert [reason["rule"] for reason in closed["reasons"]] == ["CON_09"]
    assert (found["has_more"], found["next_cursor"]) == (False, None)
    assert tenant.live.get(path).status == 404
    assert world.tenant().test.get(path).status == 404
    assert tenant.test.get(f"/v1/debtors/deb_{'0' * 26}/compliance-log").status == 404
    assert tenant.test.get(f"{path}?limit=0").status == 422


def test_the_log_stays_when_the_debtor_is_erased(world: HttpWorld) -> None:
    """R-142: it names rules and instants, no person."""
    client = world.tenant().test
    debtor = client.post("/v1/debtors", DEBTOR).json
    opt_out = {"kind": "channel_opt_out", "on": "2026-11-20", "channel": "sms"}
    client.post(f"/v1/debtors/{debtor['id']}/facts", opt_out)
    assert client.send("DELETE", f"/v1/debtors/{debtor['id']}", If_Match="*").status == 200
    answer = client.get(f"/v1/debtors/{debtor['id']}/compliance-log")
    assert [entry["kind"] for entry in answer.json["data"]] == ["channel_blocked"]
    for secret in (DEBTOR["name"], *(contact["email"] for contact in DEBTOR["contacts"])):
        assert str(secret) not in answer.text
