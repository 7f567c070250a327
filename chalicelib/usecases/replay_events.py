"""Ask for the events of a range to be delivered to an endpoint again, and see how far that has come (R-131)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput, NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_replay import WebhookReplay
from chalicelib.domain.webhooks import DeliveryRef

from .list_webhook_endpoints import read_webhook_endpoint
from .register_webhook_endpoint import check_types
from .webhook_ports import Commits, Ids, Reply, WallClock, WebhookQueue, WebhookStore
from .writes import Create


@dataclass(frozen=True)
class ReplayEvents:
    """``first`` and ``last`` bound when events were recorded, inclusive; ``types`` empty: those the endpoint takes."""

    scope: Scope
    endpoint_id: str
    first: datetime
    last: datetime
    types: tuple[str, ...] = ()


def replay_events(
    command: ReplayEvents,
    *,
    store: WebhookStore,
    commits: Commits,
    queue: WebhookQueue,
    clock: WallClock,
    ids: Ids,
    known_types: Collection[str],
    reply: Reply,
) -> WebhookReplay:
    """Start it. A range that reaches into the future ends now.

    NotFound for an unknown endpoint; InvalidInput ``period_reversed`` or ``unknown_event_type``; Conflict
    ``webhook_endpoint_disabled``, or ``webhook_replay_running`` while another one of this endpoint runs.
    """
    endpoint = read_webhook_endpoint(command.scope, command.endpoint_id, store=store)
    check_types(command.types, known_types, "types")
    now = clock.now()
    last = min(command.last, now)
    if last < command.first:
        problem = FieldProblem("#/to", "period_reversed", "Not before 'from', which is not in the future.")
        raise InvalidInput("The range is empty.", errors=(problem,))
    if not endpoint.enabled:
        raise Conflict("The webhook endpoint is disabled; enable it first.", code="webhook_endpoint_disabled")
    newest = store.newest_replay(command.scope, endpoint.id)
    if newest is not None and newest.running:
        raise Conflict(f"The replay {newest.id} is still running.", code="webhook_replay_running")
    replay = WebhookReplay(
        id=ids.new("whr"),
        scope=command.scope,
        endpoint_id=endpoint.id,
        created_at=now,
        first=command.first,
        last=last,
        next_at=now,
        types=tuple(dict.fromkeys(command.types)),
    )
    commits.commit([Create(replay), *reply(replay)])
    queue.enqueue(replay.ref)
    return replay


def read_replay(scope: Scope, endpoint_id: str, replay_id: str, *, store: WebhookStore) -> WebhookReplay:
    """How far it has come; kept for 90 days."""
    replay = store.get_replay(DeliveryRef(scope, endpoint_id, replay_id))
    if replay is None:
        raise NotFound("There is no such replay.")
    return replay
