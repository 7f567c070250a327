"""One slice of an import: bounded in time, resumed after any crash, harmless twice (R-018, R-141).

A line's case and its result are one transaction, and a batch's progress is another, on condition of the import's
version: who repeats a batch finds the lines that were done, and two workers never both go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.domain.errors import Conflict, NotFound, VersionConflict
from chalicelib.domain.events import EventType
from chalicelib.domain.imports.case_import import CaseImport, ImportStatus
from chalicelib.domain.imports.lines import LineRequest
from chalicelib.domain.imports.study import Study
from chalicelib.domain.reads import OutboxRow

from .import_lines import WAITS, Batch, LineResult, saving, work_on_line
from .import_ports import Importing
from .import_source import Source, read_source
from .ports import Ids, WallClock
from .start_import import next_slice
from .writes import Consumer, Enqueue, KeepImportEvent, Update, Write

AT_ONCE = 25
SLICE = timedelta(seconds=20)
CONFLICTS, PAUSE_SECONDS = 5, 0.2


def continue_import(row: OutboxRow, *, ports: Importing) -> None:
    """Up to twenty-five lines at a time, for twenty seconds, then a row for the next slice.

    Who meets another worker, or a test clock that advances, steps back and leaves the row; the sweep sends it again.
    """
    try:
        found = ports.imports.case_import(row.scope, row.case_id)
        if found.is_running:
            _work(found, ports)
    except NotFound:
        pass  # erased, or forgotten after its 90 days
    except Conflict as conflict:
        if isinstance(conflict, VersionConflict) or conflict.code in WAITS:
            return
        raise
    ports.outbox.finish(row.key)


def ending(found: CaseImport, ids: Ids, wall: WallClock) -> tuple[Write, ...]:
    """``import.completed``, in the transaction that ends the import: it belongs to no case."""
    event_id, now = ids.new("evt"), wall.now()
    details = (
        ("creditor_id", found.creditor_id),
        ("status", found.status.value),
        ("lines", found.lines),
        ("opened", found.opened),
        ("refused", found.refused),
        ("already_open", found.already_open),
        ("eligible", found.eligible),
    )
    kept = KeepImportEvent(found.scope, found.id, event_id, EventType.IMPORT_COMPLETED.value, now, details)
    return kept, Enqueue(found.scope, Consumer.WEBHOOKS, event_id, now)


def _work(found: CaseImport, ports: Importing) -> None:
    recording = ports.intake.recording
    until = recording.wall.now() + SLICE
    try:
        source = read_source(found, vault=recording.vault, files=ports.files)
    except (NotFound, Conflict) as gone:
        failed = found.ended(ImportStatus.FAILED, recording.wall.now(), gone.code)
        recording.store.commit([Update(failed), *ending(failed, recording.ids, recording.wall)])
        return
    conflicts, over = 0, False
    while found.is_running and not over:
        try:
            found, over = _batch(found, source, ports, over_at=until)
        except VersionConflict:
            conflicts += 1
            _stand_back_from_another(found, conflicts, ports)


def _stand_back_from_another(found: CaseImport, conflicts: int, ports: Importing) -> None:
    """A debtor's other case was faster by a moment: again. Somebody moved the import itself: it is theirs."""
    again = ports.imports.case_import(found.scope, found.id)
    if again.version != found.version or conflicts > CONFLICTS:
        raise VersionConflict("Another worker goes on with this import.")
    ports.intake.recording.sleep(PAUSE_SECONDS * conflicts)


def _batch(found: CaseImport, source: Source, ports: Importing, *, over_at: datetime) -> tuple[CaseImport, bool]:
    recording = ports.intake.recording
    results = _results(found, source, ports, over_at=over_at)
    lines = [result.line for result in results]
    study = None if found.opens else (found.study or Study()).plus(r.studied for r in results if r.studied)
    counted = found.counted(lines, found.study if found.opens else study, recording.wall.now())
    writes: list[Write] = [Update(counted), *(saving(result.line) for result in results if not result.saved)]
    over = counted.is_running and recording.wall.now() >= over_at
    if over:
        writes.append(next_slice(counted, recording.wall))
    elif not counted.is_running:
        writes += ending(counted, recording.ids, recording.wall)
    recording.store.commit(writes)
    return counted, over


def _results(found: CaseImport, source: Source, ports: Importing, *, over_at: datetime) -> list[LineResult]:
    """Of the next lines, in their order, at least one; those that were done before a crash are not touched again."""
    numbers = found.next_lines[:AT_ONCE]
    stored = ports.imports.import_lines_between(found.scope, found.id, numbers[0], numbers[-1])
    done = {line.line: line for line in stored if line.version == found.round}
    requests = [source.request(number) for number in numbers]
    batch = _prepared(found, source, [each for each in requests if each.line not in done], ports)
    results: list[LineResult] = []
    for request in requests:
        known = done.get(request.line)
        results.append(work_on_line(batch, request) if known is None else LineResult(known, saved=True))
        if ports.intake.recording.wall.now() >= over_at:
            break
    return results


def _prepared(found: CaseImport, source: Source, requests: Sequence[LineRequest], ports: Importing) -> Batch:
    """Two batch reads for all of them: which invoices are in a case already, which debtors were made already."""
    numbers = [number for request in requests if (number := request.invoice_number) is not None]
    marks = [mark for request in requests if source.layout and (mark := source.mark(request)) is not None]
    held = ports.imports.held_invoices(found.scope, found.creditor_id, numbers) if numbers else {}
    debtors = ports.imports.imported_debtors(found.scope, found.id, marks) if marks and found.opens else {}
    return Batch(source, ports, dict(held), dict(debtors))
