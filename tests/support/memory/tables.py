"""The state of the store in memory, its transactions, and the counters and faults around every call."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import wraps
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

from chalicelib.adapters.dynamodb import codec, items, keys
from chalicelib.adapters.dynamodb.actions import clock_moved, invoice_is_held
from chalicelib.domain.case import Case
from chalicelib.domain.compliance import ComplianceEntry
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.errors import AnswerAlreadyStored, DomainError, VersionConflict
from chalicelib.domain.invoice import normalised_number
from chalicelib.domain.kept_logo import KeepLogo
from chalicelib.domain.parties import Debtor, Scope
from chalicelib.domain.reads import ParkedCase, RunningMark
from chalicelib.domain.sealed_event import KeyErased, WrappedKey
from chalicelib.domain.tenant import Tenant
from chalicelib.domain.test_clock import ClockStatus, TestClock
from chalicelib.domain.webhook_replay import WebhookReplay
from chalicelib.domain.webhooks import WebhookDelivery, WebhookEndpoint
from chalicelib.domain.writes import (
    AnnounceKey,
    AppendEvents,
    ClaimInvoice,
    Create,
    Enqueue,
    KeepClockEvent,
    KeepComplianceEntry,
    KeepDebtorKey,
    KeepEndpointEvent,
    KeepImportEvent,
    MarkRunning,
    NoteCase,
    Plain,
    ReleaseInvoice,
    RequireClockReady,
    RequireDebtor,
    SaveContactLog,
    Sealable,
    StoreAnswer,
    StoredEvent,
    Update,
    Write,
)
from tests.support.fake_webhooks import MemoryWebhookStore
from tests.support.told_events import check_events

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="MemoryTables")
Hook = Callable[[str], None]


def _ignore(_: str) -> None:
    """The hook of a world without faults."""


def call(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """One call to the outside: counted, and where a test makes it fail before or after it took effect."""

    @wraps(method)
    def counted(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        self.calls[method.__name__] += 1
        self.before(method.__name__)
        with self._lock:
            result = method(self, *args, **kwargs)
        self.after(method.__name__)
        return result

    return counted


class MemoryTables:
    """Set ``before`` or ``after`` to a function of the method's name; what it raises is what the caller sees."""

    def __init__(self, webhooks: MemoryWebhookStore | None = None) -> None:
        self.webhooks = webhooks or MemoryWebhookStore()
        self.calls: Counter[str] = Counter()
        self.before: Hook = _ignore
        self.after: Hook = _ignore
        self.commits: list[tuple[Write, ...]] = []
        self.announced: Callable[[AnnounceKey], None] = lambda _: None
        self._lock = RLock()
        self._entities: dict[tuple[type, Scope | None, str], Any] = {}
        self._keys: dict[tuple[Scope, str], WrappedKey] = {}
        self._logos: dict[tuple[Scope, str, str], bytes] = {}
        self._events: dict[tuple[Scope, str], dict[int, StoredEvent]] = defaultdict(dict)
        self._held: dict[tuple[Scope, str, str], str] = {}
        self._logs: dict[tuple[Scope, str, str], ContactLog] = {}
        self._compliance: dict[tuple[str, str], ComplianceEntry] = {}
        self._clock_events: dict[tuple[Scope, str], KeepClockEvent] = {}
        self._import_events: dict[tuple[Scope, str], KeepImportEvent] = {}
        self._answers: dict[tuple[Scope, str], StoreAnswer] = {}
        self._outbox: dict[tuple[str, str], str] = {}
        self._marks: dict[tuple[Scope, str], dict[tuple[str, int], RunningMark]] = defaultdict(dict)
        self._parked: dict[tuple[Scope, str], dict[tuple[datetime, str, int], ParkedCase]] = defaultdict(dict)

    # --- commit ---------------------------------------------------------------------------------------------------

    @call
    def commit(self, writes: Sequence[Write]) -> None:
        failures = sorted((f for write in writes for f in self._failures(write)), key=lambda failure: failure[0])
        if failures:
            raise failures[0][1]
        for write in writes:
            self._apply(write)
        self.commits.append(tuple(writes))

    def _failures(self, write: Write) -> Iterator[tuple[int, DomainError]]:
        match write:
            case StoreAnswer() if (write.scope, write.idempotency_key) in self._answers:
                yield 0, AnswerAlreadyStored("A request with this idempotency key was answered already.")
            case ClaimInvoice():
                holder = self._held.get(_invoice(write), write.case_id)
                if holder != write.case_id:
                    yield 1, invoice_is_held(write.number, holder)
            case RequireClockReady():
                clock = self._entities.get((TestClock, write.scope, write.clock_id))
                if clock is None or clock.status is ClockStatus.ADVANCING or clock.version != write.version:
                    yield 2, clock_moved(clock.status.value if clock else None)
            case _ if not self._holds(write):
                yield 3, VersionConflict("The object was changed meanwhile; read it again.")

    def _holds(self, write: Write) -> bool:
        match write:
            case Create(entity, key) | Update(entity, key):
                if isinstance(entity, Sealable) and key is None:
                    raise KeyErased("the data key of this debtor has been erased")
                return self._may_write(write)
            case KeepDebtorKey():
                return (write.scope, write.debtor_id) not in self._keys
            case ReleaseInvoice():
                return self._held.get(_invoice(write), write.case_id) == write.case_id
            case SaveContactLog(log, alone):
                stored = self._logs.get((log.scope, log.debtor_id, log.sender), ContactLog(*_log_of(log)))
                still_alone = alone is None or stored.latest_case == log.latest_case
                return still_alone and stored.version == max(log.version - 1, 0)
            case AppendEvents():
                known = self._events[write.scope, write.case_id]
                return not any(event.header.sequence in known for event in write.events)
            case _:
                return not isinstance(write, RequireDebtor) or self._is_known(write)

    def _is_known(self, write: RequireDebtor) -> bool:
        stored = self._entities.get((Debtor, write.scope, write.debtor_id))
        return stored is not None and stored.version == write.version

    def _may_write(self, write: Create | Update) -> bool:
        stored = self._stored(write.entity)
        if isinstance(write, Create):
            return stored is None
        version = getattr(write.entity, "version", None)
        return stored is not None and (version is None or stored.version == version - 1)

    def _stored(self, entity: Plain | Sealable) -> Any:
        match entity:
            case WebhookEndpoint():
                return self.webhooks.endpoints.get((entity.scope, entity.id))
            case WebhookDelivery():
                return self.webhooks.deliveries.get(entity.ref)
            case WebhookReplay():
                return self.webhooks.replays.get(entity.ref)
            case _:
                return self._entities.get(_identity(entity))

    def _apply(self, write: Write) -> None:
        match write:
            case Create(entity) | Update(entity):
                self._put(entity)
            case KeepDebtorKey() | KeepLogo() | KeepComplianceEntry():
                self._keep(write)
            case AppendEvents():
                check_events(write.events)
                self._events[write.scope, write.case_id].update({e.header.sequence: e for e in write.events})
            case ClaimInvoice():
                self._held[_invoice(write)] = write.case_id
            case ReleaseInvoice():
                self._held.pop(_invoice(write), None)
            case SaveContactLog() | NoteCase():
                self._save_log(write)
            case AnnounceKey():
                self.announced(write)
            case _:
                self._apply_work(write)

    def _save_log(self, write: SaveContactLog | NoteCase) -> None:
        """What is noted of cases lies beside the log's entries and version."""
        place = _log_of(write.log if isinstance(write, SaveContactLog) else write)
        stored = self._logs.get(place, ContactLog(*place))
        first, latest = stored.first_case, stored.latest_case
        if isinstance(write, NoteCase):
            first, latest = first or write.first_case, write.case_id
        elif write.noted is not None:
            first, latest = first or write.noted, write.noted
        elif write.alone is not None:
            first, latest = write.alone, write.alone
        kept = write.log if isinstance(write, SaveContactLog) else stored
        self._logs[place] = replace(kept, first_case=first, latest_case=latest)

    def _put(self, entity: Plain | Sealable) -> None:
        match entity:
            case WebhookEndpoint():
                self.webhooks.endpoints[entity.scope, entity.id] = entity
            case WebhookDelivery():
                self.webhooks.deliveries[entity.ref] = entity
            case WebhookReplay():
                self.webhooks.replays[entity.ref] = entity
            case _:
                self._entities[_identity(entity)] = _as_stored(entity)

    def _keep(self, write: KeepDebtorKey | KeepLogo | KeepComplianceEntry) -> None:
        """What is put once and never changed."""
        match write:
            case KeepDebtorKey():
                self._keys[write.scope, write.debtor_id] = write.wrapped
            case KeepLogo():
                self._logos[write.scope, write.creditor_id, write.sha256] = write.png
            case KeepComplianceEntry(entry):
                self._compliance[keys.compliance_entry(entry)] = codec.load(ComplianceEntry, codec.dump(entry))

    def _apply_work(
        self,
        write: StoreAnswer
        | Enqueue
        | MarkRunning
        | RequireClockReady
        | RequireDebtor
        | KeepClockEvent
        | KeepEndpointEvent
        | KeepImportEvent,
    ) -> None:
        match write:
            case StoreAnswer():
                self._answers[write.scope, write.idempotency_key] = write
            case Enqueue():
                item = items.outbox_item(write)
                self._outbox[str(item["pk"]), str(item["sk"])] = str(item["gsi6sk"])
            case MarkRunning():
                mark = RunningMark(write.case_id, write.run, write.since, None)
                self._marks[write.scope, write.clock_id][write.case_id, write.run] = mark
            case KeepEndpointEvent():
                self.webhooks.kept[write.scope, write.event_id] = write
            case KeepImportEvent():
                self._import_events[write.scope, write.event_id] = write
            case KeepClockEvent():
                self._clock_events[write.scope, write.event_id] = write
            case RequireClockReady() | RequireDebtor():
                pass


def _identity(entity: Plain | Sealable) -> tuple[type, Scope | None, str]:
    return type(entity), None if isinstance(entity, Tenant) else entity.scope, entity.id


def _log_of(log: ContactLog | NoteCase) -> tuple[Scope, str, str]:
    return log.scope, log.debtor_id, log.sender


def _invoice(write: ClaimInvoice | ReleaseInvoice) -> tuple[Scope, str, str]:
    return write.scope, write.creditor_id, normalised_number(write.number)


def _as_stored(entity: Any) -> Any:
    """The object as it comes back from JSON: what the table would not keep is lost here too."""
    if isinstance(entity, Case):
        return codec.assemble_case(codec.case_parts(entity))
    return codec.load(type(entity), codec.dump(entity))
