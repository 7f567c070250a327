"""Two customers, test and live, on one installation: nothing of one is visible to another, on any route (R-134)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from chalicelib.domain.scenarios.presets import SCENARIOS
from chalicelib.domain.tenant import KeyScope
from chalicelib.entrypoints.http.routes import BLUEPRINTS
from infra.local.api_client import ApiClient, ApiProblem, Json
from infra.local.running import RunningApp, TenantKeys
from tests.support.imports import csv_file, inline, row
from tests.support.journey.scenarios import OWN_SCENARIO
from tests.support.journey.templates import OWN_TEXT

from . import people
from .story import day, open_story

pytestmark = pytest.mark.local_cloud

OPERATIONS = [operation for blueprint in BLUEPRINTS for operation in blueprint.operations]
SHIPPED = {scenario_id for scenario_id, _version in SCENARIOS}
CENT = {"amount": 1, "currency": "EUR"}
PROOF = people.proof("correspondence", "a.pdf")
PLAN: Json = {"count": 3, "first_on": day(20)}
BODIES: dict[str, Json] = {
    "payments": {"amount": CENT, "received_on": day(2)},
    "reverse": {"reason": "r", "on": day(2)},
    "credit-notes": {"invoice_id": f"inv_{'0' * 26}", "number": "A", "issued_on": day(2), "amount": CENT},
    "decision": {"reason": "r", "choice": "withdraw"},
    "claim": {"by": "stranger"},
    "release": {"by": "stranger"},
    "resolve-attention": {"reason": "r", "action": "retry"},
    "disputes": {"reason": "other"},
    "answer": {"answer": "r"},
    "settlements": {"amount": CENT, "valid_until": day(20)},
    "/v1/cases/{case_id}/disputes/{dispute_id}/resolve": {"reason": "r", "resolution": "rejected"},
    "interactions": {"direction": "incoming", "channel": "email", "at": f"{day(2)}T10:00:00Z", "summary": "s"},
    "delivery-events": {"kind": "delivered", "on": day(2)},
    "outcome": {"outcome": "no_answer"},
    "advance": {"to": "2027-01-01T00:00:00Z"},
    "documents": {"type": "invoice", "name": "a.pdf", "content_base64": "JVBERi0xLjcK"},
    "mandates": people.MANDATE,
    "end": {"on": day(2), "reason": "r"},
    "facts": {"kind": "channel_opt_out", "on": day(2), "channel": "sms"},
    "limitation-acts": {"kind": "acknowledgement", "on": day(2), "detail": "d", "document": PROOF},
    "/v1/cases/{case_id}/limitation-acts/{act_id}/withdraw": {"cause": "recorded_by_mistake", "reason": "r"},
    "limitation-suspensions": {"kind": "mediation", "from": day(2), "to": day(3), "reason": "r"},
    "remittance": {"on": day(17), "reference": "VIR"},
    "promises": {"pay_on": day(20), "channel": "email"},
    "deviations": {"kind": "move", "step_id": "formal_notice", "on": day(60), "reason": "r"},
    "payment-plans": PLAN,
    "quote": PLAN,
    "counter": PLAN,
    "sign": {"side": "creditor", "signatory": "r"},
    "negotiation-rules": {"promises": {}, "plans": {}, "disputes": {}},
    "last-look": {"mode": "max_age", "max_age_days": 90},
    "balance-confirmations": {"as_of": day(2)},
    "complementary-indemnities": {"invoice": "A", "amount": CENT, "reason": "r", "document": PROOF},
    "/v1/webhook-endpoints/{endpoint_id}": {"enabled": False},
    "replay": {"from": f"{day(1)}T10:00:00Z", "to": f"{day(2)}T10:00:00Z"},
    "statement-documents": {"as_of": day(2)},
    "/v1/templates/{template_id}": OWN_TEXT,
    "/v1/scenarios/{scenario_id}": {"definition": OWN_SCENARIO},
    "/v1/cases/{case_id}/scenario": {"scenario": "ferme", "reason": "r"},
}


@dataclass(frozen=True)
class Strangers:
    """Everybody who must not see the first customer's test mode."""

    clients: tuple[ApiClient, ...]


@pytest.fixture
def strangers(local_app: RunningApp, tenant: TenantKeys) -> Strangers:
    other = local_app.new_tenant("A stranger")
    keys = (tenant.live_key, other.test_key, other.live_key)
    return Strangers(tuple(ApiClient(local_app.base_url, key) for key in keys))


def _ids(client: ApiClient) -> dict[str, str]:
    """One object of every kind, made by a story."""
    endpoint_id = client.post("/webhook-endpoints", {"url": "http://127.0.0.1:9/"})["id"]
    replay = client.post(f"/webhook-endpoints/{endpoint_id}/replay", BODIES["replay"])
    creditor_id = client.post("/creditors", {**people.CREDITOR, "collector": people.COLLECTOR})["id"]
    story = open_story(client, creditor_id=creditor_id)
    story.until(16)
    costs = {**BODIES["complementary-indemnities"], "invoice": story.case()["invoices"][0]["number"]}
    indemnity = story.command("complementary-indemnities", **costs)
    payment = story.pay(100)
    known = story.command("limitation-acts", **BODIES["limitation-acts"])
    suspended = story.command("limitation-suspensions", **BODIES["limitation-suspensions"])
    settlement = story.command("settlements", **BODIES["settlements"])
    story.command(f"settlements/{settlement['id']}/withdraw", reason="r")
    dispute = story.command("disputes", **BODIES["disputes"])["negotiation"]["disputes"][0]
    story.command("disputes/resolve", reason="r")
    promise = story.command("promises", **BODIES["promises"])
    plan = story.command("payment-plans", **PLAN)
    story.until(17)
    case = story.case()
    spare_clock = client.post("/test-clocks", {"now": "2026-01-16T09:00:00Z"})["id"]
    return {
        "case_id": story.case_id,
        "creditor_id": case["creditor_id"],
        "debtor_id": story.debtor_id,
        "mandate_id": client.post(f"/creditors/{creditor_id}/mandates", people.MANDATE)["id"],
        "fact_id": client.post(f"/debtors/{story.debtor_id}/facts", BODIES["facts"])["id"],
        "act_id": next(act["subject_id"] for act in known["acts"] if act["kind"] == "acknowledgement"),
        "suspension_id": suspended["suspensions"][0]["id"],
        "indemnity_id": indemnity["id"],
        "promise_id": promise["id"],
        "plan_id": plan["id"],
        "settlement_id": settlement["id"],
        "dispute_id": dispute["id"],
        "deviation_id": story.command("deviations", **BODIES["deviations"])["id"],
        "payment_id": payment["id"],
        "clock_id": story.clock_id,
        "erasure_id": client.post("/test-data/erasures", {"test_clock_id": spare_clock})["id"],
        "template_id": client.post("/templates", OWN_TEXT)["id"],
        "scenario_id": client.post("/scenarios", {"definition": OWN_SCENARIO})["id"],
        "import_id": client.post("/imports", {"creditor_id": creditor_id, "file": inline(csv_file([row(1)]))})["id"],
        "key_id": client.get("/keys")["data"][0]["id"],
        "contact_id": story.contacts(channel="email")[0]["id"],
        "task_id": client.get("/call-tasks")["data"][0]["id"],
        "document_id": client.pages(f"/cases/{story.case_id}/documents")[0]["id"],
        "endpoint_id": endpoint_id,
        "replay_id": replay["id"],
        "event_id": story.timeline()[0]["id"],
    }


def _refusal(client: ApiClient, method: str, path: str, body: Json | None) -> tuple[int, str]:
    try:
        client.request(method, path, body, {"If-Match": "*"} if method in ("PATCH", "PUT", "DELETE") else None)
    except ApiProblem as problem:
        return problem.status, problem.problem["code"]
    return 200, "visible"


def test_nothing_of_one_customer_or_mode_is_visible_to_another(client: ApiClient, strangers: Strangers) -> None:
    ids = _ids(client)
    before = client.get(f"/cases/{ids['case_id']}")
    named = [o for o in OPERATIONS if "{" in o.path and isinstance(o.scope, KeyScope)]
    for operation in named:
        path = operation.path.removeprefix("/v1").format(**ids)
        body = None
        if operation.request is not None:
            verb = path.rpartition("/")[2]
            given = {"reason": "r"} if "reason" in operation.request.model_fields else {}
            usual = {"name": "B"} if operation.method == "PATCH" else BODIES.get(verb, given)
            body = BODIES.get(operation.path, usual)
        for stranger in strangers.clients:
            seen = _refusal(stranger, operation.method, path, body)
            allowed = {(404, "not_found")} | ({(422, "test_mode_only")} if path.endswith("/advance") else set())
            assert seen in allowed, f"{operation.method} {operation.path}: {seen}"
    timeline = client.pages(f"/cases/{ids['case_id']}/timeline")
    since = {event["type"] for event in timeline if event["sequence"] > before["sequence"]}
    assert since <= {"contact.delivered"}, "nobody else changed anything; SES reports when it likes"


def test_no_list_shows_anything_of_another_customer_or_mode(client: ApiClient, strangers: Strangers) -> None:
    _ids(client)
    for operation in OPERATIONS:
        if operation.method != "GET" or "{" in operation.path:
            continue
        path = operation.path.removeprefix("/v1")
        answer = client.get(path)
        mine = {entry["id"] for entry in answer.get("data", ())} - SHIPPED
        for stranger in strangers.clients:
            theirs = {entry["id"] for entry in stranger.get(path).get("data", ())}
            assert not theirs & mine, path
