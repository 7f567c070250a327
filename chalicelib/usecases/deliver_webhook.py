"""Make one attempt to deliver an event to an endpoint (R-131).

At least once: the delivery is claimed before the request goes out and recorded after the answer. Who dies in
between leaves a claim that expires, and the attempt is made again; the receiver tells repeats by ``webhook-id``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.events import EventType
from chalicelib.domain.webhook_body import webhook_body
from chalicelib.domain.webhook_schedule import AttemptResult, after_attempt, held_until, wait_for_turn
from chalicelib.domain.webhook_signature import signed_headers
from chalicelib.domain.webhooks import (
    Attempt,
    DeliveryRef,
    PlaceInOrder,
    SentRequest,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from chalicelib.usecases.webhook_ports import (
    EventSource,
    Ids,
    Jitter,
    SecretBox,
    WallClock,
    WebhookQueue,
    WebhookSender,
    WebhookStore,
)
from chalicelib.usecases.writes import KeepEndpointEvent

CLAIMED_FOR = timedelta(minutes=2)
"""Longer than any attempt may take; after it an unrecorded attempt is made again."""

LONGEST_QUEUE_DELAY = 900


class DeliveryOutcome(StrEnum):
    """What this call did; the first six mean that it sent nothing, and rightly so."""

    UNKNOWN = "unknown"
    FINISHED_BEFORE = "finished_before"
    NOT_DUE = "not_due"
    WAITS_FOR_TURN = "waits_for_turn"
    HELD = "held"
    CLAIMED_ELSEWHERE = "claimed_elsewhere"
    GIVEN_UP = "given_up"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ENDPOINT_DISABLED = "endpoint_disabled"


@dataclass(frozen=True)
class DeliveryPorts:
    """All that an attempt needs. Any of them but ``sender`` may raise; the due index brings the delivery back."""

    store: WebhookStore
    events: EventSource
    box: SecretBox
    sender: WebhookSender
    queue: WebhookQueue
    clock: WallClock
    jitter: Jitter
    ids: Ids


def deliver_webhook(ref: DeliveryRef, *, ports: DeliveryPorts) -> DeliveryOutcome:
    """Load, keep the order of the case, claim, send, record, and wake the next delivery of the case."""
    store, now = ports.store, ports.clock.now()
    delivery = store.get_delivery(ref)
    if delivery is None:
        return DeliveryOutcome.UNKNOWN
    if not delivery.is_due(now):
        return DeliveryOutcome.NOT_DUE if delivery.pending else DeliveryOutcome.FINISHED_BEFORE
    if _is_held(delivery, store, now):
        return DeliveryOutcome.HELD
    endpoint = store.get_endpoint(ref.scope, ref.endpoint_id)
    event = ports.events.get(ref.scope, delivery.event_id, case_id=delivery.case_id, sequence=delivery.sequence)
    if endpoint is None or event is None or not (endpoint.enabled or delivery.single):
        return _give_up(delivery, ports, now)
    return _in_turn(delivery, endpoint, event, ports)


def _in_turn(
    delivery: WebhookDelivery, endpoint: WebhookEndpoint, event: WebhookEvent, ports: DeliveryPorts
) -> DeliveryOutcome:
    """An endpoint that fails or is slow gets one request at a time.

    Whoever finds it busy steps back at once, so that the workers are there for everybody else.
    """
    if not endpoint.strained:
        return _attempt(delivery, endpoint, event, ports)
    store, scope, now = ports.store, delivery.scope, ports.clock.now()
    if not store.take_turn(scope, endpoint.id, delivery.id, now=now, until=now + CLAIMED_FOR):
        return _step_back(delivery, ports, now)
    outcome = _attempt(delivery, endpoint, event, ports)
    store.end_turn(scope, endpoint.id, delivery.id)
    return outcome


def _attempt(
    delivery: WebhookDelivery, endpoint: WebhookEndpoint, event: WebhookEvent, ports: DeliveryPorts
) -> DeliveryOutcome:
    now = ports.clock.now()
    body = webhook_body(event)
    headers = _headers(endpoint, event.id, body, ports.box, now)
    request = SentRequest(endpoint.url, now, hashlib.sha256(body).hexdigest(), len(body))
    claimed = replace(delivery.claimed(now + CLAIMED_FOR), request=request)
    try:
        ports.store.save_delivery(claimed)
    except VersionConflict:
        return DeliveryOutcome.CLAIMED_ELSEWHERE
    answer = ports.sender.send(endpoint.url, headers, body)
    ended = ports.clock.now()
    result = after_attempt(claimed, endpoint, answer, now=ended, jitter=ports.jitter.fraction())
    outcome = _record(result, endpoint, ports, ended)
    if answer.slow != (endpoint.slow_since is not None):
        ports.store.mark_slow(endpoint.scope, endpoint.id, ended if answer.slow else None)
    return outcome


def _step_back(delivery: WebhookDelivery, ports: DeliveryPorts, now: datetime) -> DeliveryOutcome:
    """The endpoint is busy: come back in some minutes, without an attempt. A ping does not wait: it says so."""
    if delivery.single:
        busy = Attempt(1, now, None, "endpoint_busy", 0)
        changed = replace(delivery.given_up(), attempt_count=1, log=(busy,))
    else:
        changed = delivery.claimed(now + wait_for_turn(ports.jitter.fraction()))
    try:
        ports.store.save_delivery(changed)
    except VersionConflict:
        return DeliveryOutcome.CLAIMED_ELSEWHERE
    if changed.next_attempt_at is not None:
        ports.queue.enqueue(changed.ref, ceil((changed.next_attempt_at - now).total_seconds()))
    return DeliveryOutcome.WAITS_FOR_TURN


def _is_held(delivery: WebhookDelivery, store: WebhookStore, now: datetime) -> bool:
    if delivery.attempt_count > 0 or not delivery.keeps_order:
        return False
    before = store.place_before(delivery)
    return before is not None and held_until(before, delivery.created_at) > now


def _headers(endpoint: WebhookEndpoint, event_id: str, body: bytes, box: SecretBox, now: datetime) -> dict[str, str]:
    secrets = [box.open(secret.sealed, endpoint.id).decode() for secret in endpoint.secrets_at(now)]
    return signed_headers(secrets, message_id=event_id, sent_at=now, body=body)


def _give_up(delivery: WebhookDelivery, ports: DeliveryPorts, now: datetime) -> DeliveryOutcome:
    given_up = delivery.given_up()
    try:
        ports.store.save_delivery(given_up)
    except VersionConflict:
        return DeliveryOutcome.CLAIMED_ELSEWHERE
    _wake_next(given_up, ports.store, ports.queue, now)
    return DeliveryOutcome.GIVEN_UP


def _record(result: AttemptResult, endpoint: WebhookEndpoint, ports: DeliveryPorts, now: datetime) -> DeliveryOutcome:
    """Save what the attempt changed. An attempt that another worker repeated meanwhile counts by that one's record."""
    delivery = result.delivery
    try:
        ports.store.save_delivery(delivery)
    except VersionConflict:
        return DeliveryOutcome.CLAIMED_ELSEWHERE
    disabled = _record_health(result, endpoint, ports, now)
    if delivery.next_attempt_at is not None:
        delay = ceil((delivery.next_attempt_at - now).total_seconds())
        if delay <= LONGEST_QUEUE_DELAY:
            ports.queue.enqueue(delivery.ref, max(delay, 0))
    _wake_next(delivery, ports.store, ports.queue, now)
    if disabled:
        return DeliveryOutcome.ENDPOINT_DISABLED
    return DeliveryOutcome.SUCCEEDED if result.accepted else DeliveryOutcome.FAILED


def _record_health(result: AttemptResult, endpoint: WebhookEndpoint, ports: DeliveryPorts, now: datetime) -> bool:
    """True when this attempt disabled the endpoint: an event tells its owner. A ping that fails changes nothing."""
    store = ports.store
    if result.accepted:
        if endpoint.failing_since is not None:
            store.mark_healthy(endpoint.scope, endpoint.id)
        return False
    if result.delivery.single:
        return False
    if endpoint.failing_since is None:
        store.mark_failing(endpoint.scope, endpoint.id, now)
    if result.disable is None:
        return False
    kind, reason = EventType.WEBHOOK_ENDPOINT_DISABLED.value, result.disable
    details = (("reason", reason.value),)
    notice = KeepEndpointEvent(endpoint.scope, endpoint.id, ports.ids.new("evt"), kind, now, details)
    return store.disable_endpoint(endpoint, reason, notice)


def _wake_next(delivery: WebhookDelivery, store: WebhookStore, queue: WebhookQueue, now: datetime) -> None:
    """Queue the next delivery of the case: it may have found this one before it and stepped back.

    Only a first attempt or the end of a delivery changes anything for it. After a failure it comes when
    this one no longer holds it.
    """
    if delivery.case_id is None or delivery.sequence is None or delivery.manual:
        return
    if delivery.pending and delivery.attempt_count > 1:
        return
    following = store.place_after(delivery)
    if following is None:
        return
    delay = 0
    if delivery.pending:
        place = PlaceInOrder(delivery.id, delivery.sequence, delivery.created_at, delivery.first_failed_at)
        delay = max(0, ceil((held_until(place, following.created_at) - now).total_seconds()))
    queue.enqueue(DeliveryRef(delivery.scope, delivery.endpoint_id, following.delivery_id), delay)
