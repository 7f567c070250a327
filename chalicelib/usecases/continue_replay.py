"""Go on with a replay: its next events to its endpoint, in order, one at a time (R-131).

At least once: an event is made due, attempted, and then passed. Who dies in between leaves a claim that expires, and
the replay goes on from the last event it passed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.events import EventType
from chalicelib.domain.reads import EventFilter
from chalicelib.domain.webhook_replay import (
    AFTER_FAILURE,
    EVENTS_A_TURN,
    PAUSE,
    TURN_LASTS,
    ReplayStatus,
    WebhookReplay,
)
from chalicelib.domain.webhooks import (
    DeliveryRef,
    DeliveryState,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    delivery_id,
)
from chalicelib.usecases.deliver_webhook import CLAIMED_FOR, DeliveryOutcome, DeliveryPorts, deliver_webhook
from chalicelib.usecases.webhook_ports import WebhookStore

REPLAYED = tuple(kind.value for kind in EventType if kind is not EventType.PING)
GOES_ON_AFTER = frozenset(
    (DeliveryOutcome.SUCCEEDED, DeliveryOutcome.FINISHED_BEFORE, DeliveryOutcome.GIVEN_UP, DeliveryOutcome.UNKNOWN)
)


class ReplayOutcome(StrEnum):
    """What this call did."""

    NOTHING_TO_DO = "replay_nothing_to_do"
    WENT_ON = "replay_went_on"
    ENDED = "replay_ended"


def continue_replay(ref: DeliveryRef, *, ports: DeliveryPorts) -> ReplayOutcome:
    """One turn of a replay; safe to call twice. A turn ends after 20 events or 20 seconds, or at a failure."""
    store, clock = ports.store, ports.clock
    started = clock.now()
    replay = _claimed(ref, store, started)
    if replay is None:
        return ReplayOutcome.NOTHING_TO_DO
    endpoint = store.get_endpoint(ref.scope, ref.endpoint_id)
    if endpoint is None or not endpoint.enabled:
        return _end(replay, ReplayStatus.STOPPED, store, started)
    found = ports.events.onward(ref.scope, _filter(replay, endpoint), limit=EVENTS_A_TURN, after=replay.after)
    for place, event in found:
        outcome = _sent_again(event, replay, ports)
        now = clock.now()
        accepted = outcome is DeliveryOutcome.SUCCEEDED
        replay = replay.past(place, accepted=accepted, until=now + CLAIMED_FOR)
        store.save_replay(replay)
        if outcome not in GOES_ON_AFTER:
            return _wait(replay, AFTER_FAILURE, ports, now)
        if now - started >= TURN_LASTS:
            return _wait(replay, PAUSE, ports, now)
    if len(found) == EVENTS_A_TURN:
        return _wait(replay, PAUSE, ports, clock.now())
    return _end(replay, ReplayStatus.DONE, store, clock.now())


def _claimed(ref: DeliveryRef, store: WebhookStore, now: datetime) -> WebhookReplay | None:
    """The replay, if it is due and this worker is the one that goes on with it."""
    replay = store.get_replay(ref)
    if replay is None or not replay.is_due(now):
        return None
    claimed = replay.until(now + CLAIMED_FOR)
    try:
        store.save_replay(claimed)
    except VersionConflict:
        return None
    return claimed


def _filter(replay: WebhookReplay, endpoint: WebhookEndpoint) -> EventFilter:
    types = replay.types or endpoint.events or REPLAYED
    return EventFilter(types=types, created_from=replay.first, created_to=replay.last)


def _sent_again(event: WebhookEvent, replay: WebhookReplay, ports: DeliveryPorts) -> DeliveryOutcome:
    """One attempt now; none when the receiver took the event since the replay began: a worker died before noting it."""
    store, now = ports.store, ports.clock.now()
    ref = DeliveryRef(event.scope, replay.endpoint_id, delivery_id(replay.endpoint_id, event.id))
    present = store.get_delivery(ref)
    if present is None:
        store.add_delivery(WebhookDelivery.manually(event, replay.endpoint_id, now))
        return deliver_webhook(ref, ports=ports)
    last = present.last
    if present.state is DeliveryState.SUCCEEDED and last is not None and last.at > replay.created_at:
        return DeliveryOutcome.SUCCEEDED
    try:
        store.save_delivery(present.rearmed(now))
    except VersionConflict:
        return DeliveryOutcome.CLAIMED_ELSEWHERE
    return deliver_webhook(ref, ports=ports)


def _wait(replay: WebhookReplay, wait: timedelta, ports: DeliveryPorts, now: datetime) -> ReplayOutcome:
    ports.store.save_replay(replay.until(now + wait))
    ports.queue.enqueue(replay.ref, ceil(wait.total_seconds()))
    return ReplayOutcome.WENT_ON


def _end(replay: WebhookReplay, status: ReplayStatus, store: WebhookStore, now: datetime) -> ReplayOutcome:
    store.save_replay(replay.ended(status, now))
    return ReplayOutcome.ENDED
