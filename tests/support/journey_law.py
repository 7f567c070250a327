"""The part of the journey about the law: facts of a debtor, mandates, rates, limitation, routes, compliance.

Each part is a function of its own, told in the order of ``BEFORE_CONTACTS`` (the case is open, nothing was sent
yet) or ``AFTER_CONTACTS`` (a registered letter and a call were made, the creditor has withdrawn the case).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain.parties import Scope

from .http_client import HttpClient
from .journey_voice import Journey

Part = Callable[[Journey, HttpClient, Any, Scope], None]
"""Says what it has to say about ``case``, the answer to its opening, with a client of the test tenant."""

def _compliance_log(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    del scope
    journey.say(client, "GET", f"/v1/debtors/{case['debtor_id']}/compliance-log?limit=10")


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


BEFORE_CONTACTS: tuple[Part, ...] = (_limitation,)
AFTER_CONTACTS: tuple[Part, ...] = (_compliance_log, _rates)


def law(parts: tuple[Part, ...], journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    """Tells these parts in order."""
    for part in parts:
        part(journey, client, case, scope)
