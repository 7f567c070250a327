"""Queue every webhook delivery whose time has come: late retries, and what a dead worker left behind (R-131, R-141)."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.domain.webhooks import DUE_SHARDS
from chalicelib.usecases.webhook_ports import DeliveryStore, WallClock, WebhookQueue

GRACE = timedelta(seconds=30)
"""What was queued the moment it fell due is not queued a second time."""

PER_SHARD = 200


def retry_due_deliveries(*, store: DeliveryStore, queue: WebhookQueue, clock: WallClock) -> int:
    """Run every minute; queues at most 200 of each of the 32 shards, earliest first, and returns how many."""
    until = clock.now() - GRACE
    queued = 0
    for shard in range(DUE_SHARDS):
        for ref in store.due_deliveries(shard, until=until, limit=PER_SHARD):
            queue.enqueue(ref)
            queued += 1
    return queued
