"""The store in memory: same protocols and semantics as the table, with counters and faults at every call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from chalicelib.adapters.dynamodb import codec, items, keys
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.domain.call_task import CallTask, CallTaskStatus
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Channel, Contact
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.document import Document
from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Creditor, Debtor, Scope
from chalicelib.domain.reads import ListFilter, OutboxRow, Page, ParkedCase, Parties, RunningMark
from chalicelib.domain.sealed_event import KeyErased, WrappedKey
from chalicelib.domain.tenant import ApiKey, Tenant
from chalicelib.domain.test_clock import TestClock
from chalicelib.domain.writes import (
    KeepClockEvent,
    StoreAnswer,
    StoredEvent,
)

from .memory_tables import MemoryTables, call

T = TypeVar("T")


class MemoryStore(MemoryTables):
    """Store, outbox, schedule and clock room. What was erased reads as it does from the table."""

    # --- single objects -------------------------------------------------------------------------------------------

    @call
    def case(self, scope: Scope, case_id: str) -> Case:
        return self._get(Case, scope, case_id)

    @call
    def parties(
        self,
        scope: Scope,
        *,
        creditor_id: str | None = None,
        debtor_id: str | None = None,
        sender: str | None = None,
        clock_id: str | None = None,
    ) -> Parties:
        log = None
        if debtor_id and sender:
            log = self._logs.get((scope, debtor_id, sender), ContactLog(scope, debtor_id, sender))
        return Parties(
            creditor=self._get(Creditor, scope, creditor_id) if creditor_id else None,
            debtor=self._unsealed(Debtor, scope, debtor_id) if debtor_id else None,
            debtor_key=self._key(scope, debtor_id) if debtor_id else None,
            log=log,
            clock=self._get(TestClock, scope, clock_id) if clock_id else None,
        )

    @call
    def tenant(self, tenant_id: str) -> Tenant:
        return self._get(Tenant, None, tenant_id)

    @call
    def api_key_by_hash(self, secret_hash: str) -> ApiKey | None:
        return next((key for key in self._all(ApiKey) if key.secret_hash == secret_hash), None)

    @call
    def api_key(self, scope: Scope, key_id: str) -> ApiKey:
        return self._get(ApiKey, scope, key_id)

    @call
    def api_keys(self, scope: Scope) -> tuple[ApiKey, ...]:
        return tuple(sorted(self._all(ApiKey, scope), key=lambda key: key.id, reverse=True))

    @call
    def creditor(self, scope: Scope, creditor_id: str) -> Creditor:
        return self._get(Creditor, scope, creditor_id)

    @call
    def debtor(self, scope: Scope, debtor_id: str) -> tuple[Debtor, WrappedKey]:
        return self._unsealed(Debtor, scope, debtor_id), self._key(scope, debtor_id)

    @call
    def test_clock(self, scope: Scope, clock_id: str) -> TestClock:
        return self._get(TestClock, scope, clock_id)

    @call
    def contact(self, scope: Scope, contact_id: str) -> Contact:
        return self._unsealed(Contact, scope, contact_id)

    @call
    def call_task(self, scope: Scope, task_id: str) -> CallTask:
        return self._unsealed(CallTask, scope, task_id)

    @call
    def document(self, scope: Scope, document_id: str) -> tuple[Document, WrappedKey]:
        document = self._unsealed(Document, scope, document_id)
        return document, self._key(scope, document.debtor_id)

    @call
    def clock_event(self, scope: Scope, event_id: str) -> KeepClockEvent | None:
        return self._clock_events.get((scope, event_id))

    @call
    def answer(self, scope: Scope, idempotency_key: str) -> StoreAnswer | None:
        kept = self._answers.get((scope, idempotency_key))
        if kept is None or kept.key is None:
            return kept
        self._key(scope, str(kept.debtor_id))
        return StoreAnswer(**{**kept.__dict__, "key": None})

    @call
    def debtor_key(self, scope: Scope, debtor_id: str) -> WrappedKey | None:
        return self._keys.get((scope, debtor_id))

    @call
    def erase_debtor_key(self, scope: Scope, debtor_id: str) -> None:
        self._keys.pop((scope, debtor_id), None)

    # --- lists ----------------------------------------------------------------------------------------------------

    @call
    def cases(self, scope: Scope, filters: ListFilter, *, limit: int, position: str | None) -> Page:
        chosen = [codec.summary_of(case) for case in self._all(Case, scope) if _fits(case, filters)]
        return _page(chosen, lambda each: keys.created(each.created_at, each.id), limit, position)

    @call
    def creditors(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        return _page(self._all(Creditor, scope), _created, limit, position)

    @call
    def debtors(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        readable = [each for each in self._all(Debtor, scope) if (scope, each.id) in self._keys]
        return _page(readable, _created, limit, position)

    @call
    def contacts(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        return self._of_case(Contact, scope, case_id, limit, position)

    @call
    def documents(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        return self._of_case(Document, scope, case_id, limit, position)

    @call
    def open_call_tasks(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        tasks = [task for task in self._all(CallTask, scope) if task.status is CallTaskStatus.OPEN]
        return _page([task for task in tasks if (scope, task.debtor_id) in self._keys], _created, limit, position)

    @call
    def events(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        known = self._events[scope, case_id]
        later = [known[number] for number in sorted(known) if number > int(position or 0)]
        return Page(tuple(later[:limit]), str(later[limit - 1].header.sequence) if len(later) > limit else None)

    @call
    def event_range(self, scope: Scope, case_id: str, first: int, last: int) -> tuple[StoredEvent, ...]:
        known = self._events[scope, case_id]
        return tuple(known[number] for number in sorted(known) if first <= number <= last)

    @call
    def contact_of_message(self, provider_message_id: str) -> tuple[Scope, str] | None:
        found = (c for c in self._all(Contact) if _reported_as(c) == provider_message_id)
        return next(((contact.scope, contact.id) for contact in found), None)

    # --- outbox, schedule, clock room -------------------------------------------------------------------------------

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
            (case.next_step.due_at, case.scope, case.id)
            for case in self._all(Case)
            if case.test_clock_id is None and keys.due_shard(case.id) == shard
            if case.next_step and case.next_step.due_at and keys.instant(case.next_step.due_at) < keys.instant(before)
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

    def _of_case(
        self, kind: type[Contact | Document], scope: Scope, case_id: str, limit: int, position: str | None
    ) -> Page:
        chosen = [each for each in self._all(kind, scope) if each.case_id == case_id]
        for each in chosen:
            self._key(scope, each.debtor_id)
        return _page(chosen, lambda each: each.id, limit, position)


def _reported_as(contact: Contact) -> str | None:
    return contact.provider_message_id or (contact.id if contact.channel is Channel.EMAIL else None)


def _created(entity: Creditor | Debtor | CallTask) -> str:
    return keys.created(entity.created_at, entity.id)


def _fits(case: Case, filters: ListFilter) -> bool:
    asked = (
        (filters.creditor_id, case.creditor_id),
        (filters.debtor_id, case.debtor_id),
        (filters.external_reference, case.external_reference),
        (filters.status, case.status.value),
    )
    after = filters.created_from is None or case.created_at >= filters.created_from
    before = filters.created_to is None or case.created_at <= filters.created_to
    return after and before and all(wanted in (None, found) for wanted, found in asked)


def _page(chosen: Sequence[T], sort: Callable[[T], str], limit: int, position: str | None) -> Page:
    rows = sorted((each for each in chosen if position is None or sort(each) < position), key=sort, reverse=True)
    return Page(tuple(rows[:limit]), sort(rows[limit - 1]) if len(rows) > limit else None)
