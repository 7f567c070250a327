"""What runs by the clock."""

from __future__ import annotations

from chalicelib.bootstrap import deps
from chalicelib.observability import count, observed


def sweep() -> None:
    """Overdue cases get a new run, forgotten outbox rows go to their queues again."""
    from chalicelib.usecases.sweep import sweep as bring_back

    d = deps()
    with observed("sweep"):
        swept = bring_back(store=d.store, schedule=d.schedule, outbox=d.outbox, queue=d.queue, wall=d.wall_clock)
        count("cases_restarted", swept.restarted)
        count("outbox_rows_replayed", swept.replayed)


def retry_webhooks() -> None:
    """Deliveries that are due go to their queue."""
    from chalicelib.usecases.retry_due_deliveries import retry_due_deliveries

    d = deps()
    with observed("retry_webhooks"):
        queued = retry_due_deliveries(store=d.webhook_store, queue=d.webhook_queue, clock=d.wall_clock)
        count("webhooks_retried", queued)
