"""When a webhook is tried again (R-131), in virtual time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_schedule import (
    ATTEMPTS,
    DELAYS,
    Answer,
    after_attempt,
    delay_before,
    held_until,
    retry_after,
)
from chalicelib.domain.webhooks import (
    DeliveryState,
    DisabledReason,
    PlaceInOrder,
    SealedSecret,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SCOPE = Scope("ten_a", True)
EVENT = WebhookEvent("evt_01J00000000000000000000000", SCOPE, "case.opened", NOON, NOON, "case_1", None, 1, "hash")
ENDPOINT = WebhookEndpoint("whe_1", SCOPE, "https://hooks.example.com/", NOON, (SealedSecret(b"s", NOON),))
DELIVERY = WebhookDelivery.of(EVENT, "whe_1", NOON)


def played(answer: Answer, *, jitter: float = 0.5) -> list[tuple[datetime, WebhookDelivery]]:
    """Every attempt with the same answer, as soon as it is due."""
    delivery, attempts = DELIVERY, []
    while delivery.next_attempt_at is not None:
        now = delivery.next_attempt_at
        delivery = after_attempt(delivery, ENDPOINT, answer, now=now, jitter=jitter).delivery
        attempts.append((now, delivery))
    return attempts


def test_ten_attempts_over_about_75_hours_then_exhausted() -> None:
    attempts = played(Answer(500))
    hours = [(at - NOON).total_seconds() / 3600 for at, _ in attempts]
    assert len(attempts) == ATTEMPTS == 10
    assert [round(h, 3) for h in hours] == [0, 0.001, 0.085, 0.585, 2.585, 7.585, 17.585, 31.585, 51.585, 75.585]
    assert [d.state for _, d in attempts] == [DeliveryState.PENDING] * 9 + [DeliveryState.EXHAUSTED]
    assert [a.number for a in attempts[-1][1].log] == list(range(1, 11))


@given(st.floats(0, 1, exclude_max=True), st.integers(2, 10))
def test_jitter_spreads_a_delay_by_ten_percent(jitter: float, attempt: int) -> None:
    planned = DELAYS[attempt - 2]
    delay = delay_before(attempt, jitter=jitter)
    assert planned * 0.899 <= delay <= planned * 1.101


def test_jitter_moves_both_ways() -> None:
    assert delay_before(4, jitter=0.0) == timedelta(minutes=27)
    assert delay_before(4, jitter=0.75) == timedelta(minutes=31.5)


@pytest.mark.parametrize("jitter", [-0.1, 1.0])
def test_jitter_outside_its_range_is_a_mistake(jitter: float) -> None:
    with pytest.raises(ValueError, match="jitter"):
        delay_before(2, jitter=jitter)


@pytest.mark.parametrize("status", range(100, 600))
def test_only_2xx_is_success(status: int) -> None:
    result = after_attempt(DELIVERY, ENDPOINT, Answer(status), now=NOON, jitter=0.5)
    success = status // 100 == 2
    assert result.accepted == success
    assert (result.delivery.state is DeliveryState.SUCCEEDED) == success
    assert (result.delivery.next_attempt_at is None) == (success or status == 410)
    assert (result.disable is DisabledReason.GONE) == (status == 410)
    assert result.delivery.last is not None
    assert (result.delivery.last.error is None) == success


def test_410_gives_the_delivery_up_and_disables() -> None:
    result = after_attempt(DELIVERY, ENDPOINT, Answer(410), now=NOON, jitter=0.5)
    assert (result.delivery.state, result.disable) == (DeliveryState.FAILED, DisabledReason.GONE)


def test_no_answer_is_a_failure_with_its_reason() -> None:
    result = after_attempt(DELIVERY, ENDPOINT, Answer(None, "read_timeout"), now=NOON, jitter=0.5)
    assert result.delivery.last is not None
    assert (result.delivery.last.status, result.delivery.last.error) == (None, "read_timeout")
    assert result.delivery.first_failed_at == NOON


def test_the_last_try_of_a_delivery_may_succeed() -> None:
    before_last = played(Answer(500))[8][1]
    result = after_attempt(before_last, ENDPOINT, Answer(204), now=NOON, jitter=0.5)
    assert result.delivery.state is DeliveryState.SUCCEEDED


def test_five_days_without_success_disable_the_endpoint() -> None:
    failing = replace(ENDPOINT, failing_since=NOON)
    shortly_before = NOON + timedelta(days=5) - timedelta(seconds=1)
    assert after_attempt(DELIVERY, failing, Answer(500), now=shortly_before, jitter=0.5).disable is None
    result = after_attempt(DELIVERY, failing, Answer(500), now=NOON + timedelta(days=5), jitter=0.5)
    assert (result.disable, result.delivery.state) == (DisabledReason.FAILING, DeliveryState.FAILED)
    assert after_attempt(DELIVERY, failing, Answer(200), now=NOON + timedelta(days=9), jitter=0.5).disable is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("0", timedelta(0)),
        (" 120 ", timedelta(minutes=2)),
        ("9" * 400, timedelta(hours=24)),
        ("Mon, 02 Mar 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Mon, 02 Mar 2026 11:00:00 GMT", None),
        ("Mon, 99 Mar 2026 12:10:00 GMT", None),
        ("Mon, 02 Mar 99999 12:10:00 GMT", None),
        ("Mon, 02 Mar 2026 13:10:00 -0000", timedelta(minutes=70)),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, expected: timedelta | None) -> None:
    assert retry_after(header, NOON) == expected


@given(st.text(max_size=40))
def test_any_retry_after_is_read_or_ignored(header: str) -> None:
    wait = retry_after(header, NOON)
    assert wait is None or wait >= timedelta(0)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("2", timedelta(seconds=5)),
        ("60", timedelta(seconds=60)),
        ("86400", timedelta(hours=24)),
        ("86401", timedelta(hours=24)),
        ("999999999", timedelta(hours=24)),
    ],
)
def test_retry_after_lengthens_the_wait_up_to_24_hours_and_never_shortens_it(header: str, wait: timedelta) -> None:
    for status in (429, 503, 500, 301):
        answer = Answer(status, retry_after=header)
        after = after_attempt(DELIVERY, ENDPOINT, answer, now=NOON, jitter=0.5).delivery
        assert after.next_attempt_at == NOON + wait


def test_a_delivery_keeps_ten_attempts_and_short_excerpts() -> None:
    delivery = DELIVERY
    for _ in range(3):
        for _, played_delivery in played(Answer(500, excerpt="x" * 5_000)):
            delivery = played_delivery
    again = after_attempt(delivery.rearmed(NOON), ENDPOINT, Answer(200), now=NOON, jitter=0.5).delivery
    assert len(again.log) == 10
    assert max(len(a.response_excerpt) for a in again.log) == 500


def test_a_failing_delivery_holds_the_next_for_five_minutes() -> None:
    failing = PlaceInOrder("whd_1", 1, NOON, first_failed_at=NOON + timedelta(seconds=10))
    assert held_until(failing, NOON + timedelta(hours=1)) == NOON + timedelta(minutes=5, seconds=10)


def test_a_chain_of_failures_holds_nobody_longer_than_five_minutes() -> None:
    """The tenth of ten events that all fail waits five minutes for them, not fifty."""
    created = NOON + timedelta(seconds=1)
    failed_late = PlaceInOrder("whd_1", 9, NOON, first_failed_at=NOON + timedelta(minutes=5))
    assert held_until(failed_late, created) == created + timedelta(minutes=5)


def test_what_was_not_tried_yet_holds_until_it_is() -> None:
    waiting = PlaceInOrder("whd_1", 1, NOON)
    assert held_until(waiting, NOON) == NOON + timedelta(hours=1)
