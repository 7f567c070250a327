"""Show a tenant's webhook endpoints (R-131)."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import WebhookEndpoint
from chalicelib.usecases.webhook_ports import EndpointStore


def list_webhook_endpoints(scope: Scope, *, store: EndpointStore) -> tuple[WebhookEndpoint, ...]:
    """All of them, newest first: 16 at most, so there are no pages."""
    return tuple(reversed(store.list_endpoints(scope)))


def read_webhook_endpoint(scope: Scope, endpoint_id: str, *, store: EndpointStore) -> WebhookEndpoint:
    """One endpoint; NotFound when this tenant and mode has none of that id."""
    endpoint = store.get_endpoint(scope, endpoint_id)
    if endpoint is None:
        raise NotFound("There is no such webhook endpoint.")
    return endpoint
