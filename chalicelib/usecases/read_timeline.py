"""Show a case's events, oldest first, each with its place in the chain (R-084..R-088)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.archive_layout import event_context
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.sealed_event import KeyErased, WrappedKey, parse_payload

from .ports import Vault
from .store_ports import Store
from .writes import StoredEvent

INTERNAL = frozenset({"state"})


@dataclass(frozen=True)
class TimelineEntry:
    """``payload`` is what the event says; ``None`` once the debtor's key is erased."""

    event: StoredEvent
    payload: Mapping[str, Any] | None


def read_timeline(scope: Scope, case_id: str, *, limit: int, position: str | None, store: Store, vault: Vault) -> Page:
    """A page of ``TimelineEntry``. Errors: ``not_found``."""
    case = store.case(scope, case_id)
    key = _key(scope, case.debtor_id, store)
    page = store.events(scope, case_id, limit=limit, position=position)
    entries = tuple(_opened(event, case_id, key, vault) for event in page.items)
    return Page(entries, page.position)


def _key(scope: Scope, debtor_id: str, store: Store) -> WrappedKey | None:
    try:
        return store.debtor(scope, debtor_id)[1]
    except KeyErased:
        return None


def _opened(event: StoredEvent, case_id: str, key: WrappedKey | None, vault: Vault) -> TimelineEntry:
    if key is None:
        return TimelineEntry(event, None)
    plain = vault.open(key, event.sealed, event_context(case_id, event.header.sequence))
    payload = {name: value for name, value in parse_payload(plain).payload.items() if name not in INTERNAL}
    return TimelineEntry(event, payload)
