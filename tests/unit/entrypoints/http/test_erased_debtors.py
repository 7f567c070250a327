"""What is answered, and what is stored in clear, once a debtor of a closed case is erased (R-142)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.case import Case
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.journey.law import COLLECTOR
from tests.support.sample_requests import CREDITOR, INVOICE, create

MARK = "Zéphyrine"
THEIRS = ("zéphyrine", "zephyrine", "612349876", "rue des lilas", "92340")
DEBTOR: dict[str, Any] = {
    "kind": "sole_trader",
    "name": f"{MARK} Lenoir",
    "siren": "552100554",
    "address": {"line1": "12 rue des Lilas", "postal_code": "92340", "city": "Bourg-la-Reine"},
    "contacts": [{"name": f"{MARK} Lenoir", "email": "zephyrine@lenoir.example", "phone": "0612349876"}],
}
GETS = ("", "/timeline", "/contacts", "/documents", "/statement", "/judicial-routes")


def closed_and_erased(client: HttpClient) -> dict[str, Any]:
    """A case under mandate that knew a payment, a fact, a pause and a manager, all of them named after the debtor."""
    creditor_id = create(client, "/v1/creditors", {**CREDITOR, "collector": COLLECTOR})["id"]
    terms = {"reference": "MDT-1", "signed_on": "2026-11-02", "fee_basis": "8 %", "payee": "collector"}
    paper = {"name": "mandat.pdf", "content_base64": "JVBERi0xLjQK"}
    create(client, f"/v1/creditors/{creditor_id}/mandates", {**terms, "remittance_days": 30, "document": paper})
    body = {"creditor_id": creditor_id, "debtor": DEBTOR, "invoices": [INVOICE], "metadata": {"who": MARK}}
    manager = {"name": f"{MARK} Gestionnaire", "email": "zephyrine@agence.example"}
    case = create(client, "/v1/cases", {**body, "collector_mode": "third_party_mandate", "case_manager": manager})
    path = f"/v1/cases/{case['id']}"
    money = {"amount": 10_000, "currency": "EUR"}
    paid = {"amount": money, "received_on": "2026-11-20", "method": "bank_transfer", "reference": f"VIR {MARK}"}
    assert client.post(f"{path}/payments", paid).status == 201
    [payment] = client.get(path).json["payments"]
    remitted = {"on": "2026-11-23", "reference": f"REM {MARK}"}
    told = client.post(f"{path}/payments/{payment['id']}/remittance", remitted)
    assert told.status in (200, 201), told.text
    for fact in ({"kind": "channel_opt_out", "channel": "email"}, {"kind": "death"}):
        answer = client.post(f"/v1/debtors/{case['debtor_id']}/facts", {**fact, "on": "2026-11-20"})
        assert answer.status == 201, answer.text
    assert client.post(f"{path}/decision", {"choice": "withdraw", "reason": f"for {MARK}"}).status == 200
    assert client.send("DELETE", f"/v1/debtors/{case['debtor_id']}", If_Match="*").status == 200
    return case


def stored_in_clear(world: HttpWorld) -> str:
    """Everything that no debtor's key seals."""
    store = world.store
    cases = [repr(case) for case in store._all(Case)]
    events = [f"{e.header} {e.public_json}" for chain in store._events.values() for e in chain.values()]
    kept = (store._compliance, store._logs, store._clock_events, store._outbox, store._held)
    return " ".join((*cases, *events, *(repr(each) for each in kept))).lower()


def test_nothing_in_clear_names_the_debtor_any_more(world: HttpWorld) -> None:
    tenant = world.tenant()
    case = closed_and_erased(tenant.test)
    clear = stored_in_clear(world)
    assert case["id"].lower() in clear
    assert [word for word in THEIRS if word in clear] == []


def test_every_reading_of_the_closed_case_is_answered(world: HttpWorld) -> None:
    """Either with what is left, or with 410: never with an error of the server."""
    client = world.tenant().test
    case = closed_and_erased(client)
    paths = [f"/v1/cases/{case['id']}{end}" for end in GETS]
    debtor = f"/v1/debtors/{case['debtor_id']}"
    paths += [debtor, f"{debtor}/facts", f"{debtor}/compliance-log", "/v1/debtors", "/v1/cases", "/v1/call-tasks"]
    paths += [f"/v1/cases?debtor_id={case['debtor_id']}", "/v1/events"]
    for path in paths:
        answer = client.get(path)
        assert answer.status in (200, 410), (path, answer.status, answer.text)
        assert [word for word in THEIRS if word in answer.text.lower()] == [], path


def test_the_compliance_log_of_an_erased_debtor_is_of_one_tenant_and_one_mode(world: HttpWorld) -> None:
    """R-066, R-142: it is still read, by nobody else."""
    tenant = world.tenant()
    case = closed_and_erased(tenant.test)
    path = f"/v1/debtors/{case['debtor_id']}/compliance-log"
    answer = tenant.test.get(path)
    assert (answer.status, answer.json["data"] != []) == (200, True)
    assert tenant.live.get(path).status == 404
    assert world.tenant().test.get(path).status == 404
