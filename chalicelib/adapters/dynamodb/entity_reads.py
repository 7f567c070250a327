"""Reads of single objects: strongly consistent, each within its scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.call_task import CallTask
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Contact
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.document import Document
from chalicelib.domain.errors import NotFound
from chalicelib.domain.negotiation.one_time_code import DebtorCodes
from chalicelib.domain.parties import Creditor, Debtor, Scope
from chalicelib.domain.reads import Page, Parties
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.tenant import ApiKey, Tenant
from chalicelib.domain.test_clock import TestClock
from chalicelib.domain.writes import KeepClockEvent, StoreAnswer, StoredEvent

from . import codec, keys
from .case_items import RememberedParts
from .contact_logs import contact_log
from .items import stored_answer, stored_event
from .keys import Key
from .scenario_items import own_scenario, scenario_key, scenario_version, version_key
from .sealing import Vault, debtor_of, opened, wrapped_key
from .table import Item, Range, Table

T = TypeVar("T")
_AFTER = "\x7f"


class EntityReads:
    """One Query for a case, one Get for most others; what is sealed takes a second one, for the key."""

    def __init__(self, table: Table, vault: Vault, parts: RememberedParts, now: Callable[[], datetime]) -> None:
        self._table = table
        self._vault = vault
        self._parts = parts
        self._now = now

    def case(self, scope: Scope, case_id: str) -> Case:
        pk = keys.case_partition(scope, case_id)
        items, _ = self._table.query(Range(pk, keys.CASE_PARTS, f"{keys.CASE_PARTS}{_AFTER}"))
        parts = {str(item["sk"]): str(item["data"]) for item in items}
        if keys.HEAD not in parts:
            raise _missing("case", case_id)
        case = codec.assemble_case(parts)
        self._parts.remember(pk, case.version, parts)
        return case

    def parties(
        self,
        scope: Scope,
        *,
        creditor_id: str | None = None,
        debtor_id: str | None = None,
        sender: str | None = None,
        clock_id: str | None = None,
        scenario: tuple[str, int] | None = None,
        own_scenario_id: str | None = None,
    ) -> Parties:
        """``KeyErased`` when the debtor is named and its data was erased."""
        creditor = keys.creditor(scope, creditor_id) if creditor_id else None
        debtor = keys.debtor(scope, debtor_id) if debtor_id else None
        debtor_key = keys.debtor_key(scope, debtor_id) if debtor_id else None
        log = keys.contact_log(scope, debtor_id, sender) if debtor_id and sender else None
        clock = keys.test_clock(scope, clock_id) if clock_id else None
        version = version_key(scope, *scenario) if scenario else None
        own = scenario_key(scope, own_scenario_id) if own_scenario_id else None
        wanted = (creditor, debtor, debtor_key, log, clock, version, own)
        found = self._table.batch_get(key for key in wanted if key)
        for key, kind, named in ((creditor, "creditor", creditor_id), (debtor, "debtor", debtor_id)):
            if key and key not in found:
                raise _missing(kind, str(named))
        if clock and clock not in found:
            raise _missing("test clock", str(clock_id))
        wrapped = wrapped_key(found.get(debtor_key)) if debtor_key else None
        return Parties(
            creditor=_plain(Creditor, found[creditor]) if creditor else None,
            debtor=opened(Debtor, found[debtor], wrapped, self._vault) if debtor else None,
            debtor_key=wrapped,
            log=contact_log(ContactLog(scope, str(debtor_id), str(sender)), found.get(log)) if log else None,
            clock=_plain(TestClock, found[clock]) if clock else None,
            scenario=scenario_version(found[version]).definition if version and version in found else None,
            own_scenario=own_scenario(found[own]) if own and own in found else None,
        )

    def tenant(self, tenant_id: str) -> Tenant:
        return _plain(Tenant, self._get(keys.tenant(tenant_id), "tenant", tenant_id))

    def api_key_by_hash(self, secret_hash: str) -> ApiKey | None:
        item = self._table.get(keys.api_key_by_hash(secret_hash))
        return _plain(ApiKey, item) if item else None

    def api_key(self, scope: Scope, key_id: str) -> ApiKey:
        return _plain(ApiKey, self._get(Key(keys.api_keys(scope), key_id), "key", key_id))

    def api_keys(self, scope: Scope) -> tuple[ApiKey, ...]:
        """All of them, newest first; a tenant has few."""
        items, _ = self._table.query(Range(keys.api_keys(scope), "0", _AFTER, descending=True))
        return tuple(_plain(ApiKey, item) for item in items)

    def creditor(self, scope: Scope, creditor_id: str) -> Creditor:
        return _plain(Creditor, self._get(keys.creditor(scope, creditor_id), "creditor", creditor_id))

    def debtor(self, scope: Scope, debtor_id: str) -> tuple[Debtor, WrappedKey]:
        key, wrapped_at = keys.debtor(scope, debtor_id), keys.debtor_key(scope, debtor_id)
        found = self._table.batch_get((key, wrapped_at))
        if key not in found:
            raise _missing("debtor", debtor_id)
        wrapped = wrapped_key(found.get(wrapped_at))
        return opened(Debtor, found[key], wrapped, self._vault), wrapped

    def test_clock(self, scope: Scope, clock_id: str) -> TestClock:
        return _plain(TestClock, self._get(keys.test_clock(scope, clock_id), "test clock", clock_id))

    def contact(self, scope: Scope, contact_id: str) -> Contact:
        return self._opened(Contact, scope, self._get(keys.contact(scope, contact_id), "contact", contact_id))[0]

    def call_task(self, scope: Scope, task_id: str) -> CallTask:
        return self._opened(CallTask, scope, self._get(keys.call_task(scope, task_id), "call task", task_id))[0]

    def document(self, scope: Scope, document_id: str) -> tuple[Document, WrappedKey]:
        return self._opened(Document, scope, self._get(keys.document(scope, document_id), "document", document_id))

    def debtor_codes(self, scope: Scope, debtor_id: str) -> DebtorCodes | None:
        key, wrapped_at = keys.debtor_codes(scope, debtor_id), keys.debtor_key(scope, debtor_id)
        found = self._table.batch_get((key, wrapped_at))
        if key not in found:
            return None
        return opened(DebtorCodes, found[key], wrapped_key(found.get(wrapped_at)), self._vault)

    def events(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        """A position is the last sequence that was read."""
        first = int(position) + 1 if position else 1
        low, high = keys.event(scope, case_id, first), f"{keys.EVENTS}{_AFTER}"
        items, _ = self._table.query(Range(low.pk, low.sk, high), limit=limit + 1)
        events = tuple(stored_event(item) for item in items[:limit])
        return Page(events, str(events[-1].header.sequence) if len(items) > limit else None)

    def event_range(self, scope: Scope, case_id: str, first: int, last: int) -> tuple[StoredEvent, ...]:
        if last < first:
            return ()
        low, high = keys.event(scope, case_id, first), keys.event(scope, case_id, last)
        items, _ = self._table.query(Range(low.pk, low.sk, high.sk))
        return tuple(stored_event(item) for item in items)

    def clock_event(self, scope: Scope, event_id: str) -> KeepClockEvent | None:
        """An event of a test clock, which belongs to no case."""
        item = self._table.get(keys.clock_event(scope, event_id))
        return _plain(KeepClockEvent, item) if item else None

    def debtor_key(self, scope: Scope, debtor_id: str) -> WrappedKey | None:
        """The debtor's wrapped key alone; ``None`` once it is erased."""
        item = self._table.get(keys.debtor_key(scope, debtor_id))
        return wrapped_key(item) if item else None

    def answer(self, scope: Scope, idempotency_key: str) -> StoreAnswer | None:
        item = self._table.get(keys.answer(scope, idempotency_key))
        if item is None:
            return None
        wrapped = self._debtor_key(scope, str(item["debtor_id"])) if "sealed" in item else None
        return stored_answer(scope, idempotency_key, item, wrapped, self._vault)

    def erase_debtor_key(self, scope: Scope, debtor_id: str) -> None:
        """From now on nothing sealed with it can be read from the store; there is no way back (R-142)."""
        self._table.delete(keys.debtor_key(scope, debtor_id))

    def _get(self, key: Key, kind: str, named: str) -> Item:
        item = self._table.get(key)
        if item is None:
            raise _missing(kind, named)
        return item

    def _opened(self, kind: type[T], scope: Scope, item: Item) -> tuple[T, WrappedKey]:
        wrapped = self._debtor_key(scope, debtor_of(item))
        return opened(kind, item, wrapped, self._vault), wrapped

    def _debtor_key(self, scope: Scope, debtor_id: str) -> WrappedKey:
        return wrapped_key(self._table.get(keys.debtor_key(scope, debtor_id)))


def _plain(kind: type[T], item: Item) -> T:
    return codec.load(kind, str(item["data"]))


def _missing(kind: str, named: str) -> NotFound:
    return NotFound(f"There is no {kind} {named}.")
