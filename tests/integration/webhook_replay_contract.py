"""What every webhook store does with replays and turns; the fake and the table both hold to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_replay import ReplayStatus, WebhookReplay
from chalicelib.domain.webhooks import DUE_SHARDS, DeliveryRef
from chalicelib.domain.writes import Create
from chalicelib.usecases.webhook_ports import Commits, WebhookStore
from tests.support.fake_webhooks import NOON, ulid

SCOPE = Scope("ten_a", False)
OTHER_WORLDS = (Scope("ten_a", True), Scope("ten_b", False))
ENDPOINT = ulid("whe", 1)


def replay(number: int = 1) -> WebhookReplay:
    return WebhookReplay(ulid("whr", number), SCOPE, ulid("whe", 1), NOON, NOON, NOON, NOON, ("case.opened",))


def due(store: WebhookStore, until: datetime) -> set[DeliveryRef]:
    return {ref for shard in range(DUE_SHARDS) for ref in store.due_deliveries(shard, until=until, limit=100)}


class WebhookReplayContract:
    """A subclass gives the fixtures ``store`` and ``commits``."""

    def test_a_turn_is_had_by_one_until_it_ends_or_expires(self, store: WebhookStore) -> None:
        minute = timedelta(minutes=1)

        def take(holder: str, now: datetime, scope: Scope = SCOPE) -> bool:
            return store.take_turn(scope, ENDPOINT, holder, now=now, until=now + 2 * minute)

        assert take("whd_a", NOON)
        assert take("whd_a", NOON)
        assert not take("whd_b", NOON + minute)
        assert all(take("whd_b", NOON, world) for world in OTHER_WORLDS)
        store.end_turn(SCOPE, ENDPOINT, "whd_b")
        assert not take("whd_b", NOON + minute)
        store.end_turn(SCOPE, ENDPOINT, "whd_a")
        assert take("whd_b", NOON + minute)
        assert take("whd_c", NOON + 4 * minute)

    def test_a_replay_reads_back_at_every_stage(self, store: WebhookStore, commits: Commits) -> None:
        first = replay()
        commits.commit([Create(first)])
        assert due(store, NOON) == {first.ref}
        stages = [
            claimed := first.until(NOON + timedelta(minutes=2)),
            further := claimed.past("2026#evt", accepted=True, until=NOON + timedelta(minutes=2)),
            further.ended(ReplayStatus.DONE, NOON),
        ]
        for stage in stages:
            store.save_replay(stage)
            assert store.get_replay(first.ref) == stage
            with pytest.raises(VersionConflict):
                store.save_replay(stage)
        assert due(store, NOON + timedelta(days=1)) == set()
        with pytest.raises(VersionConflict):
            store.save_replay(replay(9).until(NOON))

    def test_the_newest_replay_is_that_of_the_endpoint(self, store: WebhookStore, commits: Commits) -> None:
        """R-134."""
        assert store.newest_replay(SCOPE, ENDPOINT) is None
        commits.commit([Create(replay(2)), Create(replay(1)), Create(replace(replay(3), endpoint_id=ulid("whe", 2)))])
        assert store.newest_replay(SCOPE, ENDPOINT) == replay(2)
        assert store.list_deliveries(SCOPE, ENDPOINT, limit=5).deliveries == ()
        for world in OTHER_WORLDS:
            assert store.newest_replay(world, ENDPOINT) is None
            assert store.get_replay(replace(replay(1).ref, scope=world)) is None
