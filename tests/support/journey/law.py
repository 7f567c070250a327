"""The part of the journey about the law: facts of a debtor, mandates, rates, limitation, routes, compliance.

Each part is a function of its own, told in the order of ``BEFORE_CONTACTS`` (the case is open, nothing was sent
yet) or ``AFTER_CONTACTS`` (a registered letter and a call were made, the creditor has withdrawn the case).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain.parties import Scope
from tests.support.http_client import HttpClient

from .voice import Journey

COLLECTOR: dict[str, Any] = {
    "name": "Relance SAS",
    "address": {"line1": "5 quai des Chartrons", "postal_code": "33000", "city": "Bordeaux"},
    "email": "dossiers@relance.example",
    "insurance": {"insurer": "Assur", "policy_number": "RC-1", "valid_until": "2027-12-31"},
    "declaration": {"court": "Tribunal judiciaire de Bordeaux", "declared_on": "2020-03-02"},
    "dedicated_iban": "FR7630001007941234567890185",
}

Part = Callable[[Journey, HttpClient, Any, Scope], None]
"""Says what it has to say about ``case``, the answer to its opening, with a client of the test tenant."""


def _compliance_log(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    del scope
    journey.say(client, "GET", f"/v1/debtors/{case['debtor_id']}/compliance-log?limit=10")


def _debtor_facts(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    """An insolvency with its proof, completed by its publication; a channel that the debtor wants no more."""
    del case, scope
    address = {"line1": "4 rue du Port", "postal_code": "44000", "city": "Nantes"}
    debtor = journey.say(
        client, "POST", "/v1/debtors", {"kind": "company", "name": "Garage Lestrade SARL", "address": address}
    )
    facts = f"/v1/debtors/{debtor['id']}/facts"
    agent = {"line1": "27 rue de la Pépinière", "postal_code": "44000", "city": "Nantes"}
    judgment = {
        "kind": "insolvency",
        "on": "2026-11-10",
        "procedure": "receivership",
        "court": "le tribunal de commerce de Nantes",
        "representative": {"name": "Maître Solène Aubrac", "address": agent},
        "document": {"type": "correspondence", "name": "jugement.pdf", "content_base64": "JVBERi0xLjQK"},
    }
    journey.say(client, "POST", facts, judgment)
    published = {
        "kind": "insolvency",
        "on": "2026-11-10",
        "procedure": "receivership",
        "bodacc_published_on": "2026-11-19",
    }
    journey.say(client, "POST", facts, published)
    stopped = journey.say(client, "POST", facts, {"kind": "channel_opt_out", "on": "2026-11-20", "channel": "sms"})
    journey.say(client, "POST", f"{facts}/{stopped['id']}/withdraw", {"reason": "It was about another debtor."})
    journey.say(client, "GET", facts)


def _rates(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    del case, scope
    confirmed = {
        "half_year": "2026H1",
        "value": "2.15",
        "effective_on": "2025-06-11",
        "published_on": "2025-06-05",
        "source": "ECB decision of 5 June 2025, read at ecb.europa.eu",
    }
    body = {"rates": [confirmed], "reason": "Read at the official page."}
    journey.say(journey.world.operator, "PUT", "/v1/rates/ecb_refinancing", body, If_Match='"v0"')
    journey.say(client, "GET", "/v1/rates")
    journey.say(client, "GET", "/v1/rates/ecb_refinancing")
    journey.say(client, "GET", "/v1/rates/ecb_refinancing/versions?limit=10")


def _mandate(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    """A collector with its proofs, a mandate, the case put under it, a payment passed on; another mandate ends."""
    del scope
    creditor = f"/v1/creditors/{case['creditor_id']}"
    journey.say(client, "PATCH", creditor, {"collector": COLLECTOR}, If_Match="*")
    paper = {"name": "mandat.pdf", "content_base64": "JVBERi0xLjQK"}
    terms = {"reference": "MDT-2026-7", "signed_on": "2026-11-02", "fee_basis": "8 % of what is collected"}
    held = {**terms, "payee": "collector", "remittance_days": 15, "document": paper}
    mandate = journey.say(client, "POST", f"{creditor}/mandates", held)
    other = {**terms, "reference": "MDT-2026-8", "document": paper}
    second = journey.say(client, "POST", f"{creditor}/mandates", other)
    end = {"on": "2026-11-20", "reason": "Signed by mistake."}
    journey.say(client, "POST", f"{creditor}/mandates/{second['id']}/end", end)
    journey.say(client, "GET", f"{creditor}/mandates")
    journey.say(client, "GET", f"{creditor}/mandates/{mandate['id']}/document")
    path = f"/v1/cases/{case['id']}"
    agent = {"name": "Basile Roumi", "phone": "+33199005679"}
    switch = {"mandate_id": mandate["id"], "reason": "Handed to the agency.", "case_manager": agent}
    journey.say(client, "POST", f"{path}/mandate", switch)
    received = {"amount": {"amount": 1_000, "currency": "EUR"}, "received_on": "2026-11-20"}
    paid = journey.say(client, "POST", f"{path}/payments", received)
    passed_on = {"on": "2026-11-22", "reference": "VIR 0042"}
    journey.say(client, "POST", f"{path}/payments/{paid['id']}/remittance", passed_on)


def _limitation(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    """An acknowledgement with its proof, a mediation, both taken back; the routes of a later day."""
    del scope
    path = f"/v1/cases/{case['id']}"
    proof = {"type": "correspondence", "name": "reconnaissance.pdf", "content_base64": "JVBERi0xLjQK"}
    act = {"kind": "acknowledgement", "on": "2026-11-20", "detail": "Signed by the manager.", "document": proof}
    known = journey.say(client, "POST", f"{path}/limitation-acts", act)
    act_id = next(each["subject_id"] for each in known["acts"] if each["kind"] == "acknowledgement")
    span = {"kind": "mediation", "from": "2026-11-02", "to": "2026-12-01", "reason": "Agreed in writing."}
    known = journey.say(client, "POST", f"{path}/limitation-suspensions", span)
    suspension = f"{path}/limitation-suspensions/{known['suspensions'][0]['id']}"
    journey.say(client, "POST", f"{suspension}/withdraw", {"reason": "The mediation never began."})
    mistaken = {"cause": "recorded_by_mistake", "reason": "It was about another invoice."}
    journey.say(client, "POST", f"{path}/limitation-acts/{act_id}/withdraw", mistaken)
    journey.say(client, "GET", f"{path}/limitation")
    journey.say(client, "GET", f"{path}/judicial-routes?as_of=2026-12-15")


BEFORE_CONTACTS: tuple[Part, ...] = (_mandate, _limitation)
AFTER_CONTACTS: tuple[Part, ...] = (_compliance_log, _debtor_facts, _rates)


def law(parts: tuple[Part, ...], journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    """Tells these parts in order."""
    for part in parts:
        part(journey, client, case, scope)
