"""Delete a webhook endpoint: nothing more is sent to it (R-131)."""

from __future__ import annotations

from chalicelib.domain.parties import Scope
from chalicelib.usecases.webhook_ports import EndpointStore


def delete_webhook_endpoint(
    scope: Scope, endpoint_id: str, *, expected_version: int | None, store: EndpointStore
) -> None:
    """Remove it with its secrets; deliveries under way end at their next attempt, their log expires by itself.

    NotFound when it is not there; PreconditionFailed when ``expected_version`` (If-Match) is not its version.
    """
    store.delete_endpoint(scope, endpoint_id, expected_version=expected_version)
