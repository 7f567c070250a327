"""What every webhook store does; the fake and the table both hold to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound, PreconditionFailed, VersionConflict
from chalicelib.domain.webhook_schedule import Answer, after_attempt
from chalicelib.domain.webhooks import (
    DUE_SHARDS,
    DisabledReason,
    EndpointStatus,
    SealedSecret,
    SentRequest,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from chalicelib.domain.writes import Create, KeepEndpointEvent, Update
from chalicelib.usecases.webhook_ports import Commits, WebhookStore
from tests.integration.webhook_replay_contract import OTHER_WORLDS, SCOPE, due
from tests.support.fake_webhooks import NOON, ulid


def endpoint(number: int = 1, **changes: Any) -> WebhookEndpoint:
    secrets = (SealedSecret(b"\x00sealed", NOON), SealedSecret(b"old", NOON, NOON + timedelta(hours=24)))
    made = WebhookEndpoint(ulid("whe", number), SCOPE, "https://hooks.example.com/in", NOON, secrets)
    return replace(made, **changes)


def delivery(sequence: int | None = 1, *, number: int | None = None, case: str | None = "case_1") -> WebhookDelivery:
    event_id = ulid("evt", number or sequence or 1)
    event = WebhookEvent(event_id, SCOPE, "case.opened", NOON, NOON, case, None, sequence, "hash")
    return WebhookDelivery.of(event, ulid("whe", 1), NOON)


def failed(sent: WebhookDelivery, at: datetime = NOON) -> WebhookDelivery:
    answer = Answer(503, retry_after="7", excerpt="être là", duration_ms=12)
    return after_attempt(sent, endpoint(), answer, now=at, jitter=0.5).delivery


def succeeded(sent: WebhookDelivery) -> WebhookDelivery:
    return after_attempt(sent, endpoint(), Answer(204), now=NOON, jitter=0.5).delivery


def notice(number: int) -> KeepEndpointEvent:
    details = (("reason", "gone"),)
    return KeepEndpointEvent(SCOPE, ulid("whe", 1), ulid("evt", number), "webhook_endpoint.disabled", NOON, details)


class WebhookStoreContract:
    """What every webhook store does."""

    @pytest.fixture
    def store(self) -> Any:
        raise NotImplementedError

    @pytest.fixture
    def commits(self, store: Any) -> Any:
        """Transactions on the same table."""
        raise NotImplementedError

    def test_an_endpoint_reads_back_as_it_was_stored(self, store: WebhookStore, commits: Commits) -> None:
        plain = endpoint()
        full = endpoint(
            2,
            events=("case.opened", "payment.recorded"),
            description="Comptabilité",
            status=EndpointStatus.DISABLED,
            disabled_reason=DisabledReason.GONE,
            disabled_at=NOON,
            failing_since=NOON - timedelta(microseconds=1),
        )
        commits.commit([Create(full)])
        commits.commit([Create(plain)])
        assert store.get_endpoint(SCOPE, plain.id) == plain
        assert store.list_endpoints(SCOPE) == (plain, full)

    def test_an_endpoint_is_added_once(self, store: WebhookStore, commits: Commits) -> None:
        commits.commit([Create(endpoint())])
        with pytest.raises(VersionConflict):
            commits.commit([Create(endpoint(description="another"))])
        assert store.list_endpoints(SCOPE) == (endpoint(),)

    def test_nothing_is_visible_from_another_tenant_or_mode(self, store: WebhookStore, commits: Commits) -> None:
        """R-134."""
        commits.commit([Create(endpoint())])
        store.add_delivery(delivery())
        store.mark_fanned_out(SCOPE, "case_1", 3, now=NOON)
        for world in OTHER_WORLDS:
            assert store.get_endpoint(world, endpoint().id) is None
            assert store.list_endpoints(world) == ()
            assert store.get_delivery(replace(delivery().ref, scope=world)) is None
            assert store.list_deliveries(world, endpoint().id, limit=5).deliveries == ()
            assert store.fanned_out_through(world, "case_1") == 0
            with pytest.raises(NotFound):
                store.delete_endpoint(world, endpoint().id, expected_version=None)

    def test_an_endpoint_is_replaced_at_the_expected_version_only(self, store: WebhookStore, commits: Commits) -> None:
        commits.commit([Create(endpoint())])
        changed = endpoint(version=2, url="https://hooks.example.com/new")
        store.replace_endpoint(changed, expected_version=1)
        with pytest.raises(VersionConflict):
            store.replace_endpoint(endpoint(version=2), expected_version=1)
        with pytest.raises(VersionConflict):
            store.replace_endpoint(endpoint(9), expected_version=1)
        assert store.get_endpoint(SCOPE, changed.id) == changed

    def test_an_endpoint_is_deleted_at_the_expected_version_only(self, store: WebhookStore, commits: Commits) -> None:
        commits.commit([Create(endpoint())])
        with pytest.raises(PreconditionFailed):
            store.delete_endpoint(SCOPE, endpoint().id, expected_version=2)
        store.delete_endpoint(SCOPE, endpoint().id, expected_version=1)
        with pytest.raises(NotFound):
            store.delete_endpoint(SCOPE, endpoint().id, expected_version=1)
        with pytest.raises(NotFound):
            store.delete_endpoint(SCOPE, endpoint().id, expected_version=None)
        assert store.list_endpoints(SCOPE) == ()

    def test_an_endpoint_is_disabled_once(self, store: WebhookStore, commits: Commits) -> None:
        commits.commit([Create(endpoint())])
        assert store.disable_endpoint(endpoint(), DisabledReason.GONE, notice(1))
        assert not store.disable_endpoint(endpoint(version=2), DisabledReason.FAILING, notice(2))
        assert not store.disable_endpoint(endpoint(7), DisabledReason.GONE, notice(3))
        assert store.list_endpoints(SCOPE) == (
            endpoint(version=2, status=EndpointStatus.DISABLED, disabled_at=NOON, disabled_reason=DisabledReason.GONE),
        )

    def test_an_endpoint_that_its_owner_changed_is_not_disabled(self, store: WebhookStore, commits: Commits) -> None:
        """An answer to the old URL says nothing of the new one."""
        commits.commit([Create(endpoint())])
        commits.commit([Update(endpoint(version=2, url="https://hooks.example.com/new"))])
        assert not store.disable_endpoint(endpoint(), DisabledReason.GONE, notice(1))
        assert store.list_endpoints(SCOPE)[0].enabled

    def test_slow_since_is_the_first_slow_attempt(self, store: WebhookStore, commits: Commits) -> None:
        commits.commit([Create(endpoint())])
        store.mark_slow(SCOPE, endpoint().id, NOON)
        store.mark_slow(SCOPE, endpoint().id, NOON + timedelta(hours=1))
        assert store.get_endpoint(SCOPE, endpoint().id) == endpoint(slow_since=NOON)
        store.mark_slow(SCOPE, endpoint().id, None)
        store.mark_slow(SCOPE, endpoint().id, None)
        store.mark_slow(SCOPE, "whe_none", NOON)
        assert store.list_endpoints(SCOPE) == (endpoint(),)

    def test_failing_since_is_the_first_failure_after_a_success(self, store: WebhookStore, commits: Commits) -> None:
        commits.commit([Create(endpoint())])
        store.mark_failing(SCOPE, endpoint().id, NOON)
        store.mark_failing(SCOPE, endpoint().id, NOON + timedelta(hours=1))
        assert store.get_endpoint(SCOPE, endpoint().id) == endpoint(failing_since=NOON)
        store.mark_healthy(SCOPE, endpoint().id)
        store.mark_healthy(SCOPE, endpoint().id)
        assert store.get_endpoint(SCOPE, endpoint().id) == endpoint()

    def test_health_of_a_deleted_endpoint_does_not_bring_it_back(self, store: WebhookStore) -> None:
        store.mark_failing(SCOPE, endpoint().id, NOON)
        store.mark_healthy(SCOPE, endpoint().id)
        assert store.list_endpoints(SCOPE) == ()

    def test_a_delivery_reads_back_at_every_stage(self, store: WebhookStore) -> None:
        first = delivery()
        assert store.add_delivery(first)
        assert store.get_delivery(first.ref) == first
        request = SentRequest("https://hooks.example.com/in", NOON, "ab" * 32, 120)
        claimed = replace(first.claimed(NOON + timedelta(minutes=2)), request=request, single=True)
        stages = [claimed, again := failed(claimed), succeeded(again)]
        for stage in [*stages, stages[-1].rearmed(NOON)]:
            store.save_delivery(stage)
            assert store.get_delivery(first.ref) == stage

    def test_a_delivery_without_case_reads_back(self, store: WebhookStore) -> None:
        alone = delivery(None, case=None)
        store.add_delivery(alone)
        store.save_delivery(succeeded(alone))
        assert store.get_delivery(alone.ref) == succeeded(alone)
        assert store.place_before(alone) is None
        assert store.place_after(alone) is None

    def test_a_delivery_is_added_once_whatever_became_of_it(self, store: WebhookStore) -> None:
        """R-141: the same message twice makes one delivery."""
        first = delivery()
        assert store.add_delivery(first)
        assert not store.add_delivery(first)
        store.save_delivery(succeeded(first))
        assert not store.add_delivery(first)
        assert store.get_delivery(first.ref) == succeeded(first)
        assert store.place_before(delivery(2)) is None

    def test_of_two_workers_one_saves(self, store: WebhookStore) -> None:
        first = delivery()
        store.add_delivery(first)
        store.save_delivery(first.claimed(NOON + timedelta(minutes=2)))
        for late in (first.claimed(NOON + timedelta(minutes=3)), succeeded(first), failed(first), first.given_up()):
            with pytest.raises(VersionConflict):
                store.save_delivery(late)
        assert store.get_delivery(first.ref) == first.claimed(NOON + timedelta(minutes=2))
        with pytest.raises(VersionConflict):
            store.save_delivery(succeeded(delivery(5)))
        assert store.get_delivery(delivery(5).ref) is None

    def test_deliveries_are_listed_newest_first_in_pages(self, store: WebhookStore) -> None:
        for sequence in (2, 5, 1, 4, 3):
            store.add_delivery(delivery(sequence))
        store.add_delivery(replace(delivery(6), endpoint_id=ulid("whe", 2)))
        seen: list[int | None] = []
        before: str | None = None
        for _ in range(3):
            page = store.list_deliveries(SCOPE, ulid("whe", 1), limit=2, before=before)
            seen += [d.sequence for d in page.deliveries]
            before = page.next_before
        assert seen == [5, 4, 3, 2, 1]
        assert before is None
        whole = store.list_deliveries(SCOPE, ulid("whe", 1), limit=5)
        assert (len(whole.deliveries), whole.next_before) == (5, None)

    def test_neighbours_in_order_are_the_nearest_unfinished_of_the_same_case(self, store: WebhookStore) -> None:
        deliveries = {n: delivery(n) for n in (2, 3, 10, 11, 12)}
        for each in deliveries.values():
            store.add_delivery(each)
        store.add_delivery(delivery(4, number=40, case="case_2"))
        before, after = store.place_before(deliveries[10]), store.place_after(deliveries[10])
        assert before is not None
        assert after is not None
        assert (before.delivery_id, before.sequence, before.created_at) == (deliveries[3].id, 3, NOON)
        assert (after.delivery_id, after.sequence) == (deliveries[11].id, 11)
        assert store.place_before(deliveries[2]) is None
        assert store.place_after(deliveries[12]) is None
        store.save_delivery(succeeded(deliveries[3]))
        store.save_delivery(deliveries[11].given_up())
        before, after = store.place_before(deliveries[10]), store.place_after(deliveries[10])
        assert before is not None
        assert after is not None
        assert (before.sequence, after.sequence) == (2, 12)

    def test_a_place_shows_since_when_it_fails(self, store: WebhookStore) -> None:
        first = delivery()
        store.add_delivery(first)
        store.save_delivery(first.claimed(NOON))
        waiting = store.place_before(delivery(2))
        assert waiting is not None
        assert waiting.first_failed_at is None
        store.save_delivery(failed(first.claimed(NOON), NOON + timedelta(seconds=3)))
        failing = store.place_before(delivery(2))
        assert failing is not None
        assert failing.first_failed_at == NOON + timedelta(seconds=3)

    def test_a_redelivery_takes_no_place(self, store: WebhookStore) -> None:
        first = delivery()
        store.add_delivery(first)
        store.save_delivery(done := succeeded(first))
        store.save_delivery(again := done.rearmed(NOON))
        assert store.place_before(delivery(2)) is None
        store.save_delivery(failed(again))
        assert store.place_before(delivery(2)) is None

    def test_a_transaction_writes_deliveries_as_the_store_does(self, store: WebhookStore, commits: Commits) -> None:
        """R-130: a redelivery is kept together with its answer."""
        commits.commit([Create(delivery(2))])
        with pytest.raises(VersionConflict):
            commits.commit([Create(delivery(2))])
        assert store.place_after(delivery(1)) is not None
        hurried = delivery(2).rearmed(NOON + timedelta(hours=1))
        commits.commit([Update(hurried)])
        with pytest.raises(VersionConflict):
            commits.commit([Update(hurried)])
        assert store.get_delivery(hurried.ref) == hurried

    def test_due_deliveries_are_found_by_their_next_attempt(self, store: WebhookStore) -> None:
        later, finished, now = delivery(1), delivery(2), delivery(3)
        for each in (later, finished, now):
            store.add_delivery(each)
        store.save_delivery(later.claimed(NOON + timedelta(minutes=2)))
        store.save_delivery(succeeded(finished))
        assert due(store, NOON) == {now.ref}
        assert due(store, NOON - timedelta(microseconds=1)) == set()
        assert due(store, NOON + timedelta(minutes=2)) == {now.ref, later.ref}

    def test_due_deliveries_come_earliest_first_and_limited(self, store: WebhookStore) -> None:
        moved = [delivery(n).claimed(NOON - timedelta(minutes=n)) for n in range(1, 100)]
        for n, each in enumerate(moved, 1):
            store.add_delivery(delivery(n))
            store.save_delivery(each)
        instants = {each.ref: each.next_attempt_at or NOON for each in moved}
        for shard in range(DUE_SHARDS):
            refs = store.due_deliveries(shard, until=NOON, limit=100)
            assert [instants[r] for r in refs] == sorted(instants[r] for r in refs)
            assert store.due_deliveries(shard, until=NOON, limit=1) == refs[:1]
        assert due(store, NOON) == set(instants)

    def test_the_fan_out_mark_only_rises(self, store: WebhookStore) -> None:
        assert store.fanned_out_through(SCOPE, "case_1") == 0
        for sequence, expected in ((3, 3), (2, 3), (3, 3), (12, 12)):
            store.mark_fanned_out(SCOPE, "case_1", sequence, now=NOON)
            assert store.fanned_out_through(SCOPE, "case_1") == expected
        assert store.fanned_out_through(SCOPE, "case_2") == 0
