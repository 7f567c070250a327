"""What a use case asks the store to write. One list of these is one transaction: all of it happens, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .call_task import CallTask
from .case import Case
from .compliance import ComplianceEntry
from .contact import Contact
from .contact_log import ContactLog
from .document import Document
from .evidence import EventHeader
from .imports.case_import import CaseImport, ImportedDebtor, ImportLine
from .kept_logo import KeepLogo
from .negotiation.one_time_code import DebtorCodes
from .parties import Creditor, Debtor, Scope
from .scenarios.own import OwnScenario, ScenarioVersion
from .sealed_event import WrappedKey
from .templates.model import Template, TemplateVersion
from .tenant import ApiKey, Tenant
from .test_clock import TestClock
from .test_data_erasure import TestDataErasure
from .webhook_replay import WebhookReplay
from .webhooks import WebhookDelivery, WebhookEndpoint

Sealable = Debtor | Contact | CallTask | Document | DebtorCodes
Plain = (
    Tenant
    | ApiKey
    | Creditor
    | Case
    | OwnScenario
    | ScenarioVersion
    | Template
    | TemplateVersion
    | TestClock
    | TestDataErasure
    | CaseImport
    | ImportLine
    | ImportedDebtor
    | WebhookEndpoint
    | WebhookDelivery
    | WebhookReplay
)


@dataclass(frozen=True)
class Create:
    """Puts a new object; its id must not exist yet. Sealable ones need the debtor's wrapped key."""

    entity: Plain | Sealable
    key: WrappedKey | None = None


@dataclass(frozen=True)
class Update:
    """Replaces an object whose stored version is ``entity.version - 1``; otherwise ``VersionConflict``."""

    entity: Plain | Sealable
    key: WrappedKey | None = None


@dataclass(frozen=True)
class KeepDebtorKey:
    """Stores a new debtor's wrapped data key. Deleting it later erases everything sealed with it."""

    scope: Scope
    debtor_id: str
    wrapped: WrappedKey


@dataclass(frozen=True)
class StoredEvent:
    """An event in its place in the chain. ``sealed`` holds salt and payload; ``public_json`` feeds webhooks."""

    id: str
    header: EventHeader
    hash: str
    sealed: bytes
    public_json: str


@dataclass(frozen=True)
class AppendEvents:
    """Adds events to a case's log; a sequence that exists already is a ``VersionConflict``."""

    scope: Scope
    case_id: str
    events: tuple[StoredEvent, ...]


@dataclass(frozen=True)
class ClaimInvoice:
    """Takes an invoice number of a creditor for this case; ``InvoiceAlreadyInCase`` if another open case has it."""

    scope: Scope
    creditor_id: str
    number: str
    case_id: str


@dataclass(frozen=True)
class ReleaseInvoice:
    """Gives the number back when the case closes."""

    scope: Scope
    creditor_id: str
    number: str
    case_id: str


@dataclass(frozen=True)
class SaveContactLog:
    """Replaces the log whose stored version is one lower; ``VersionConflict`` when another case was faster.

    ``alone`` is a case of which it was found out that it is the debtor's only open one: the log says so from now on,
    unless a case was opened since it was read. ``noted`` is a case to be noted besides, as ``NoteCase`` does.
    """

    log: ContactLog
    alone: str | None = None
    noted: str | None = None


@dataclass(frozen=True)
class NoteCase:
    """Notes in the contact log that the debtor has this case beside the one before, whatever version the log has.

    ``first_case`` is the one before, where the log names none yet.
    """

    scope: Scope
    debtor_id: str
    sender: str
    case_id: str
    first_case: str


@dataclass(frozen=True)
class KeepComplianceEntry:
    """Adds a line to the debtor's compliance log; its place is that of the event it tells of."""

    entry: ComplianceEntry


@dataclass(frozen=True)
class StoreAnswer:
    """Keeps the answer to an idempotent request with its effect; ``AnswerAlreadyStored`` for the loser of a race.

    ``body`` is the plain JSON text; it is sealed when ``key`` (the debtor's wrapped key) is given.
    """

    scope: Scope
    idempotency_key: str
    fingerprint: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    expires_at: datetime
    debtor_id: str | None = None
    key: WrappedKey | None = None


class Consumer(StrEnum):
    """Who works on an outbox row."""

    RUNS = "runs"
    ARCHIVE = "archive"
    WEBHOOKS = "webhooks"
    FACTS = "facts"
    IMPORTS = "imports"


@dataclass(frozen=True)
class Enqueue:
    """An outbox row: work that must follow this transaction. ``first``..``last`` are event sequences.

    A row of facts has the debtor's id in place of the case's, and as ``run`` the revision of the debtor's facts; or the
    id of an erasure of test data, and its version.
    """

    scope: Scope
    consumer: Consumer
    case_id: str
    recorded_at: datetime
    run: int = 0
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class MarkRunning:
    """Marks a case of a test clock as running, so that the clock waits for it."""

    scope: Scope
    clock_id: str
    case_id: str
    run: int
    since: datetime


@dataclass(frozen=True)
class RequireClockReady:
    """The transaction holds only if the clock is not advancing (409 ``clock_advancing``) and still at ``now``."""

    scope: Scope
    clock_id: str
    version: int


@dataclass(frozen=True)
class RequireDebtor:
    """The transaction holds only if the debtor is still at this version; ``VersionConflict`` when it changed meanwhile.

    In the transaction of every contact's intent: a fact of the debtor recorded before it stops the contact.
    """

    scope: Scope
    debtor_id: str
    version: int


@dataclass(frozen=True)
class KeepClockEvent:
    """An event of a test clock, which belongs to no case: kept under its own id, for webhooks to read."""

    scope: Scope
    clock_id: str
    event_id: str
    type: str
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class KeepEndpointEvent:
    """An event of a webhook endpoint, which belongs to no case: a ping, or that it was disabled. Wall time only."""

    scope: Scope
    endpoint_id: str
    event_id: str
    type: str
    recorded_at: datetime
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class KeepImportEvent:
    """The end of an import, which belongs to no case. Wall time only; ``details`` are ids, states and counts."""

    scope: Scope
    import_id: str
    event_id: str
    type: str
    recorded_at: datetime
    details: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True)
class AnnounceKey:
    """Tells every process that remembers a key to read it again: none leases tokens on an older version any more.

    In the transaction that changes the key. ``version`` is the new one, ``at`` the wall time.
    """

    scope: Scope
    key_id: str
    version: int
    at: datetime


Write = (
    Create
    | Update
    | KeepDebtorKey
    | AppendEvents
    | ClaimInvoice
    | ReleaseInvoice
    | SaveContactLog
    | NoteCase
    | KeepComplianceEntry
    | KeepLogo
    | StoreAnswer
    | Enqueue
    | MarkRunning
    | RequireClockReady
    | RequireDebtor
    | KeepClockEvent
    | KeepEndpointEvent
    | KeepImportEvent
    | AnnounceKey
)
