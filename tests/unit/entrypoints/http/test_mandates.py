"""Collectors, mandates, the switch and remittances over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import KeyScope
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.journey.law import COLLECTOR
from tests.support.sample_requests import CREDITOR, INVOICE, create, open_case

TERMS = {"reference": "MDT-1", "signed_on": "2026-11-02", "fee_basis": "8 %"}
PAPER = {"name": "mandat.pdf", "content_base64": "JVBERi0xLjQK"}
MANDATE: dict[str, Any] = {**TERMS, "document": PAPER}


def creditor_with(client: HttpClient, **changes: Any) -> str:
    return str(create(client, "/v1/creditors", {**CREDITOR, "collector": COLLECTOR, **changes})["id"])


def mandated(client: HttpClient, creditor_id: str, **mandate: Any) -> Any:
    return create(client, f"/v1/creditors/{creditor_id}/mandates", {**MANDATE, **mandate})


def opening(creditor_id: str, **more: Any) -> dict[str, Any]:
    debtor = {
        "kind": "company",
        "name": "Débiteur SAS",
        "siren": "552100554",
        "address": {"line1": "2 rue Garibaldi", "postal_code": "69003", "city": "Lyon"},
    }
    mode = {"collector_mode": "third_party_mandate"}
    return {"creditor_id": creditor_id, "debtor": debtor, "invoices": [INVOICE], **mode, **more}


def test_a_collector_is_checked_field_by_field(world: HttpWorld) -> None:
    """R-003, MAND_03."""
    client = world.tenant().test
    wrong = {**COLLECTOR, "dedicated_iban": "FR00", "siren": "123", "email": "nobody"}
    answer = client.post("/v1/creditors", {**CREDITOR, "collector": wrong})
    assert answer.status == 422
    assert {error["pointer"] for error in answer.json["errors"]} == {
        "#/collector/dedicated_iban",
        "#/collector/siren",
        "#/collector/email",
    }


@pytest.mark.parametrize("missing", ["insurance", "declaration", "dedicated_iban"])
def test_each_of_the_three_proofs_is_required(world: HttpWorld, missing: str) -> None:
    """MAND_03 (CPCE R124-2)."""
    client = world.tenant().test
    collector = {name: value for name, value in COLLECTOR.items() if name != missing}
    answer = client.post("/v1/creditors", {**CREDITOR, "collector": collector})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, f"#/collector/{missing}")


def test_the_dedicated_account_is_not_changed_once_it_is_known(world: HttpWorld) -> None:
    """PAY_06: no letter can be turned to another account."""
    client = world.tenant().test
    creditor_id = creditor_with(client)
    other = {**COLLECTOR, "dedicated_iban": CREDITOR["iban"]}
    for changed in (other, None):
        answer = client.patch(f"/v1/creditors/{creditor_id}", {"collector": changed}, If_Match="*")
        assert (answer.status, answer.code) == (422, "creditor_iban_change_unsupported")
    renewed = {**COLLECTOR, "insurance": {**COLLECTOR["insurance"], "valid_until": "2028-12-31"}}
    assert client.patch(f"/v1/creditors/{creditor_id}", {"collector": renewed}, If_Match="*").status == 200


def test_a_collector_and_its_account_need_the_scope_for_payees(world: HttpWorld) -> None:
    """PAY_06."""
    tenant = world.tenant()
    creditor_id = creditor_with(tenant.test)
    body = {"name": "Import", "scopes": [KeyScope.PARTIES_WRITE.value]}
    limited = world.anonymous.with_key(create(tenant.test, "/v1/keys", body)["secret"])
    answer = limited.patch(f"/v1/creditors/{creditor_id}", {"collector": COLLECTOR}, If_Match="*")
    assert (answer.status, answer.code) == (403, "insufficient_scope")
    held = {**MANDATE, "payee": "collector"}
    assert limited.post(f"/v1/creditors/{creditor_id}/mandates", held).status == 403
    assert limited.post(f"/v1/creditors/{creditor_id}/mandates", MANDATE).status == 201


def test_a_mandate_is_kept_with_its_paper_listed_and_ended(world: HttpWorld) -> None:
    """MAND_01 (CPCE R124-3)."""
    tenant = world.tenant()
    client = tenant.test
    creditor_id = creditor_with(client)
    mandate = mandated(client, creditor_id)
    assert len(mandate["document_sha256"]) == 64
    stored = world.store.creditor(Scope(tenant.id, livemode=False), creditor_id).mandates[0]
    sealed = world.deps.archive.read_oldest_version(stored.archive_key or "").body
    assert b"%PDF" not in sealed
    path = f"/v1/creditors/{creditor_id}/mandates"
    assert client.get(path).json["data"] == [mandate]
    end = {"on": "2026-11-20", "reason": "Not renewed."}
    ended = client.post(f"{path}/{mandate['id']}/end", end).json
    assert (ended["ended_on"], ended["end_reason"]) == ("2026-11-20", "Not renewed.")
    again = client.post(f"{path}/{mandate['id']}/end", end)
    assert (again.status, again.code) == (409, "mandate_ended")


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"signed_on": "2026-12-24"}, "#/signed_on", "in_the_future"),
        ({"remittance_days": -1}, "#/remittance_days", None),
        ({"payee": "bank"}, "#/payee", None),
        ({"document": None}, "#/document", None),
    ],
)
def test_a_mandate_that_cannot_be_is_refused(
    world: HttpWorld, changes: dict[str, Any], pointer: str, code: str | None
) -> None:
    client = world.tenant().test
    creditor_id = creditor_with(client)
    answer = client.post(f"/v1/creditors/{creditor_id}/mandates", {**MANDATE, **changes})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert code in (None, answer.json["errors"][0]["code"])


def test_the_same_reference_twice_is_refused(world: HttpWorld) -> None:
    client = world.tenant().test
    creditor_id = creditor_with(client)
    mandated(client, creditor_id)
    answer = client.post(f"/v1/creditors/{creditor_id}/mandates", MANDATE)
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "duplicate_mandate")


@pytest.mark.parametrize(
    ("collector", "mandates", "code", "pointer"),
    [
        (None, 1, "collector_incomplete", "#/collector_mode"),
        ({"insurance": {**COLLECTOR["insurance"], "valid_until": "2026-01-31"}}, 1, "collector_incomplete", None),
        ({"declaration": {"court": "Bordeaux", "declared_on": "2026-12-31"}}, 1, "collector_incomplete", None),
        ({}, 0, "mandate_required", "#/mandate_id"),
        ({}, 2, "mandate_ambiguous", "#/mandate_id"),
    ],
)
def test_a_case_opens_under_a_mandate_only_with_the_power_of_that_day(
    world: HttpWorld, collector: dict[str, Any] | None, mandates: int, code: str, pointer: str | None
) -> None:
    """MAND_01, MAND_03: each missing point is named with its field."""
    client = world.tenant().test
    given = {**COLLECTOR, **collector} if collector is not None else None
    creditor_id = creditor_with(client, collector=given)
    for number in range(mandates):
        mandated(client, creditor_id, reference=f"MDT-{number}")
    preview = client.post("/v1/cases/preview", opening(creditor_id)).json
    assert [each["code"] for each in preview["findings"] if each["severity"] == "blocking"] == [code]
    answer = client.post("/v1/cases", opening(creditor_id))
    assert (answer.status, answer.code) == (422, "not_eligible")
    (problem,) = answer.json["errors"]
    assert problem["code"] == code
    assert pointer in (None, problem["pointer"])


def test_a_case_shows_its_mandate_and_waits_for_the_first_letter(world: HttpWorld) -> None:
    """MODE_01, LTR_01."""
    client = world.tenant().test
    creditor_id = creditor_with(client, default_collector_mode="third_party_mandate")
    first = mandated(client, creditor_id)
    mandated(client, creditor_id, reference="MDT-2")
    request = {**opening(creditor_id, mandate_id=first["id"]), "collector_mode": None}
    assert [step["step_id"] for step in client.post("/v1/cases/preview", request).json["steps"]][:2] == [
        "first_letter",
        "verification_call",
    ]
    case = create(client, "/v1/cases", request)
    assert case["collector_mode"] == "third_party_mandate"
    shown = case["mandate"]
    assert (shown["id"], shown["reference"], shown["signed_on"]) == (first["id"], "MDT-1", "2026-11-02")
    assert shown["first_letter"] is None
    assert (case["next_step"]["action"], case["next_step"]["step_id"]) == ("send_letter", "first_letter")
    again = client.post(f"/v1/cases/{case['id']}/mandate", {"reason": "once more"})
    assert (again.status, again.code) == (409, "already_under_mandate")


def test_a_case_is_put_under_a_mandate_once_there_is_one(world: HttpWorld) -> None:
    """R-057."""
    client = world.tenant().test
    case = open_case(client)
    path = f"/v1/cases/{case['id']}/mandate"
    refused = client.post(path, {"reason": "agency"})
    assert refused.status == 422
    assert {error["code"] for error in refused.json["errors"]} == {"collector_incomplete", "mandate_required"}
    client.patch(f"/v1/creditors/{case['creditor_id']}", {"collector": COLLECTOR}, If_Match="*")
    mandate = mandated(client, case["creditor_id"])
    switched = client.post(path, {"reason": "agency"}).json
    assert (switched["collector_mode"], switched["mandate"]["id"]) == ("third_party_mandate", mandate["id"])
    assert switched["next_step"]["step_id"] == "first_letter"
    assert switched["case_manager"] is None


def test_the_switch_names_who_answers_for_the_collector(world: HttpWorld) -> None:
    """R-057, R-091."""
    client = world.tenant().test
    case = open_case(client)
    client.patch(f"/v1/creditors/{case['creditor_id']}", {"collector": COLLECTOR}, If_Match="*")
    mandated(client, case["creditor_id"])
    path = f"/v1/cases/{case['id']}/mandate"
    wrong = client.post(path, {"reason": "agency", "case_manager": {"name": "Basile Roumi", "phone": "12"}})
    assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "#/case_manager/phone")
    switched = client.post(path, {"reason": "agency", "case_manager": {"name": "Basile Roumi", "phone": "0199005679"}})
    assert switched.json["case_manager"] == {"name": "Basile Roumi", "phone": "+33199005679", "email": None}


def test_a_payment_to_the_collector_is_passed_on_once(world: HttpWorld) -> None:
    """PAY_05 (CPCE R124-6): one month unless other days were agreed."""
    client = world.tenant().test
    creditor_id = creditor_with(client)
    mandated(client, creditor_id, payee="collector")
    case = create(client, "/v1/cases", opening(creditor_id))
    body = {"amount": {"amount": 1_000, "currency": "EUR"}, "received_on": "2026-10-31"}
    paid = create(client, f"/v1/cases/{case['id']}/payments", body)
    assert paid["creditor_informed"] == "due"
    assert paid["remittance"] == {"remit_by": "2026-11-30", "remitted_on": None, "reference": None, "overdue": False}
    path = f"/v1/cases/{case['id']}/payments/{paid['id']}/remittance"
    done = client.post(path, {"on": "2026-11-20", "reference": "VIR 1"}).json
    assert (done["remittance"]["remitted_on"], done["remittance"]["reference"]) == ("2026-11-20", "VIR 1")
    again = client.post(path, {"on": "2026-11-20", "reference": "VIR 1"})
    assert (again.status, again.code) == (409, "already_remitted")
    reversal = {"on": "2026-11-20", "reason": "rejet de prélèvement"}
    client.post(f"/v1/cases/{case['id']}/payments/{paid['id']}/reverse", reversal)
    (bounced,) = client.get(f"/v1/cases/{case['id']}").json["payments"]
    assert bounced["remittance"]["remitted_on"] == "2026-11-20"


def test_nothing_is_passed_on_of_what_went_to_the_creditor(world: HttpWorld) -> None:
    """PAY_06: by default the debtor pays the creditor."""
    client = world.tenant().test
    creditor_id = creditor_with(client)
    mandated(client, creditor_id)
    case = create(client, "/v1/cases", opening(creditor_id))
    body = {"amount": {"amount": 1_000, "currency": "EUR"}, "received_on": "2026-11-20"}
    paid = create(client, f"/v1/cases/{case['id']}/payments", body)
    assert paid["remittance"] is None
    answer = client.post(
        f"/v1/cases/{case['id']}/payments/{paid['id']}/remittance", {"on": "2026-11-20", "reference": "VIR 1"}
    )
    assert (answer.status, answer.code) == (409, "remittance_not_due")


def test_the_signed_paper_is_fetched_by_a_link(world: HttpWorld) -> None:
    """MAND_01 (CPCE R124-3): who is asked for the agreement can show it."""
    client = world.tenant().test
    creditor_id = creditor_with(client)
    made = mandated(client, creditor_id)
    path = f"/v1/creditors/{creditor_id}/mandates/{made['id']}/document"
    answer = client.get(path)
    assert (answer.status, answer.json["sha256"], answer.json["name"]) == (
        200,
        made["document_sha256"],
        "mandat-MDT-1.pdf",
    )
    assert world.files.downloads[answer.json["download_url"]] == b"%PDF-1.4\n"
    unknown = f"/v1/creditors/{creditor_id}/mandates/mdt_0000000000000000000000001A/document"
    assert client.get(unknown).status == 404
    assert world.tenant().test.get(path).status == 404
