"""Workers behind the queues: start executions, archive events, spread facts, tell webhook endpoints."""

from __future__ import annotations

from pydantic import TypeAdapter

from chalicelib.bootstrap import Deps, deps
from chalicelib.domain.errors import NotFound
from chalicelib.observability import count

from .batches import work_on_batch
from .messages import DeliveryMessage, RowMessage

BatchAnswer = dict[str, list[dict[str, str]]]

ROWS: TypeAdapter[RowMessage] = TypeAdapter(RowMessage)
WEBHOOKS: TypeAdapter[RowMessage | DeliveryMessage] = TypeAdapter(RowMessage | DeliveryMessage)


def start_runs(event: object) -> BatchAnswer:
    """Each row asks for one execution."""
    from chalicelib.usecases.start_run import start_run

    d = deps()
    return work_on_batch(
        "start_runs",
        event,
        ROWS,
        lambda message: start_run(message.row(), store=d.store, outbox=d.outbox, runs=d.runs, rooms=d.rooms),
    )


def archive_events(event: object) -> BatchAnswer:
    """Each row names events of one case."""
    from chalicelib.usecases.archive_events import archive_events as archive

    d = deps()
    return work_on_batch(
        "archive_events",
        event,
        ROWS,
        lambda message: archive(message.row(), store=d.store, outbox=d.outbox, archive=d.archive),
    )


def spread_facts(event: object) -> BatchAnswer:
    """Each row names a debtor of whom something was learnt, or an erasure of test data that goes on."""
    d = deps()
    return work_on_batch("spread_facts", event, ROWS, lambda message: _spread_or_erase(message, d))


def _spread_or_erase(message: RowMessage, d: Deps) -> None:
    from chalicelib.usecases.continue_erasure import PREFIX, ErasurePorts, continue_erasure
    from chalicelib.usecases.spread_facts import spread_facts as spread

    row = message.row()
    if row.case_id.startswith(PREFIX):
        continue_erasure(row, ports=ErasurePorts(d.store, d.store, d.outbox, d.wall_clock, d.sleep))
    else:
        spread(row, ports=d.spreading, outbox=d.outbox)


def deliver_webhooks(event: object) -> BatchAnswer:
    """Two kinds of messages: rows to fan out into deliveries, and single attempts."""
    d = deps()
    return work_on_batch("deliver_webhooks", event, WEBHOOKS, lambda message: _webhook(message, d))


def _webhook(message: RowMessage | DeliveryMessage, d: Deps) -> None:
    if isinstance(message, RowMessage):
        _fan_out(message, d)
    else:
        _deliver(message, d)


def _fan_out(message: RowMessage, d: Deps) -> None:
    from chalicelib.usecases.work_on_webhook_row import work_on_webhook_row

    row, events, queue = message.row(), d.webhook_events, d.webhook_queue
    try:
        work_on_webhook_row(row, store=d.webhook_store, events=events, queue=queue, clock=d.wall_clock)
    except NotFound:
        if d.outbox.row(row.key) is not None:  # else it was erased, with what it told of
            raise
    d.outbox.finish(row.key)


def _deliver(message: DeliveryMessage, d: Deps) -> None:
    from chalicelib.usecases.continue_replay import continue_replay
    from chalicelib.usecases.deliver_webhook import DeliveryPorts, deliver_webhook

    ref = message.ref()
    ports = DeliveryPorts(
        store=d.webhook_store,
        events=d.webhook_events,
        box=d.secret_box,
        sender=d.webhook_sender,
        queue=d.webhook_queue,
        clock=d.wall_clock,
        jitter=d.jitter,
        ids=d.ids,
    )
    outcome = continue_replay(ref, ports=ports) if ref.is_replay else deliver_webhook(ref, ports=ports)
    count(f"webhook_{outcome.value}")
