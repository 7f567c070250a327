"""Carry events from the table to the write-once archive (R-128); putting the same event twice is harmless."""

from __future__ import annotations

from chalicelib.domain.archive_layout import event_key
from chalicelib.domain.errors import NotFound
from chalicelib.domain.retention import retain_until
from chalicelib.domain.sealed_event import ArchivedEvent

from .ports import Archive, OutboxRow
from .store_ports import Outbox, Store


def archive_events(row: OutboxRow, *, store: Store, outbox: Outbox, archive: Archive) -> None:
    """Every event of the row, in order, then the row is removed."""
    try:
        case = store.case(row.scope, row.case_id)
    except NotFound:
        if outbox.row(row.key) is None:
            return  # test data that was erased, its rows with it
        raise
    for stored in store.event_range(row.scope, row.case_id, row.first, row.last):
        header = stored.header
        archived = ArchivedEvent(case.id, header, stored.hash, case.debtor_id, stored.sealed)
        archive.put_once(
            event_key(row.scope.tenant_id, row.scope.livemode, case.id, header.sequence),
            archived.to_bytes(),
            livemode=row.scope.livemode,
            content_type="application/json",
            retain_until=retain_until(header.recorded_at, case.debtor_kind) if row.scope.livemode else None,
        )
    outbox.finish(row.key)
