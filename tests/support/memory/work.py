"""The outbox, the schedule and the clock room of the store in memory, and how its objects are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from chalicelib.adapters.dynamodb import index_keys, items, keys
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.domain.case import Case
from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Debtor, Scope
from chalicelib.domain.reads import OutboxRow, ParkedCase, RunningMark
from chalicelib.domain.sealed_event import KeyErased, WrappedKey

from .tables import MemoryTables, call

T = TypeVar("T")


class MemoryWork(MemoryTables):
    """What waits to be done, and where."""

    @call
    def row(self, key: tuple[str, str]) -> OutboxRow | None:
        return items.outbox_row(Key(*key)) if key in self._outbox else None

    @call
    def finish(self, key: tuple[str, str]) -> None:
        self._outbox.pop(key, None)

    def inserted(self, record: Mapping[str, Any]) -> OutboxRow | None:
        address = record["dynamodb"]["Keys"]
        key = Key(address["pk"]["S"], address["sk"]["S"])
        return items.outbox_row(key) if record["eventName"] != "REMOVE" and keys.is_outbox(key.pk) else None

    @call
    def older_than(self, instant: datetime, *, limit: int) -> tuple[OutboxRow, ...]:
        old = sorted((at, key) for key, at in self._outbox.items() if at < keys.instant(instant))
        return tuple(items.outbox_row(Key(*key)) for _, key in old[:limit])

    @call
    def overdue(self, before: datetime, *, shard: int, limit: int) -> tuple[tuple[Scope, str], ...]:
        late = [
            (case.wakes_at, case.scope, case.id)
            for case in self._all(Case)
            if case.test_clock_id is None and index_keys.due_shard(case.id) == shard
            if case.wakes_at and keys.instant(case.wakes_at) < keys.instant(before)
        ]
        late.sort(key=lambda each: (each[0], each[2]))
        return tuple((scope, case_id) for _, scope, case_id in late[:limit])

    @call
    def running(self, scope: Scope, clock_id: str) -> tuple[RunningMark, ...]:
        return tuple(self._marks[scope, clock_id].values())

    @call
    def first_parked(self, scope: Scope, clock_id: str, until: datetime, *, limit: int) -> tuple[ParkedCase, ...]:
        parked = self._parked[scope, clock_id]
        due = [parked[at] for at in sorted(parked) if at[0] <= until][:limit]
        return tuple(each for each in due if each.due_at == due[0].due_at)

    @call
    def release(self, scope: Scope, clock_id: str, parked: ParkedCase, since: datetime) -> bool:
        if self._parked[scope, clock_id].pop((parked.due_at, parked.case_id, parked.run), None) is None:
            return False
        mark = RunningMark(parked.case_id, parked.run, since, parked.token)
        self._marks[scope, clock_id][parked.case_id, parked.run] = mark
        return True

    @call
    def settle(self, scope: Scope, clock_id: str, case_id: str, run: int) -> None:
        self._marks[scope, clock_id].pop((case_id, run), None)

    def hold(self, scope: Scope, clock_id: str, parked: ParkedCase) -> None:
        """What the state machine's hold does by itself: the case parks, its mark goes."""
        with self._lock:
            self._parked[scope, clock_id][parked.due_at, parked.case_id, parked.run] = parked
            self._marks[scope, clock_id].pop((parked.case_id, parked.run), None)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _get(self, kind: type[T], scope: Scope | None, entity_id: str) -> T:
        found = self._entities.get((kind, scope, entity_id))
        if found is None:
            raise NotFound(f"There is no {kind.__name__.lower()} {entity_id}.")
        entity: T = found
        return entity

    def _unsealed(self, kind: type[T], scope: Scope, entity_id: str) -> T:
        entity: Any = self._get(kind, scope, entity_id)
        self._key(scope, entity.id if isinstance(entity, Debtor) else entity.debtor_id)
        unsealed: T = entity
        return unsealed

    def _key(self, scope: Scope, debtor_id: str) -> WrappedKey:
        if (scope, debtor_id) not in self._keys:
            raise KeyErased("The data of this debtor has been erased.")
        return self._keys[scope, debtor_id]

    def _all(self, kind: type[T], scope: Scope | None = None) -> list[T]:
        return [each for (k, s, _), each in self._entities.items() if k is kind and scope in (None, s)]
