"""The Lambda functions behind streams, queues, notices and schedules; their triggers are in ``infra/app``."""

from __future__ import annotations

from chalice.app import Blueprint

bp = Blueprint(__name__)

BatchAnswer = dict[str, list[dict[str, str]]]


@bp.lambda_function(name="fan_out")
def fan_out(event: object, _context: object) -> None:
    """Table stream: each new outbox row to the queue of its consumer."""
    from .table_stream import fan_out as work

    work(event)


@bp.lambda_function(name="start_runs")
def start_runs(event: object, _context: object) -> BatchAnswer:
    """Queue ``runs``: one execution a row."""
    from .queue_workers import start_runs as work

    return work(event)


@bp.lambda_function(name="archive_events")
def archive_events(event: object, _context: object) -> BatchAnswer:
    """Queue ``archive``: events to the write-once archive."""
    from .queue_workers import archive_events as work

    return work(event)


@bp.lambda_function(name="spread_facts")
def spread_facts(event: object, _context: object) -> BatchAnswer:
    """Queue ``facts``: what was learnt of a debtor to all their open cases."""
    from .queue_workers import spread_facts as work

    return work(event)


@bp.lambda_function(name="continue_imports")
def continue_imports(event: object, _context: object) -> BatchAnswer:
    """Queue ``imports``: one slice of an import a row."""
    from .import_worker import continue_imports as work

    return work(event)


@bp.lambda_function(name="deliver_webhooks")
def deliver_webhooks(event: object, _context: object) -> BatchAnswer:
    """Queue ``webhooks``: rows become deliveries, deliveries are attempted."""
    from .queue_workers import deliver_webhooks as work

    return work(event)


@bp.lambda_function(name="record_mail_events")
def record_mail_events(event: object, _context: object) -> BatchAnswer:
    """What the mail provider reports, from its topic or a queue behind it."""
    from .mail_events import record_mail_events as work

    return work(event)


@bp.lambda_function(name="sweep")
def sweep(_event: object, _context: object) -> None:
    """Every five minutes: what fell through."""
    from .schedules import sweep as work

    work()


@bp.lambda_function(name="retry_webhooks")
def retry_webhooks(_event: object, _context: object) -> None:
    """Every minute: webhook deliveries whose time has come."""
    from .schedules import retry_webhooks as work

    work()
