"""The part of the journey about following the scenario: deviations by hand, and the last look before a contact."""

from __future__ import annotations

from typing import Any

from tests.support.http_client import HttpClient

from .voice import Journey


def deviations(journey: Journey, client: HttpClient, case: Any) -> None:
    """The last call gets another day, and then its own again."""
    path = f"/v1/cases/{case['id']}/deviations"
    later = {"kind": "move", "step_id": "last_call", "on": "2026-12-21", "reason": "Agreed with the debtor by phone."}
    made = journey.say(client, "POST", path, later)
    journey.say(client, "GET", path)
    journey.say(client, "POST", f"{path}/{made['id']}/withdraw", {"reason": "The debtor called back."})


def last_look(journey: Journey, client: HttpClient, case: Any) -> None:
    """A callback with its secret, then the age of the balance; what the books say; and no look any more."""
    path = f"/v1/creditors/{case['creditor_id']}/last-look"
    asked = {"mode": "callback", "url": "https://facturo.example/balance", "patience_days": 7}
    journey.say(client, "PUT", path, asked, If_Match="*")
    journey.say(client, "GET", path)
    journey.say(client, "POST", f"{path}/rotate-secret")
    journey.say(client, "POST", f"/v1/cases/{case['id']}/balance-confirmations", {"as_of": "2026-11-20"})
    journey.say(client, "DELETE", path, If_Match="*")
