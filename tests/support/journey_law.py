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


BEFORE_CONTACTS: tuple[Part, ...] = ()
AFTER_CONTACTS: tuple[Part, ...] = (_compliance_log,)


def law(parts: tuple[Part, ...], journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    """Tells these parts in order."""
    for part in parts:
        part(journey, client, case, scope)
