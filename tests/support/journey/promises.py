"""The part of the journey about promises to pay (R-081)."""

from __future__ import annotations

from typing import Any

from tests.support.http_client import HttpClient

from .calculations import EURO
from .voice import Journey


def promises(journey: Journey, client: HttpClient, case: Any) -> None:
    """One is given, read, and taken back."""
    path = f"/v1/cases/{case['id']}/promises"
    said = {
        "amount": {"amount": 60_000, **EURO},
        "pay_on": "2026-12-01",
        "channel": "email",
        "note": "The customer pays us at the end of the month.",
    }
    made = journey.say(client, "POST", path, said)
    journey.say(client, "GET", path)
    journey.say(client, "GET", f"{path}/{made['id']}")
    reason = {"reason": "They told us that they will not pay after all."}
    journey.say(client, "POST", f"{path}/{made['id']}/withdraw", reason)
