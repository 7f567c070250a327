from __future__ import annotations

from typing import Any

import pytest

from chalicelib.entrypoints.http.framework.api_blueprint import Operation
from chalicelib.entrypoints.http.framework.authentication import Access
from chalicelib.entrypoints.http.routes import BLUEPRINTS
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import open_case

OPERATIONS = [operation for blueprint in BLUEPRINTS for operation in blueprint.operations]
OF_A_TENANT = [o for o in OPERATIONS if not isinstance(o.scope, Access)]  # nor public facts: published rates
WITH_IDS = [o for o in OF_A_TENANT if "{" in o.path]
LISTS = [o for o in OF_A_TENANT if "{" not in o.path and o.method == "GET"]
BODIES: dict[str, Any] = {
    "/payments": {"amount": {"amount": 1, "currency": "EUR"}, "received_on": "2026-11-20"},
    "/reverse": {"reason": "r", "on": "2026-11-20"},
    "/complementary-indemnities": {
        "invoice": "F-2026-001",
        "amount": {"amount": 1, "currency": "EUR"},
        "reason": "r",
        "document": {"type": "contract", "name": "x.pdf", "content_base64": "JVBERi0xLjQK"},
    },
    "/credit-notes": {
        "invoice_id": f"inv_{'0' * 26}",
        "number": "A",
        "issued_on": "2026-11-20",
        "amount": {"amount": 1, "currency": "EUR"},
    },
    "/decision": {"reason": "r", "choice": "withdraw"},
    "/resolve-attention": {"reason": "r", "action": "retry"},
    "/disputes": {"reason": "other"},
    "/interactions": {"direction": "incoming", "channel": "email", "at": "2026-11-20T10:00:00Z", "summary": "s"},
    "/delivery-events": {"kind": "delivered", "on": "2026-11-20"},
    "/outcome": {"outcome": "no_answer"},
    "/advance": {"to": "2027-01-01T00:00:00Z"},
    "/rotate": {},
    "/documents": {"type": "contract", "name": "cgv.pdf", "content_base64": "JVBERi0xLjQK"},
    "/redeliver": {},
    "/rotate-secret": {},
    "/replay": {"from": "2026-11-20T00:00:00Z", "to": "2026-11-23T09:00:00Z"},
    "/mandates": {
        "reference": "MDT-1",
        "signed_on": "2026-11-02",
        "fee_basis": "8 %",
        "document": {"name": "mandat.pdf", "content_base64": "JVBERi0xLjQK"},
    },
    "/end": {"on": "2026-11-20", "reason": "r"},
    "/remittance": {"on": "2026-11-20", "reference": "VIR 1"},
    "/statement-documents": {},
    "/facts": {"kind": "channel_opt_out", "on": "2026-11-20", "channel": "sms"},
    "/limitation-acts": {"kind": "acknowledgement", "on": "2026-11-20"},
    "/limitation-acts/{act_id}/withdraw": {"cause": "recorded_by_mistake", "reason": "r"},
    "/limitation-suspensions": {"kind": "mediation", "from": "2026-11-01", "to": "2026-11-20"},
}


def _ids(world: HttpWorld, client: HttpClient) -> dict[str, str]:
    case = open_case(client)
    payment = client.post(f"/v1/cases/{case['id']}/payments", BODIES["/payments"]).json
    clock = client.post("/v1/test-clocks", {"now": "2026-11-01T00:00:00Z"}).json
    endpoint = client.post("/v1/webhook-endpoints", {"url": "https://hooks.example/a"}).json
    replay = client.post(f"/v1/webhook-endpoints/{endpoint['id']}/replay", BODIES["/replay"]).json
    return {
        "case_id": case["id"],
        "creditor_id": case["creditor_id"],
        "debtor_id": case["debtor_id"],
        "payment_id": payment["id"],
        "mandate_id": client.post(f"/v1/creditors/{case['creditor_id']}/mandates", BODIES["/mandates"]).json["id"],
        "fact_id": client.post(f"/v1/debtors/{case['debtor_id']}/facts", BODIES["/facts"]).json["id"],
        "act_id": _recorded(client, case["id"], "limitation-acts"),
        "indemnity_id": world.deps.ids.new("cmp"),
        "suspension_id": _recorded(client, case["id"], "limitation-suspensions"),
        "clock_id": clock["id"],
        "key_id": client.get("/v1/keys").json["data"][0]["id"],
        "contact_id": world.deps.ids.new("ctc"),
        "task_id": world.deps.ids.new("tsk"),
        "document_id": world.deps.ids.new("doc"),
        "endpoint_id": endpoint["id"],
        "replay_id": replay["id"],
        "erasure_id": client.post("/v1/test-data/erasures", {"test_clock_id": clock["id"]}).json["id"],
        "event_id": client.get("/v1/events").json["data"][0]["id"],
    }


def _recorded(client: HttpClient, case_id: str, what: str) -> str:
    """The limitation of the case comes back whole; what was just recorded is what has an id."""
    answer = client.post(f"/v1/cases/{case_id}/{what}", BODIES[f"/{what}"]).json
    if what == "limitation-suspensions":
        return str(answer["suspensions"][0]["id"])
    return next(str(act["subject_id"]) for act in answer["acts"] if act["kind"] == "acknowledgement")


@pytest.mark.parametrize(
    "operation",
    WITH_IDS,
    ids=lambda operation: f"{operation.method} {operation.path}",
)
def test_nothing_of_one_tenant_or_mode_exists_for_another(world: HttpWorld, operation: Operation) -> None:
    """R-134: 404, never 403, on every route that names an object."""
    owner, stranger = world.tenant("A"), world.tenant("B")
    path = operation.path.format(**_ids(world, owner.test))
    commits = len(world.store.commits)
    body = next((b for end, b in BODIES.items() if operation.path.endswith(end)), {"reason": "r"})
    if operation.request is None:
        body = None
    elif operation.method == "PATCH":
        body = {"description": "B"} if "{endpoint_id}" in operation.path else {"name": "B"}
    for client in (owner.live, stranger.test, stranger.live):
        answer = (
            client.send(operation.method, path, body, If_Match="*")
            if operation.if_match
            else client.send(operation.method, path, body)
        )
        expected = {(404, "not_found")}
        if operation.path.endswith("/advance") and client is not stranger.test:
            expected.add((422, "test_mode_only"))
        assert (answer.status, answer.code) in expected, f"{operation.path}: {answer.text}"
    assert len(world.store.commits) == commits


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.path)
def test_no_list_shows_anything_of_another_tenant_or_mode(world: HttpWorld, operation: Operation) -> None:
    owner, stranger = world.tenant("A"), world.tenant("B")
    open_case(owner.test)
    mine = {entry["id"] for entry in owner.test.get(operation.path).json["data"]}
    for client in (owner.live, stranger.test, stranger.live):
        theirs = {entry["id"] for entry in client.get(operation.path).json["data"]}
        assert not theirs & mine
