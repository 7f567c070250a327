"""``/events``: what happened, as webhooks carry it, and sending one again (R-131)."""

from __future__ import annotations

from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.events import EventType
from chalicelib.domain.reads import EventFilter, Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.domain.webhooks import WebhookDelivery, WebhookEvent
from chalicelib.usecases.list_events import list_events, read_event
from chalicelib.usecases.redeliver_event import RedeliverEvent, redeliver_event

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.lists import paged, whole
from .presenters.webhooks import delivery, event, event_answer
from .schemas.cases import RedeliveryRequest
from .schemas.webhooks import EventList

blueprint = ApiBlueprint(__name__)
KNOWN_TYPES = frozenset(kind.value for kind in EventType)


@blueprint.operation("GET", "/v1/events", scope=KeyScope.WEBHOOKS_READ, query=EventList, present=paged(event))
def get_events(call: Call[None, EventList]) -> Page:
    """Events of all cases, test clocks and endpoints, newest first."""
    return list_events(
        call.scope,
        _filters(call.query),
        limit=call.query.limit,
        position=call.position(call.query.cursor),
        events=call.deps.webhook_events,
    )


def _filters(query: EventList) -> EventFilter:
    """InvalidInput for a type that does not exist, or an empty range."""
    if query.type is not None and query.type not in KNOWN_TYPES:
        problem = FieldProblem("?type", "unknown_event_type", f"There is no event type {query.type!r}.")
        raise InvalidInput("There is no such event type.", errors=(problem,))
    if query.created_from and query.created_to and query.created_to < query.created_from:
        problem = FieldProblem("?created_at[lte]", "period_reversed", "Not before created_at[gte].")
        raise InvalidInput("The range is empty.", errors=(problem,))
    types = () if query.type is None else (query.type,)
    return EventFilter(query.case_id, types, query.created_from, query.created_to)


@blueprint.operation("GET", "/v1/events/{event_id}", scope=KeyScope.WEBHOOKS_READ, present=event_answer)
def get_event(call: Call[None, None]) -> WebhookEvent:
    """One event, as webhooks carry it."""
    return read_event(call.scope, call.id("event_id"), events=call.deps.webhook_events)


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
