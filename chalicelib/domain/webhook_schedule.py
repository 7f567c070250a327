"""When a webhook is tried again, when it is given up, and how long one event holds the next (R-131)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from chalicelib.domain.webhooks import (
    EXCERPT_LENGTH,
    LOG_LENGTH,
    Attempt,
    DeliveryState,
    DisabledReason,
    PlaceInOrder,
    WebhookDelivery,
    WebhookEndpoint,
)

DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""What passes between one attempt and the next: the example schedule of Standard Webhooks, 75 h 35 min in all."""

ATTEMPTS = len(DELAYS) + 1
JITTER = 0.1
RETRY_AFTER_CAP = timedelta(hours=24)
FAILURE_HOLDS_FOR = timedelta(minutes=5)
WAITING_HOLDS_FOR = timedelta(hours=1)
DISABLED_AFTER = timedelta(days=5)
SLOW_FROM_MS = 5_000
TURN_WAIT = timedelta(minutes=1)


@dataclass(frozen=True)
class Answer:
    """What one attempt brought back. ``status`` None: no answer, and ``error`` names why (stable snake_case)."""

    status: int | None
    error: str | None = None
    retry_after: str | None = None
    excerpt: str = ""
    duration_ms: int = 0

    @property
    def slow(self) -> bool:
        """It took five seconds or more."""
        return self.duration_ms >= SLOW_FROM_MS

    @property
    def accepted(self) -> bool:
        """Only 2xx is success; a redirect is never followed and counts as a failure."""
        return self.status is not None and 200 <= self.status <= 299

    @property
    def failure(self) -> str | None:
        if self.accepted:
            return None
        if self.error is not None:
            return self.error
        if self.status is not None and 300 <= self.status <= 399:
            return "redirect_not_followed"
        return f"http_{self.status}"


@dataclass(frozen=True)
class AttemptResult:
    """What an attempt changes: the delivery as it is to be saved, and what becomes of its endpoint."""

    delivery: WebhookDelivery
    accepted: bool
    disable: DisabledReason | None = None


def after_attempt(
    delivery: WebhookDelivery, endpoint: WebhookEndpoint, answer: Answer, *, now: datetime, jitter: float
) -> AttemptResult:
    """Decide what follows an attempt that ended at ``now`` (wall time).

    ``jitter`` in [0, 1) spreads each delay by 10 % either way. 410 disables the endpoint at once, five
    days without a success disable it too; both give the delivery up.
    """
    number = delivery.attempt_count + 1
    entry = Attempt(number, now, answer.status, answer.failure, answer.duration_ms, answer.excerpt[:EXCERPT_LENGTH])
    tried = replace(
        delivery, attempt_count=number, version=delivery.version + 1, log=(*delivery.log, entry)[-LOG_LENGTH:]
    )
    if answer.accepted:
        return AttemptResult(replace(tried, state=DeliveryState.SUCCEEDED, next_attempt_at=None), accepted=True)
    failed = replace(tried, first_failed_at=delivery.first_failed_at or now)
    ended = replace(failed, state=DeliveryState.FAILED, next_attempt_at=None)
    if delivery.single:
        return AttemptResult(ended, accepted=False)
    if answer.status == 410:
        return AttemptResult(ended, accepted=False, disable=DisabledReason.GONE)
    if endpoint.failing_since is not None and now - endpoint.failing_since >= DISABLED_AFTER:
        return AttemptResult(ended, accepted=False, disable=DisabledReason.FAILING)
    if number >= ATTEMPTS:
        return AttemptResult(replace(ended, state=DeliveryState.EXHAUSTED), accepted=False)
    wait = delay_before(number + 1, jitter=jitter, asked=retry_after(answer.retry_after, now))
    return AttemptResult(replace(failed, next_attempt_at=now + wait), accepted=False)


def wait_for_turn(jitter: float) -> timedelta:
    """How long a delivery steps back while a strained endpoint is busy with another: one to three minutes."""
    return TURN_WAIT * (1 + 2 * jitter)


def delay_before(attempt: int, *, jitter: float, asked: timedelta | None = None) -> timedelta:
    """The wait before attempt number ``attempt`` (2 to 10): the schedule's, or longer when the receiver asked.

    What the receiver asks by Retry-After is capped at 24 hours and never shortens the schedule.
    """
    if not 0 <= jitter < 1:
        raise ValueError("jitter lies in [0, 1)")
    planned = DELAYS[attempt - 2] * (1 + JITTER * (2 * jitter - 1))
    return max(planned, min(asked or timedelta(0), RETRY_AFTER_CAP))


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Read a Retry-After header (seconds or HTTP date, RFC 9110 §10.2.3); None when absent, past or unreadable."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text)) if len(text) <= 9 else RETRY_AFTER_CAP
    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return instant - now if instant > now else None


def held_until(before: PlaceInOrder, created_at: datetime) -> datetime:
    """Until when a first attempt waits for the delivery just before it in the case's order.

    One that failed holds for 5 minutes after its first failure, and nothing waits on failures longer than
    5 minutes after its own creation (``created_at``), however many failed before it. One that was not tried
    yet holds until it is; the hour is a safety net against a worker that never comes back.
    """
    if before.first_failed_at is None:
        return before.created_at + WAITING_HOLDS_FOR
    return min(before.first_failed_at, created_at) + FAILURE_HOLDS_FOR
