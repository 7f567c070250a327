"""Webhook endpoints and deliveries as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.webhooks import WebhookDelivery, WebhookEndpoint
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.register_webhook_endpoint import RegisteredEndpoint

from .values import instant


def endpoint(value: WebhookEndpoint, secret: str | None = None) -> dict[str, Any]:
    """A receiver; ``secret`` only in the answer that made it."""
    return {
        "id": value.id,
        "object": "webhook_endpoint",
        "livemode": value.scope.livemode,
        "version": value.version,
        "created_at": instant(value.created_at),
        "url": value.url,
        "events": list(value.events),
        "description": value.description,
        "status": value.status.value,
        "disabled_reason": value.disabled_reason.value if value.disabled_reason else None,
        "disabled_at": instant(value.disabled_at),
        "failing_since": instant(value.failing_since),
        "secret": secret,
    }


def delivery(value: WebhookDelivery) -> dict[str, Any]:
    """One event on its way to one endpoint, attempt by attempt."""
    return {
        "id": value.id,
        "object": "webhook_delivery",
        "livemode": value.scope.livemode,
        "webhook_endpoint_id": value.endpoint_id,
        "event_id": value.event_id,
        "event_type": value.event_type,
        "case_id": value.case_id,
        "sequence": value.sequence,
        "state": value.state.value,
        "created_at": instant(value.created_at),
        "next_attempt_at": instant(value.next_attempt_at),
        "attempt_count": value.attempt_count,
        "manual": value.manual,
        "attempts": [
            {
                "number": attempt.number,
                "at": instant(attempt.at),
                "status": attempt.status,
                "error": attempt.error,
                "duration_ms": attempt.duration_ms,
                "response_excerpt": attempt.response_excerpt,
            }
            for attempt in value.log
        ],
    }


def endpoint_answer(value: WebhookEndpoint, call: Call[Any, Any]) -> Answer:
    """An endpoint with its ETag."""
    del call
    return Answer(endpoint(value), headers={"ETag": etag(value.version)})


def registered_answer(value: RegisteredEndpoint, call: Call[Any, Any]) -> Answer:
    """A new endpoint with its signing secret, shown once."""
    del call
    shown = endpoint(value.endpoint, value.secret)
    return Answer(shown, headers={"ETag": etag(value.endpoint.version)}, kept=endpoint(value.endpoint))
