"""One slice of an erasure of test data: bounded in time, resumed after any crash, harmless twice.

What a slice begins with is written down before anything is touched, so that whoever takes over finishes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.errors import NotFound, VersionConflict
from chalicelib.domain.reads import ListFilter, OutboxRow
from chalicelib.domain.test_data_erasure import Stage, TestDataErasure

from .erase_test_data import next_slice
from .erasure_ports import Erasing
from .ports import WallClock
from .store_ports import Outbox, Store
from .writes import Update, Write

PREFIX = "ers_"
AT_ONCE = 10
SLICE = timedelta(seconds=15)
INDEX_LAG = timedelta(seconds=5)
"""After so long an index shows what was written before: DynamoDB speaks of a fraction of a second."""


@dataclass(frozen=True)
class ErasurePorts:
    """``store`` and ``erasing`` are two views of the same table. ``sleep`` takes seconds."""

    store: Store
    erasing: Erasing
    outbox: Outbox
    wall: WallClock
    sleep: Callable[[float], None]


def continue_erasure(row: OutboxRow, *, ports: ErasurePorts) -> None:
    """Ten things at a time for fifteen seconds, then a row for the next slice.

    Who meets another worker steps back and leaves the row, which the sweep sends again should that one die.
    """
    try:
        erasure = ports.erasing.test_data_erasure(row.scope, row.case_id)
        if not erasure.is_done:
            _work(erasure, ports)
    except VersionConflict:
        return
    except NotFound:
        pass  # forgotten after its 90 days
    ports.outbox.finish(row.key)


def _work(erasure: TestDataErasure, ports: ErasurePorts) -> None:
    _let_indexes_catch_up(erasure, ports)
    until = ports.wall.now() + SLICE
    while not erasure.is_done:
        if not erasure.pending:
            erasure = _begun(erasure, ports)
        erased = sum(_erase(erasure, id_, ports) for id_ in erasure.pending)
        erasure = erasure.counted(erased, ports.wall.now())
        goes_over = not erasure.is_done and ports.wall.now() >= until
        rows: tuple[Write, ...] = (next_slice(erasure),) if goes_over else ()
        ports.store.commit([Update(erasure), *rows])
        if goes_over:
            return


def _let_indexes_catch_up(erasure: TestDataErasure, ports: ErasurePorts) -> None:
    """A case that was opened in the second before the request is found; so is one that names a debtor from before."""
    left = (erasure.created_at + INDEX_LAG - ports.wall.now()).total_seconds()
    if left > 0:
        ports.sleep(left)


def _begun(erasure: TestDataErasure, ports: ErasurePorts) -> TestDataErasure:
    """The next page of the stage's list, noted before it is touched."""
    if erasure.stage is Stage.CLOCKS and erasure.test_clock_id is not None:
        begun = erasure.beginning_with((erasure.test_clock_id,), None)
    else:
        page = ports.erasing.erasable(
            erasure.scope, erasure.stage, erasure.created_at, limit=AT_ONCE, position=erasure.position
        )
        begun = erasure.beginning_with(page.items, page.position)
    ports.store.commit([Update(begun)])
    return begun


def _erase(erasure: TestDataErasure, id_: str, ports: ErasurePorts) -> bool:
    scope, erasing = erasure.scope, ports.erasing
    match erasure.stage:
        case Stage.CLOCKS:
            return erasing.erase_clock(scope, id_)
        case Stage.IMPORTS:
            return erasing.erase_import(scope, id_)
        case Stage.CASES:
            return _lives_on(erasure, id_, ports) and erasing.erase_case(scope, id_)
        case Stage.DEBTORS:
            return not _has_later_case(erasure, ListFilter(debtor_id=id_), ports) and erasing.erase_debtor(scope, id_)
        case _:
            return not _has_later_case(erasure, ListFilter(creditor_id=id_), ports) and erasing.erase_creditor(
                scope, id_
            )


def _lives_on(erasure: TestDataErasure, case_id: str, ports: ErasurePorts) -> bool:
    """Without a clock every case is meant. One that is half gone is finished with whatever it says."""
    if erasure.test_clock_id is None:
        return True
    try:
        return ports.store.case(erasure.scope, case_id).test_clock_id == erasure.test_clock_id
    except NotFound:
        return True


def _has_later_case(erasure: TestDataErasure, anchor: ListFilter, ports: ErasurePorts) -> bool:
    """A case that was opened since, on a party from before, keeps its party. Indexes may still show what is gone."""
    page = ports.store.cases(erasure.scope, anchor, limit=1, position=None)
    return any(summary.created_at > erasure.created_at for summary in page.items)
