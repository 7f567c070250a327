"""Rows that say what is still to be done: the outbox, the due index, and the cases of a test clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import OutboxRow, ParkedCase, RunningMark

from . import index_keys, items, keys
from .keys import Key
from .table import TRIES, Item, Range, Table, marshal

_AFTER = "\x7f"


class WorkRows:
    """Keys alone tell what is to be done, so the indexes behind these hold nothing else."""

    _table: Table

    def row(self, key: tuple[str, str]) -> OutboxRow | None:
        found = self._table.get(Key(*key))
        return items.outbox_row(Key(*key)) if found else None

    def finish(self, key: tuple[str, str]) -> None:
        self._table.delete(Key(*key))

    def inserted(self, record: Mapping[str, Any]) -> OutboxRow | None:
        if record["eventName"] == "REMOVE":
            return None
        address = record["dynamodb"]["Keys"]
        key = Key(address["pk"]["S"], address["sk"]["S"])
        return items.outbox_row(key) if keys.is_outbox(key.pk) else None

    def older_than(self, instant: datetime, *, limit: int) -> tuple[OutboxRow, ...]:
        """The oldest first. The index lags a little: a row that was just finished may still be among them."""
        rows: list[Item] = []
        for shard in range(index_keys.OUTBOX_SHARDS):
            where = Range(index_keys.outbox_partition(shard), "0", keys.instant(instant), "outbox", "gsi6")
            rows.extend(self._table.query(where, limit=limit)[0])
        rows.sort(key=lambda row: str(row["gsi6sk"]))
        return tuple(items.outbox_row(Key(str(row["pk"]), str(row["sk"]))) for row in rows[:limit])

    def overdue(self, before: datetime, *, shard: int, limit: int) -> tuple[tuple[Scope, str], ...]:
        """Live cases whose next step was due before, the most overdue first."""
        where = Range(index_keys.due(shard), "0", keys.instant(before), "due", "gsi5")
        rows, _ = self._table.query(where, limit=limit)
        return tuple((keys.scope_of(str(row["pk"])), str(row["pk"]).split("#", 4)[4]) for row in rows)

    def running(self, scope: Scope, clock_id: str) -> tuple[RunningMark, ...]:
        found, _ = self._table.query(Range(keys.running_partition(scope, clock_id), "0", _AFTER))
        return tuple(items.running_mark(item) for item in found)

    def first_parked(self, scope: Scope, clock_id: str, until: datetime, *, limit: int) -> tuple[ParkedCase, ...]:
        """The holds of the earliest instant up to ``until``, and of no other instant."""
        where = Range(keys.parked_partition(scope, clock_id), "0", keys.parked_until(until))
        found, _ = self._table.query(where, limit=limit)
        parked = [items.parked_case(item) for item in found]
        return tuple(each for each in parked if each.due_at == parked[0].due_at)

    def release(self, scope: Scope, clock_id: str, parked: ParkedCase, since: datetime) -> bool:
        held = keys.parked(scope, clock_id, parked.due_at, parked.case_id, parked.run)
        mark = items.released_mark(keys.running(scope, clock_id, parked.case_id, parked.run), parked, since)
        delete = {
            "TableName": self._table.name,
            "Key": marshal(held._asdict()),
            "ConditionExpression": "attribute_exists(pk)",
        }
        actions = [{"Delete": delete}, {"Put": {"TableName": self._table.name, "Item": marshal(mark)}}]
        for tried in range(TRIES):
            try:
                self._table.transact(actions)
                return True
            except ClientError as error:
                codes = {reason.get("Code") for reason in error.response.get("CancellationReasons", ())}
                if "ConditionalCheckFailed" in codes:
                    return False
                if "TransactionConflict" not in codes or tried == TRIES - 1:
                    raise
                self._table.pause(tried)
        raise AssertionError("unreachable: every try returns or raises")

    def settle(self, scope: Scope, clock_id: str, case_id: str, run: int) -> None:
        self._table.delete(keys.running(scope, clock_id, case_id, run))
