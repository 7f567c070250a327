"""The body of a webhook: the same bytes at every attempt, small, and free of personal data (R-131)."""

from __future__ import annotations

import json

from chalicelib.domain.instants import instant
from chalicelib.domain.webhooks import WebhookEvent

LARGEST_BODY = 20_000
"""Bytes; the body stays under it."""

USER_AGENT = "Amiable-Webhooks/1"
CONTENT_TYPE = "application/json; charset=utf-8"
"""What each request says besides its three webhook headers."""


def webhook_body(event: WebhookEvent) -> bytes:
    """Build ``{"type", "timestamp", "data"}`` as compact UTF-8 JSON, under 20 kB.

    ``timestamp`` is when it happened (case time). Details that would not fit are left out whole and
    ``details_omitted`` says so; the event can be read in the timeline. Details never replace the fixed fields.
    """
    fixed: dict[str, object] = {
        "event_id": event.id,
        "case_id": event.case_id,
        "external_reference": event.external_reference,
        "livemode": event.scope.livemode,
        "sequence": event.sequence,
        "head_hash": event.head_hash,
    }
    body = _encode(event, {**dict(event.details), **fixed})
    if len(body) < LARGEST_BODY:
        return body
    return _encode(event, {**fixed, "details_omitted": True})


def _encode(event: WebhookEvent, data: dict[str, object]) -> bytes:
    body = {"type": event.type, "timestamp": instant(event.occurred_at), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
