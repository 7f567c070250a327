"""The part of the journey about disputes and offers of settlement (R-002, R-073)."""

from __future__ import annotations

import base64
from typing import Any

from tests.support.http_client import HttpClient

from .calculations import EURO
from .voice import Journey


def disputes(journey: Journey, client: HttpClient, case: Any) -> None:
    """One is opened, read, answered and decided with a credit note."""
    path = f"/v1/cases/{case['id']}/disputes"
    said = {
        "reason": "goods_not_received",
        "detail": "Two boxes are missing.",
        "channel": "email",
        "invoice_ids": [case["invoices"][0]["id"]],
        "amount": {"amount": 60_000, **EURO},
        "documents": [
            {"name": "photo.pdf", "type": "correspondence", "content_base64": base64.b64encode(b"%PDF-1.4").decode()},
        ],
        "undisputed_goes_on": False,
    }
    opened = journey.say(client, "POST", path, said)
    dispute = opened["negotiation"]["disputes"][0]
    journey.say(client, "GET", path)
    one = f"{path}/{dispute['id']}"
    journey.say(client, "GET", one)
    answer = {
        "answer": "We are having the delivery checked and write to you within a week.",
        "undisputed_goes_on": True,
    }
    journey.say(client, "POST", f"{one}/answer", answer)
    decision = {
        "resolution": "partly",
        "reason": "One of the two boxes was missing; we send you a credit note for it.",
        "credit_notes": [
            {
                "invoice_id": case["invoices"][0]["id"],
                "number": "AV-2026-31",
                "issued_on": "2026-11-20",
                "amount": {"amount": 20_000, **EURO},
            }
        ],
    }
    journey.say(client, "POST", f"{one}/resolve", decision)


def settlements(journey: Journey, client: HttpClient, case: Any) -> None:
    """An offer is made, read, and taken back."""
    path = f"/v1/cases/{case['id']}/settlements"
    offer = {"amount": {"amount": 80_000, **EURO}, "valid_until": "2026-12-15"}
    made = journey.say(client, "POST", path, offer)
    journey.say(client, "GET", path)
    journey.say(client, "GET", f"{path}/{made['id']}")
    reason = {"reason": "We agreed on a payment plan instead."}
    journey.say(client, "POST", f"{path}/{made['id']}/withdraw", reason)
