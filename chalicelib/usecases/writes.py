"""The writes of the store, where use cases look for them; the domain defines them, so that adapters may know them."""

from __future__ import annotations

from chalicelib.domain.writes import (
    AppendEvents,
    ClaimInvoice,
    Consumer,
    Create,
    Enqueue,
    KeepClockEvent,
    KeepComplianceEntry,
    KeepDebtorKey,
    KeepEndpointEvent,
    MarkRunning,
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

__all__ = [
    "AppendEvents",
    "ClaimInvoice",
    "Consumer",
    "Create",
    "Enqueue",
    "KeepClockEvent",
    "KeepComplianceEntry",
    "KeepDebtorKey",
    "KeepEndpointEvent",
    "MarkRunning",
    "Plain",
    "ReleaseInvoice",
    "RequireClockReady",
    "RequireDebtor",
    "SaveContactLog",
    "Sealable",
    "StoreAnswer",
    "StoredEvent",
    "Update",
    "Write",
]
