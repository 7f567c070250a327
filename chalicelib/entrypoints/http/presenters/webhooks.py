"""Webhook endpoints and deliveries as JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from chalicelib.domain.webhook_body import CONTENT_TYPE, USER_AGENT, webhook_body
from chalicelib.domain.webhook_replay import WebhookReplay
from chalicelib.domain.webhooks import WebhookDelivery, WebhookEndpoint, WebhookEvent
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
        "slow_since": instant(value.slow_since),
        "old_secret_expires_at": instant(_old_secret_ends(value)),
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
        "request": _request(value),
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


def _old_secret_ends(value: WebhookEndpoint) -> datetime | None:
    """Until when another secret than the newest signs too; it may have passed."""
    return max((secret.expires_at for secret in value.secrets if secret.expires_at), default=None)


def _request(value: WebhookDelivery) -> dict[str, Any] | None:
    """The request of the last attempt, without signatures."""
    sent = value.request
    if sent is None:
        return None
    headers = {
        "content-type": CONTENT_TYPE,
        "user-agent": USER_AGENT,
        "webhook-id": value.event_id,
        "webhook-timestamp": str(int(sent.sent_at.timestamp())),
    }
    return {
        "method": "POST",
        "url": sent.url,
        "headers": headers,
        "body_sha256": sent.body_sha256,
        "body_bytes": sent.body_bytes,
    }


def event(value: WebhookEvent) -> dict[str, Any]:
    """``type``, ``timestamp`` and ``data`` are what a webhook's body is, and all of it."""
    body: dict[str, Any] = json.loads(webhook_body(value))
    return {
        "id": value.id,
        "object": "event",
        "livemode": value.scope.livemode,
        "created_at": instant(value.recorded_at),
        **body,
    }


def event_answer(value: WebhookEvent, call: Call[Any, Any]) -> Answer:
    """An event never changes."""
    del call
    return Answer(event(value), headers={"ETag": etag(1)})


def delivery_answer(value: WebhookDelivery, call: Call[Any, Any]) -> Answer:
    """One delivery."""
    del call
    return Answer(delivery(value))


def replay_answer(value: WebhookReplay, call: Call[Any, Any]) -> Answer:
    """A replay, and how far it has come."""
    del call
    shown = {
        "id": value.id,
        "object": "webhook_replay",
        "livemode": value.scope.livemode,
        "version": value.version,
        "webhook_endpoint_id": value.endpoint_id,
        "created_at": instant(value.created_at),
        "from": instant(value.first),
        "to": instant(value.last),
        "types": list(value.types),
        "status": value.status.value,
        "events_sent": value.sent,
        "events_accepted": value.accepted,
        "finished_at": instant(value.finished_at),
    }
    return Answer(shown, headers={"ETag": etag(value.version)})


def endpoint_answer(value: WebhookEndpoint, call: Call[Any, Any]) -> Answer:
    """An endpoint with its ETag."""
    del call
    return Answer(endpoint(value), headers={"ETag": etag(value.version)})


def registered_answer(value: RegisteredEndpoint, call: Call[Any, Any]) -> Answer:
    """An endpoint with its new signing secret, shown once."""
    del call
    shown = endpoint(value.endpoint, value.secret)
    return Answer(shown, headers={"ETag": etag(value.endpoint.version)}, kept=endpoint(value.endpoint))
