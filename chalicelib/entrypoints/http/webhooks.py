"""``/webhook-endpoints``: receivers, their deliveries, ping and replay (R-131)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.domain.events import EventType
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.domain.webhook_replay import WebhookReplay
from chalicelib.domain.webhooks import WebhookDelivery, WebhookEndpoint
from chalicelib.usecases.delete_webhook_endpoint import delete_webhook_endpoint
from chalicelib.usecases.list_webhook_deliveries import list_webhook_deliveries
from chalicelib.usecases.list_webhook_endpoints import list_webhook_endpoints, read_webhook_endpoint
from chalicelib.usecases.ping_webhook_endpoint import ping_webhook_endpoint
from chalicelib.usecases.register_webhook_endpoint import (
    RegisteredEndpoint,
    RegisterWebhookEndpoint,
    register_webhook_endpoint,
)
from chalicelib.usecases.replay_events import ReplayEvents, read_replay, replay_events
from chalicelib.usecases.rotate_webhook_secret import rotate_webhook_secret
from chalicelib.usecases.update_webhook_endpoint import UpdateWebhookEndpoint, update_webhook_endpoint

from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.lists import paged, whole
from .presenters.webhooks import (
    delivery,
    delivery_answer,
    endpoint,
    endpoint_answer,
    registered_answer,
    replay_answer,
)
from .schemas.cases import WebhookRequest
from .schemas.values import ListQuery
from .schemas.webhooks import ReplayRequest, SecretRotation, WebhookChanges

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
    "PATCH",
    ENDPOINT,
    scope=KeyScope.WEBHOOKS_WRITE,
    request=WebhookChanges,
    if_match=True,
    present=endpoint_answer,
)
def patch_webhook_endpoint(call: Call[WebhookChanges, None]) -> WebhookEndpoint:
    """Change the fields given; `enabled` disables an endpoint, or enables it again."""
    d = call.deps
    command = UpdateWebhookEndpoint(call.scope, call.id("endpoint_id"), call.body.given(), call.expected)
    return update_webhook_endpoint(
        command,
        store=d.webhook_store,
        commits=d.store,
        urls=d.webhook_urls,
        clock=d.wall_clock,
        known_types=KNOWN_TYPES,
    )


@blueprint.operation(
    "POST",
    f"{ENDPOINT}/rotate-secret",
    scope=KeyScope.WEBHOOKS_WRITE,
    request=SecretRotation,
    idempotent=True,
    present=registered_answer,
)
def post_webhook_secret_rotation(call: Call[SecretRotation, None]) -> RegisteredEndpoint:
    """A new signing secret, shown once; the old one signs too for 24 hours."""
    d = call.deps
    return rotate_webhook_secret(
        call.scope,
        call.id("endpoint_id"),
        overlap=timedelta(hours=call.body.overlap_hours),
        store=d.webhook_store,
        commits=d.store,
        box=d.secret_box,
        clock=d.wall_clock,
        ids=d.ids,
        reply=call.reply,
    )


@blueprint.operation(
    "POST",
    f"{ENDPOINT}/ping",
    scope=KeyScope.WEBHOOKS_WRITE,
    status=202,
    idempotent=True,
    present=delivery_answer,
)
def post_webhook_ping(call: Call[None, None]) -> WebhookDelivery:
    """Send a signed `ping` now, once; its result stands in the deliveries."""
    d = call.deps
    return ping_webhook_endpoint(
        call.scope,
        call.id("endpoint_id"),
        store=d.webhook_store,
        commits=d.store,
        queue=d.webhook_queue,
        clock=d.wall_clock,
        ids=d.ids,
        reply=call.reply,
    )


@blueprint.operation(
    "POST",
    f"{ENDPOINT}/replay",
    scope=KeyScope.WEBHOOKS_WRITE,
    request=ReplayRequest,
    status=202,
    idempotent=True,
    present=replay_answer,
)
def post_webhook_replay(call: Call[ReplayRequest, None]) -> WebhookReplay:
    """Deliver the events of a range again, in order, one at a time."""
    d, body = call.deps, call.body
    command = ReplayEvents(call.scope, call.id("endpoint_id"), body.first, body.last, tuple(body.types))
    return replay_events(
        command,
        store=d.webhook_store,
        commits=d.store,
        queue=d.webhook_queue,
        clock=d.wall_clock,
        ids=d.ids,
        known_types=KNOWN_TYPES,
        reply=call.reply,
    )


@blueprint.operation("GET", f"{ENDPOINT}/replays/{{replay_id}}", scope=KeyScope.WEBHOOKS_READ, present=replay_answer)
def get_webhook_replay(call: Call[None, None]) -> WebhookReplay:
    """How far a replay has come."""
    return read_replay(call.scope, call.id("endpoint_id"), call.id("replay_id"), store=call.deps.webhook_store)
