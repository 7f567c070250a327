"""Send a signed ``ping`` to an endpoint, once, whether it is enabled or not (R-131)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import EventType
from chalicelib.domain.parties import Scope
from chalicelib.domain.public_events import endpoint_webhook
from chalicelib.domain.webhooks import WebhookDelivery

from .list_webhook_endpoints import read_webhook_endpoint
from .webhook_ports import Commits, Ids, Reply, WallClock, WebhookQueue, WebhookStore
from .writes import Create, KeepEndpointEvent


def ping_webhook_endpoint(
    scope: Scope,
    endpoint_id: str,
    *,
    store: WebhookStore,
    commits: Commits,
    queue: WebhookQueue,
    clock: WallClock,
    ids: Ids,
    reply: Reply,
) -> WebhookDelivery:
    """Queue it by the same way as every event; the attempt stands in the endpoint's deliveries.

    It is not repeated, and a failure counts neither against the endpoint nor for it. NotFound for an unknown endpoint.
    """
    endpoint = read_webhook_endpoint(scope, endpoint_id, store=store)
    now = clock.now()
    ping = KeepEndpointEvent(scope, endpoint.id, ids.new("evt"), EventType.PING.value, now)
    delivery = replace(WebhookDelivery.manually(endpoint_webhook(ping), endpoint.id, now), single=True)
    commits.commit([ping, Create(delivery), *reply(delivery)])
    queue.enqueue(delivery.ref)
    return delivery
