"""What every store promises about work that waits: outbox, due cases, test clocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.errors import Conflict, NotFound, VersionConflict
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import OutboxRow, ParkedCase
from chalicelib.domain.test_clock import ClockStatus
from chalicelib.domain.writes import Consumer, Create, Enqueue, KeepClockEvent, MarkRunning, RequireClockReady, Update
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, TEST

Hold = Callable[[Scope, str, ParkedCase], None]
SHARDS = range(32)


class WorkContract:
    """A subclass gives ``store`` (empty) and ``hold``: what the state machine writes when it holds a case."""

    # --- outbox -----------------------------------------------------------------------------------------------------

    def test_an_outbox_row_lives_until_it_is_finished(self, store: Any) -> None:
        store.commit([Enqueue(TEST, Consumer.ARCHIVE, "case_1", NOW, run=2, first=3, last=5)])
        (row,) = store.older_than(NOW + timedelta(minutes=5), limit=10)
        assert row == OutboxRow(row.key, TEST, "archive", "case_1", 2, 3, 5)
        assert store.row(row.key) == row
        store.finish(row.key)
        store.finish(row.key)
        assert store.row(row.key) is None
        assert store.older_than(NOW + timedelta(minutes=5), limit=10) == ()

    def test_the_sweep_sees_old_rows_alone_the_oldest_first(self, store: Any) -> None:
        for minutes in (9, 1, 7, 3):
            case_id = f"case_{minutes}"
            store.commit([Enqueue(LIVE, Consumer.RUNS, case_id, NOW - timedelta(minutes=minutes), run=1)])
        rows = store.older_than(NOW - timedelta(minutes=5), limit=10)
        assert [row.case_id for row in rows] == ["case_9", "case_7"]
        assert [row.case_id for row in store.older_than(NOW, limit=1)] == ["case_9"]

    def test_a_stream_record_tells_the_row_it_brought(self, store: Any) -> None:
        store.commit([Enqueue(TEST, Consumer.RUNS, "case_1", NOW, run=4)])
        (row,) = store.older_than(NOW + timedelta(hours=1), limit=1)
        image = {"Keys": {"pk": {"S": row.key[0]}, "sk": {"S": row.key[1]}}}
        assert store.inserted({"eventName": "INSERT", "dynamodb": image}) == row
        assert store.inserted({"eventName": "REMOVE", "dynamodb": image}) is None
        other = {"Keys": {"pk": {"S": "T#ten_A#test#CASE#case_1"}, "sk": {"S": "A#HEAD"}}}
        assert store.inserted({"eventName": "INSERT", "dynamodb": other}) is None

    # --- due cases --------------------------------------------------------------------------------------------------

    def test_the_sweep_finds_overdue_cases_on_real_time_and_leaves_test_clocks_alone(self, store: Any) -> None:
        late, soon = NOW - timedelta(minutes=20), NOW + timedelta(minutes=1)
        store.commit(
            [
                Create(things.case(LIVE, "case_late", due_at=late)),
                Create(things.case(LIVE, "case_soon", due_at=soon)),
                Create(things.case(LIVE, "case_idle", due_at=None)),
                Create(things.case(LIVE, "case_over", due_at=None, status=CaseStatus.CLOSED)),
                Create(things.case(LIVE, "case_paid", due_at=late, status=CaseStatus.CLOSED)),
                Create(things.case(TEST, "case_test", due_at=late)),
                Create(replace(things.case(TEST, "case_on_clock", due_at=late), test_clock_id="clk_1")),
            ]
        )
        found = [each for shard in SHARDS for each in store.overdue(NOW, shard=shard, limit=100)]
        assert {case_id for _, case_id in found} == {"case_late", "case_paid", "case_test"}  # a receipt is to go out
        assert {scope for scope, case_id in found if case_id == "case_test"} == {TEST}

    def test_a_case_leaves_the_due_index_when_its_step_moves(self, store: Any) -> None:
        store.commit([Create(things.case(LIVE, due_at=NOW - timedelta(days=1)))])
        store.commit([Update(things.case(LIVE, due_at=NOW + timedelta(days=9), version=2))])
        assert [each for shard in SHARDS for each in store.overdue(NOW, shard=shard, limit=100)] == []

    def test_due_cases_are_spread_over_shards(self, store: Any) -> None:
        late = NOW - timedelta(hours=1)
        store.commit([Create(things.case(LIVE, f"case_{n}", due_at=late)) for n in range(40)])
        per_shard = [len(store.overdue(NOW, shard=shard, limit=100)) for shard in SHARDS]
        assert sum(per_shard) == 40
        assert sum(1 for count in per_shard if count) > 10

    # --- test clocks ------------------------------------------------------------------------------------------------

    def test_a_command_marks_its_case_and_a_hold_takes_the_mark(self, store: Any, hold: Hold) -> None:
        store.commit([MarkRunning(TEST, "clk_1", "case_1", 3, NOW)])
        (mark,) = store.running(TEST, "clk_1")
        assert (mark.case_id, mark.run, mark.since, mark.token) == ("case_1", 3, NOW, None)
        hold(TEST, "clk_1", ParkedCase("case_1", 3, NOW, "token-3"))
        assert store.running(TEST, "clk_1") == ()

    def test_a_release_happens_once_and_keeps_the_token(self, store: Any, hold: Hold) -> None:
        parked = ParkedCase("case_1", 3, NOW + timedelta(days=2), "token-3")
        hold(TEST, "clk_1", parked)
        assert store.release(TEST, "clk_1", parked, NOW) is True
        assert store.release(TEST, "clk_1", parked, NOW) is False
        (mark,) = store.running(TEST, "clk_1")
        assert (mark.case_id, mark.run, mark.token) == ("case_1", 3, "token-3")
        assert store.first_parked(TEST, "clk_1", NOW + timedelta(days=9), limit=5) == ()

    def test_settling_a_run_leaves_the_marks_of_others(self, store: Any) -> None:
        for run in (1, 2):
            store.commit([MarkRunning(TEST, "clk_1", "case_1", run, NOW)])
        store.settle(TEST, "clk_1", "case_1", 1)
        store.settle(TEST, "clk_1", "case_1", 1)
        assert [mark.run for mark in store.running(TEST, "clk_1")] == [2]

    def test_the_earliest_instant_comes_first_and_alone(self, store: Any, hold: Hold) -> None:
        days = {"case_a": 5, "case_b": 2, "case_c": 2, "case_d": 30}
        for case_id, day in days.items():
            hold(TEST, "clk_1", ParkedCase(case_id, 1, NOW + timedelta(days=day), f"token-{case_id}"))
        hold(TEST, "clk_2", ParkedCase("case_x", 1, NOW, "token-x"))
        first = store.first_parked(TEST, "clk_1", NOW + timedelta(days=10), limit=10)
        assert {each.case_id for each in first} == {"case_b", "case_c"}
        assert first[0].due_at == NOW + timedelta(days=2)
        assert store.first_parked(TEST, "clk_1", NOW + timedelta(days=1), limit=10) == ()

    def test_a_hold_due_at_the_very_end_is_reached(self, store: Any, hold: Hold) -> None:
        hold(TEST, "clk_1", ParkedCase("case_1", 1, NOW, "token"))
        assert len(store.first_parked(TEST, "clk_1", NOW, limit=10)) == 1

    def test_a_command_does_not_hold_while_the_clock_advances(self, store: Any) -> None:
        ready = things.clock()
        store.commit([Create(ready)])
        store.commit([RequireClockReady(TEST, "clk_1", 1), Create(things.case())])
        store.commit([Update(ready.start_advancing(NOW + timedelta(days=1), NOW))])
        with pytest.raises(Conflict) as refused:
            store.commit([Create(things.case()), RequireClockReady(TEST, "clk_1", 2)])
        assert refused.value.code == "clock_advancing"

    def test_an_event_of_a_clock_is_kept_in_its_world(self, store: Any) -> None:
        kept = KeepClockEvent(TEST, "clk_1", "evt_1", "test_clock.ready", NOW + timedelta(days=3), NOW)
        store.commit([kept])
        assert store.clock_event(TEST, "evt_1") == kept
        assert store.clock_event(LIVE, "evt_1") is None

    def test_a_command_decided_on_an_older_instant_is_decided_again(self, store: Any) -> None:
        store.commit([Create(things.clock())])
        store.commit([Update(things.clock(version=2, status=ClockStatus.READY, now=NOW + timedelta(days=1)))])
        with pytest.raises(VersionConflict):
            store.commit([RequireClockReady(TEST, "clk_1", 1), Create(things.case())])
        with pytest.raises(NotFound):
            store.case(TEST, "case_1")
