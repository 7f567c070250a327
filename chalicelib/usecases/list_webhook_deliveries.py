"""Show what was sent to a webhook endpoint, attempt by attempt (R-131)."""

from __future__ import annotations

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import DeliveryPage
from chalicelib.usecases.list_webhook_endpoints import read_webhook_endpoint
from chalicelib.usecases.webhook_ports import WebhookStore


def list_webhook_deliveries(
    scope: Scope, endpoint_id: str, *, limit: int, before: str | None = None, store: WebhookStore
) -> DeliveryPage:
    """One page, newest event first, of the last 90 days; NotFound for an endpoint that is not there."""
    read_webhook_endpoint(scope, endpoint_id, store=store)
    return store.list_deliveries(scope, endpoint_id, limit=limit, before=before)
