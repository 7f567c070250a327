"""Start the execution an outbox row asks for; at least once, and twice does no harm."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound

from .ports import OutboxRow, Runs
from .store_ports import ClockRoom, Outbox, Store


def start_run(row: OutboxRow, *, store: Store, outbox: Outbox, runs: Runs, rooms: ClockRoom) -> None:
    """Starts execution ``<case>-<run>`` at the case's last instant, then removes the row.

    A row that a newer run has overtaken starts nothing, and its clock no longer waits for it. The row of a test clock
    starts the clock's own execution.
    """
    if row.case_id.startswith("clk_"):
        runs.start_clock(row.scope, row.case_id, row.run)
        outbox.finish(row.key)
        return
    try:
        case = store.case(row.scope, row.case_id)
    except NotFound:
        outbox.finish(row.key)
        return
    if case.run == row.run:
        runs.start_case(case.scope, case.id, case.run, case.test_clock_id, case.last_instant)
    elif case.test_clock_id is not None:
        rooms.settle(case.scope, case.test_clock_id, case.id, row.run)
    outbox.finish(row.key)
