"""Make one attempt to deliver an event to an endpoint (R-131).

At least once: the delivery is claimed before the request goes out and recorded after the answer. Who dies in
between leaves a claim that expires, and the attempt is made again; the receiver tells repeats by ``webhook-id``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.webhook_body import webhook_body
from chalicelib.domain.webhook_schedule import AttemptResult, after_attempt, held_until
from chalicelib.domain.webhook_signature import signed_headers
from chalicelib.domain.webhooks import DeliveryRef, PlaceInOrder, WebhookDelivery, WebhookEndpoint
from chalicelib.usecases.webhook_ports import (
    EventSource,
    Jitter,
    SecretBox,
    WallClock,
    WebhookQueue,
    WebhookSender,
    WebhookStore,
)

CLAIMED_FOR = timedelta(minutes=2)
"""Longer than any attempt may take; after it an unrecorded attempt is made again."""

LONGEST_QUEUE_DELAY = 900


class DeliveryOutcome(StrEnum):
    """What this call did; the first five mean that it sent nothing, and rightly so."""

    UNKNOWN = "unknown"
    FINISHED_BEFORE = "finished_before"
    NOT_DUE = "not_due"
    HELD = "held"
    CLAIMED_ELSEWHERE = "claimed_elsewhere"
    GIVEN_UP = "given_up"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ENDPOINT_DISABLED = "endpoint_disabled"


def deliver_webhook(
    ref: DeliveryRef,
    *,
    store: WebhookStore,
    events: EventSource,
    box: SecretBox,
    sender: WebhookSender,
    queue: WebhookQueue,
    clock: WallClock,
    jitter: Jitter,
) -> DeliveryOutcome:
    """Load, keep the order of the case, claim, send, record, and wake the next delivery of the case.

    Store, event source and secret box may raise; nothing is lost then: the due index brings the delivery back.
    """
    delivery = store.get_delivery(ref)
    now = clock.now()
    if delivery is None:
        return DeliveryOutcome.UNKNOWN
    if not delivery.is_due(now):
        return DeliveryOutcome.NOT_DUE if delivery.pending else DeliveryOutcome.FINISHED_BEFORE
    if _is_held(delivery, store, now):
        return DeliveryOutcome.HELD
    endpoint = store.get_endpoint(ref.scope, ref.endpoint_id)
    event = events.get(ref.scope, delivery.event_id, case_id=delivery.case_id, sequence=delivery.sequence)
    if endpoint is None or not endpoint.enabled or event is None:
        return _give_up(delivery, store, queue, now)
    body = webhook_body(event)
    headers = _headers(endpoint, event.id, body, box, now)
    claimed = delivery.claimed(now + CLAIMED_FOR)
    try:
        store.save_delivery(claimed)
    except VersionConflict:
        return DeliveryOutcome.CLAIMED_ELSEWHERE
    answer = sender.send(endpoint.url, headers, body)
    result = after_attempt(claimed, endpoint, answer, now=clock.now(), jitter=jitter.fraction())
    return _record(result, endpoint, store, queue, clock.now())


def _is_held(delivery: WebhookDelivery, store: WebhookStore, now: datetime) -> bool:
    if delivery.attempt_count > 0 or not delivery.keeps_order:
        return False
    before = store.place_before(delivery)
    return before is not None and held_until(before, delivery.created_at) > now


def _headers(endpoint: WebhookEndpoint, event_id: str, body: bytes, box: SecretBox, now: datetime) -> dict[str, str]:
    secrets = [box.open(secret.sealed, endpoint.id).decode() for secret in endpoint.secrets_at(now)]
    return signed_headers(secrets, message_id=event_id, sent_at=now, body=body)


def _give_up(delivery: WebhookDelivery, store: WebhookStore, queue: WebhookQueue, now: datetime) -> DeliveryOutcome:
    given_up = delivery.given_up()
    try:
        store.save_delivery(given_up)
    except VersionConflict:
        return DeliveryOutcome.CLAIMED_ELSEWHERE
    _wake_next(given_up, store, queue, now)
    return DeliveryOutcome.GIVEN_UP


def _record(
    result: AttemptResult, endpoint: WebhookEndpoint, store: WebhookStore, queue: WebhookQueue, now: datetime
) -> DeliveryOutcome:
    """Save what the attempt changed. An attempt that another worker repeated meanwhile counts by that one's record."""
    delivery = result.delivery
    try:
        store.save_delivery(delivery)
    except VersionConflict:
        return DeliveryOutcome.CLAIMED_ELSEWHERE
    disabled = _record_health(result, endpoint, store, now)
    if delivery.next_attempt_at is not None:
        delay = ceil((delivery.next_attempt_at - now).total_seconds())
        if delay <= LONGEST_QUEUE_DELAY:
            queue.enqueue(delivery.ref, max(delay, 0))
    _wake_next(delivery, store, queue, now)
    if disabled:
        return DeliveryOutcome.ENDPOINT_DISABLED
    return DeliveryOutcome.SUCCEEDED if result.accepted else DeliveryOutcome.FAILED


def _record_health(result: AttemptResult, endpoint: WebhookEndpoint, store: WebhookStore, now: datetime) -> bool:
    """True when this attempt disabled the endpoint: its owner is to be told."""
    if result.accepted:
        if endpoint.failing_since is not None:
            store.mark_healthy(endpoint.scope, endpoint.id)
        return False
    if endpoint.failing_since is None:
        store.mark_failing(endpoint.scope, endpoint.id, now)
    if result.disable is None:
        return False
    return store.disable_endpoint(endpoint.scope, endpoint.id, at=now, reason=result.disable)


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
