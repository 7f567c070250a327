"""Scenarios of a tenant's own: linted, made, changed, archived; and a case moved to another one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.support.http_client import HttpClient

from .voice import Journey

OWN_SCENARIO: dict[str, Any] = {
    "name": "Relances des chantiers",
    "description": "One reminder, a call above 500 euros, then the formal notice.",
    "notice_days": 10,
    "minimum_gap_days": 5,
    "decision_after_days": 7,
    "ends_within_days": 90,
    "decision_reminder_days": [15, 30],
    "steps": [
        {
            "id": "first_reminder",
            "title": "Premier rappel",
            "tone": 1,
            "anchor": "due_date",
            "offset": 10,
            "messages": [{"channel": "email", "template": "reminder_1"}],
            "branches": [{"when": {"new_customer": True}, "go_to": "formal_notice"}],
        },
        {
            "id": "verification_call",
            "title": "Appel de vérification",
            "tone": 2,
            "anchor": "due_date",
            "offset": 18,
            "conditions": {"amount": {"at_least": {"amount": 50000, "currency": "EUR"}}},
            "messages": [{"channel": "call", "template": "call_verification"}],
        },
        {
            "id": "formal_notice",
            "title": "Mise en demeure",
            "tone": 4,
            "anchor": "due_date",
            "offset": 35,
            "essential": True,
            "role": "management",
            "messages": [{"channel": "registered_letter", "template": "formal_notice"}],
        },
    ],
}


def changed(**fields: Any) -> dict[str, Any]:
    """The same with other fields."""
    return {**deepcopy(OWN_SCENARIO), **fields}


def scenarios(journey: Journey, client: HttpClient, case: Any) -> None:
    """Each operation once; the case of the journey is moved to one of the presets."""
    journey.say(client, "POST", "/v1/scenarios/lint", {"definition": OWN_SCENARIO})
    journey.say(client, "GET", "/v1/scenarios?limit=10")
    made = journey.say(
        client, "POST", "/v1/scenarios", {"definition": OWN_SCENARIO, "creditor_id": case["creditor_id"]}
    )
    path = f"/v1/scenarios/{made['id']}"
    journey.say(client, "PUT", path, {"definition": changed(notice_days=12)}, If_Match='"v1"')
    journey.say(client, "GET", path)
    journey.say(client, "GET", f"{path}?version=1")
    journey.say(client, "GET", f"{path}/versions?limit=10")
    played = {"case": {"days_overdue": 3}, "opened_at": "2026-11-23T09:00:00Z", "texts": True}
    journey.say(client, "POST", f"{path}/dry-run", played)
    journey.say(client, "DELETE", path, If_Match='"v2"')
    moved = {"scenario": "ferme", "reason": "The debtor stopped answering."}
    journey.say(client, "POST", f"/v1/cases/{case['id']}/scenario", moved)
