"""Change where webhooks go, which types, and whether at all (R-131)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import PreconditionFailed
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import DisabledReason, EndpointStatus, WebhookEndpoint

from .list_webhook_endpoints import read_webhook_endpoint
from .register_webhook_endpoint import check_types
from .webhook_ports import Commits, EndpointStore, WallClock, WebhookUrls
from .writes import Update


@dataclass(frozen=True)
class UpdateWebhookEndpoint:
    """``changes``: what is given of ``url``, ``events``, ``description`` and ``enabled``; ``expected``: If-Match."""

    scope: Scope
    endpoint_id: str
    changes: dict[str, Any]
    expected: Collection[int] | None


def update_webhook_endpoint(
    command: UpdateWebhookEndpoint,
    *,
    store: EndpointStore,
    commits: Commits,
    urls: WebhookUrls,
    clock: WallClock,
    known_types: Collection[str],
) -> WebhookEndpoint:
    """The endpoint as it is now; what changes nothing leaves its version.

    Another URL, or enabling it again, begins its health anew. What was given up while it was disabled is not sent by
    itself: replay that range. NotFound, PreconditionFailed, InvalidInput for a URL or type that is not allowed.
    """
    endpoint = read_webhook_endpoint(command.scope, command.endpoint_id, store=store)
    if command.expected is not None and endpoint.version not in command.expected:
        raise PreconditionFailed("The webhook endpoint changed; read it again.")
    changes = dict(command.changes)
    enabled = changes.pop("enabled", endpoint.enabled)
    if "url" in changes:
        changes["url"] = urls.check(changes["url"])
    if "events" in changes:
        changes["events"] = tuple(dict.fromkeys(changes["events"]))
        check_types(changes["events"], known_types)
    changed = replace(endpoint, **changes)
    if changed.url != endpoint.url:
        changed = replace(changed, failing_since=None, slow_since=None)
    if enabled != endpoint.enabled:
        changed = _enabled(changed) if enabled else _disabled(changed, clock.now())
    if changed == endpoint:
        return endpoint
    changed = replace(changed, version=endpoint.version + 1)
    commits.commit([Update(changed)])
    return changed


def _enabled(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return replace(
        endpoint,
        status=EndpointStatus.ENABLED,
        disabled_reason=None,
        disabled_at=None,
        failing_since=None,
        slow_since=None,
    )


def _disabled(endpoint: WebhookEndpoint, now: datetime) -> WebhookEndpoint:
    return replace(endpoint, status=EndpointStatus.DISABLED, disabled_reason=DisabledReason.OWNER, disabled_at=now)
