"""``/webhook-endpoints`` and redelivery of events (R-131)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.events import EventType
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.domain.webhooks import WebhookDelivery, WebhookEndpoint
from chalicelib.usecases.delete_webhook_endpoint import delete_webhook_endpoint
from chalicelib.usecases.list_webhook_deliveries import list_webhook_deliveries
from chalicelib.usecases.list_webhook_endpoints import list_webhook_endpoints, read_webhook_endpoint
from chalicelib.usecases.redeliver_event import RedeliverEvent, redeliver_event
from chalicelib.usecases.register_webhook_endpoint import (
    RegisteredEndpoint,
    RegisterWebhookEndpoint,
    register_webhook_endpoint,
)

from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.lists import paged, whole
from .presenters.webhooks import delivery, endpoint, endpoint_answer, registered_answer
from .schemas.cases import RedeliveryRequest, WebhookRequest
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)
ENDPOINT = "/v1/webhook-endpoints/{endpoint_id}"
KNOWN_TYPES = frozenset(kind.value for kind in EventType)


@blueprint.operation(
    "POST",
    "/v1/webhook-endpoints",
    scope=KeyScope.WEBHOOKS_WRITE,
    request=WebhookRequest,
    status=201,
    idempotent=True,
    present=registered_answer,
)
def post_webhook_endpoint(call: Call[WebhookRequest, None]) -> RegisteredEndpoint:
    """A receiver of webhooks; the answer shows its signing secret, once."""
    d, body = call.deps, call.body
    command = RegisterWebhookEndpoint(call.scope, body.url, tuple(body.events), body.description)
    return register_webhook_endpoint(
        command,
        store=d.webhook_store,
        commits=d.store,
        urls=d.webhook_urls,
        box=d.secret_box,
        clock=d.wall_clock,
        ids=d.ids,
        known_types=KNOWN_TYPES,
        reply=call.reply,
    )


@blueprint.operation("GET", "/v1/webhook-endpoints", scope=KeyScope.WEBHOOKS_READ, present=whole(endpoint))
def get_webhook_endpoints(call: Call[None, None]) -> tuple[WebhookEndpoint, ...]:
    """Every endpoint of the tenant and mode: 16 at most."""
    return list_webhook_endpoints(call.scope, store=call.deps.webhook_store)


@blueprint.operation("GET", ENDPOINT, scope=KeyScope.WEBHOOKS_READ, present=endpoint_answer)
def get_webhook_endpoint(call: Call[None, None]) -> WebhookEndpoint:
    """One endpoint, without its secret."""
    return read_webhook_endpoint(call.scope, call.id("endpoint_id"), store=call.deps.webhook_store)


def deleted_answer(nothing: None, call: Call[Any, Any]) -> Answer:
    """No content."""
    del nothing, call
    return Answer(None)


@blueprint.operation(
    "DELETE", ENDPOINT, scope=KeyScope.WEBHOOKS_WRITE, status=204, if_match=True, present=deleted_answer
)
def delete_webhook_endpoint_(call: Call[None, None]) -> None:
    """Nothing more is sent to it."""
    endpoint_id, store = call.id("endpoint_id"), call.deps.webhook_store
    expected = None
    if call.expected is not None:
        present = read_webhook_endpoint(call.scope, endpoint_id, store=store).version
        expected = present if present in call.expected else 0
    delete_webhook_endpoint(call.scope, endpoint_id, expected_version=expected, store=store)


@blueprint.operation(
    "GET", f"{ENDPOINT}/deliveries", scope=KeyScope.WEBHOOKS_READ, query=ListQuery, present=paged(delivery)
)
def get_webhook_deliveries(call: Call[None, ListQuery]) -> Page:
    """What was sent to the endpoint, attempt by attempt, newest event first."""
    page = list_webhook_deliveries(
        call.scope,
        call.id("endpoint_id"),
        limit=call.query.limit,
        before=call.position(call.query.cursor),
        store=call.deps.webhook_store,
    )
    return Page(page.deliveries, page.next_before)


@blueprint.operation(
    "POST",
    "/v1/events/{event_id}/redeliver",
    scope=KeyScope.WEBHOOKS_WRITE,
    request=RedeliveryRequest,
    status=202,
    idempotent=True,
    present=whole(delivery),
)
def post_event_redeliver(call: Call[RedeliveryRequest, None]) -> tuple[WebhookDelivery, ...]:
    """Send an event again, with the same ``webhook-id`` and body."""
    d = call.deps
    command = RedeliverEvent(call.scope, call.id("event_id"), call.body.webhook_endpoint_id)
    return redeliver_event(
        command,
        store=d.webhook_store,
        commits=d.store,
        events=d.webhook_events,
        queue=d.webhook_queue,
        clock=d.wall_clock,
        reply=call.reply,
    )
