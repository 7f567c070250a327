"""Texts of a tenant's own: written, looked at, changed, archived."""

from __future__ import annotations

from typing import Any

from tests.support.http_client import HttpClient

from .voice import Journey

BODY = """{% include "hello" %}

{% include "acting" %}

Les factures ci-dessous ne sont pas encore réglées.

@invoices

Au {{ today }}, il reste dû à {{ creditor.name }} la somme de **{{ total }}**.

{% include "payment" %}

{% include "arrangement" %}

Bien cordialement,

@signature

{% include "information" %}
"""
OWN_TEXT: dict[str, Any] = {
    "name": "Rappel maison",
    "channel": "letter_and_email",
    "tone": 1,
    "parts": {
        "subject": "{{ sender_name }} : message à votre attention (réf. {{ reference }})",
        "object": "vos factures échues",
        "body": BODY,
        "formal": False,
    },
}


LOGO = (
    "iVBORw0KGgoAAAANSUhEUgAAABgAAAAMCAIAAAD3UuoiAAAAGklEQVR42mOUt4pnoAZgYqASGDVo1KDhaRAAoIoA0EdCs1sAAAAASUVORK5CYII="
)
BRAND: dict[str, Any] = {
    "accent_color": "#8a1f14",
    "signature": ["Service comptabilité clients"],
    "logo_base64": LOGO,
}


def templates(journey: Journey, client: HttpClient, case: Any) -> None:
    """Each operation once; a preview on a fictitious case, on paper, and on the journey's own case."""
    journey.say(client, "POST", "/v1/templates/lint", OWN_TEXT)
    own = {**OWN_TEXT, "creditor_id": case["creditor_id"]}
    made = journey.say(client, "POST", "/v1/templates", own)
    path = f"/v1/templates/{made['id']}"
    journey.say(client, "GET", "/v1/templates?limit=10")
    journey.say(client, "GET", "/v1/templates?origin=shipped&limit=2")
    journey.say(client, "PUT", path, {**own, "tone": 2}, If_Match='"v1"')
    journey.say(client, "GET", path)
    journey.say(client, "GET", f"{path}?version=1")
    journey.say(client, "POST", f"{path}/preview", {"channel": "letter", "sample": {"invoices": 2}})
    journey.say(client, "POST", f"{path}/preview", {"case_id": case["id"]})
    journey.say(client, "DELETE", path, If_Match='"v2"')
