"""A journey that gets at least one success out of every operation, for judging the contract by real answers.

Who adds an operation about the law says it in ``law``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.holds import Attention
from chalicelib.domain.parties import Scope
from chalicelib.domain.writes import Update
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE

from .calculations import CALCULATIONS, EURO
from .contacts import contacts
from .disputes import disputes, settlements
from .imports import imports
from .law import AFTER_CONTACTS, BEFORE_CONTACTS, law
from .payment_plans import payment_plans
from .promises import promises
from .scenario import deviations, last_look
from .scenarios import scenarios
from .templates import BRAND, templates
from .voice import Journey, Spoken
from .webhooks import clock, erasure, webhooks

__all__ = ["CALCULATIONS", "Journey", "Spoken", "travel"]

_CHANGES = {
    "phone": "01 99 00 56 78",
    "mediator": {"name": "Médiation du bâtiment", "website": "www.mediation.example"},
}


def travel(world: HttpWorld, journey: Journey | None = None, *, livemode: bool = False) -> list[Spoken]:
    """Everything that was said, in order; ``journey`` may listen in. Test clocks are of test mode alone."""
    journey = journey or Journey(world)
    created = journey.say(world.operator, "POST", "/v1/tenants", {"name": "Facturo"})
    body = {"name": "Nightly import", "livemode": False, "scopes": ["cases:read", "cases:write"]}
    journey.say(world.operator, "POST", f"/v1/tenants/{created['id']}/keys", body)
    secrets = {key["livemode"]: key["secret"] for key in created["keys"]}
    client = world.anonymous.with_key(secrets[livemode])
    _keys(journey, client, created)
    case = _parties_and_case(journey, client)
    _payments(journey, client, case)
    scope = Scope(created["id"], livemode=livemode)
    _decisions(journey, client, case, scope)
    templates(journey, client, case)
    scenarios(journey, client, case)
    deviations(journey, client, case)
    settlements(journey, client, case)
    disputes(journey, client, case)
    promises(journey, client, case)
    last_look(journey, client, case)
    payment_plans(journey, client, case)
    law(BEFORE_CONTACTS, journey, client, case, scope)
    contacts(journey, client, case, scope)
    law(AFTER_CONTACTS, journey, client, case, scope)
    imports(journey, client, case["creditor_id"])
    for name, request in CALCULATIONS.items():
        journey.say(client, "POST", f"/v1/calculations/{name}", request)
    if not livemode:
        clock(journey, client)
        erasure(journey, client)
    webhooks(journey, client, case, scope)
    journey.say(client, "DELETE", f"/v1/debtors/{case['debtor_id']}", If_Match="*")
    return journey.spoken


def _keys(journey: Journey, client: HttpClient, tenant: Any) -> None:
    key = journey.say(client, "POST", "/v1/keys", {"name": "Dashboard", "scopes": ["cases:read"]})
    journey.say(client, "GET", "/v1/keys")
    journey.say(client, "GET", f"/v1/keys/{key['id']}")
    journey.say(client, "POST", f"/v1/keys/{key['id']}/rotate", {"overlap_hours": 48})
    journey.say(client, "DELETE", f"/v1/keys/{key['id']}", If_Match="*")
    own = next(each["id"] for each in tenant["keys"] if client.headers["Authorization"].endswith(each["secret"]))
    journey.say(client, "GET", f"/v1/keys/{own}/uses?limit=10")
    keys = f"/v1/tenants/{tenant['id']}/keys"
    (leaked, *_) = journey.say(journey.world.operator, "GET", keys)["data"]
    journey.say(journey.world.operator, "DELETE", f"{keys}/{leaked['id']}", If_Match="*")


def _parties_and_case(journey: Journey, client: HttpClient) -> Any:
    creditor = journey.say(client, "POST", "/v1/creditors", CREDITOR)
    debtor = journey.say(client, "POST", "/v1/debtors", DEBTOR)
    journey.say(client, "PATCH", f"/v1/creditors/{creditor['id']}", _CHANGES, If_Match='"v1"')
    journey.say(client, "PUT", f"/v1/creditors/{creditor['id']}/brand", BRAND, If_Match='"v2"')
    journey.say(client, "PATCH", f"/v1/debtors/{debtor['id']}", {"solvency": "fragile"}, If_Match='"v1"')
    for kind, made in (("creditors", creditor), ("debtors", debtor)):
        journey.say(client, "GET", f"/v1/{kind}?limit=10")
        journey.say(client, "GET", f"/v1/{kind}/{made['id']}")
    journey.say(client, "POST", "/v1/uploads", {"name": "bon.pdf", "media_type": "application/pdf", "size": 5_000_000})
    document = {"type": "delivery_note", "name": "bon-de-livraison.pdf", "content_base64": "JVBERi0xLjQK"}
    request = {
        "creditor_id": creditor["id"],
        "debtor_id": debtor["id"],
        "invoices": [{**INVOICE, "documents": [document]}],
        "prior_reminders": [{"channel": "email", "on": "2026-10-10"}],
        "external_reference": "dossier-4711",
        "metadata": {"team": "nord"},
    }
    journey.say(client, "POST", "/v1/cases/preview", request)
    case = journey.say(client, "POST", "/v1/cases", request)
    path = f"/v1/cases/{case['id']}"
    for part in ("", "/statement?as_of=2026-12-31", "/timeline", "/documents"):
        journey.say(client, "GET", path + part)
    journey.say(client, "POST", f"{path}/debtor-page-links")
    journey.say(client, "POST", f"/v1/debtors/{debtor['id']}/debtor-page-links/revoke")
    journey.say(client, "POST", f"{path}/documents", {**document, "type": "contract", "name": "cgv.pdf"})
    journey.say(client, "POST", f"{path}/statement-documents", {"as_of": "2026-12-31"})
    journey.say(client, "POST", f"{path}/evidence-pack", {})
    journey.say(client, "GET", f"/v1/cases?creditor_id={creditor['id']}&status=open")
    listed = client.get(f"{path}/documents").json["data"]
    journey.say(client, "GET", f"/v1/documents/{listed[0]['id']}")
    return case


def _payments(journey: Journey, client: HttpClient, case: Any) -> None:
    path = f"/v1/cases/{case['id']}"
    body: Any = {
        "amount": {"amount": 30_000, **EURO},
        "received_on": "2026-11-20",
        "method": "cheque",
        "reference": "CHQ 0042",
    }
    paid = journey.say(client, "POST", f"{path}/payments", body)
    journey.say(
        client, "POST", f"{path}/payments/{paid['id']}/reverse", {"on": "2026-11-22", "reason": "unpaid cheque"}
    )
    note = {
        "invoice_id": case["invoices"][0]["id"],
        "number": "AV-2026-7",
        "issued_on": "2026-11-20",
        "amount": {"amount": 10_000, **EURO},
    }
    journey.say(client, "POST", f"{path}/credit-notes", note)
    proof = {"type": "correspondence", "name": "facture-commissaire.pdf", "content_base64": "JVBERi0xLjQK"}
    costs = {
        "invoice": case["invoices"][0]["number"],
        "amount": {"amount": 12_000, **EURO},
        "reason": "Formal demand by a commissaire de justice, less the 40 EUR.",
        "document": proof,
    }
    claimed = journey.say(client, "POST", f"{path}/complementary-indemnities", costs)
    withdrawn = f"{path}/complementary-indemnities/{claimed['id']}/withdraw"
    journey.say(client, "POST", withdrawn, {"reason": "The fees were refunded."})


def _decisions(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    path = f"/v1/cases/{case['id']}"
    journey.say(client, "POST", f"{path}/pause", {"reason": "The debtor called.", "until": "2026-12-01"})
    journey.say(client, "POST", f"{path}/resume", {"reason": "Nothing came."})
    journey.say(client, "POST", f"{path}/disputes", {"reason": "goods_missing", "detail": "Two boxes are missing."})
    journey.say(client, "POST", f"{path}/disputes/resolve", {"reason": "The boxes were delivered."})
    heard = {
        "direction": "incoming",
        "channel": "email",
        "at": "2026-11-22T14:30:00Z",
        "summary": "Asks for a copy of the delivery note.",
    }
    journey.say(client, "POST", f"{path}/interactions", heard)
    _needs_attention(journey.world, case["id"], scope)
    journey.say(client, "POST", f"{path}/resolve-attention", {"action": "retry", "reason": "Seen by Claire."})


def _needs_attention(world: HttpWorld, case_id: str, scope: Scope) -> None:
    case = world.store.case(scope, case_id)
    attention = Attention("delivery_unknown", "The provider gave no answer.", world.clock.now())
    world.store.commit(
        [Update(replace(case, status=CaseStatus.NEEDS_ATTENTION, attention=attention, version=case.version + 1))]
    )
