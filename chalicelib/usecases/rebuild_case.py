"""Rebuild a case from the archive alone: its last event carries the whole state (R-128, design: evidence)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.case import Case
from chalicelib.domain.errors import DomainError, NotFound
from chalicelib.domain.evidence import ChainFault, ChainHead, header_hash
from chalicelib.domain.parties import Scope
from chalicelib.domain.sealed_event import KeyErased, WrappedKey

from .ports import Snapshots
from .read_archived_events import ArchivedTrail, ArchiveReader, DataKeys, ReadEvent, SealOpener, read_archived_events
from .store_ports import Store

STATE = "state"


class ArchiveUnusable(DomainError):
    """The archive holds events of the case, but none that can be opened carries its state."""

    code = "archive_unusable"


@dataclass(frozen=True)
class RebuiltCase:
    """The case as its last archived transaction left it. ``faults`` are what the trail has against it.

    ``later`` events were archived without their transaction's last one: it is still on its way, or missing.
    """

    case: Case
    later: int
    faults: tuple[ChainFault, ...]


def rebuild_case(
    scope: Scope,
    case_id: str,
    *,
    archive: ArchiveReader,
    vault: SealOpener,
    keys: DataKeys,
    snapshots: Snapshots,
    head: ChainHead | None = None,
) -> RebuiltCase:
    """Nothing is read but the archive and the wrapped keys. ``head``, kept elsewhere, shows a missing tail.

    Errors: ``not_found``; ``key_erased``; ``archive_unusable``.
    """
    trail = read_archived_events(
        scope.tenant_id, scope.livemode, case_id, archive=archive, vault=vault, keys=keys, head=head
    )
    if not trail.events:
        raise NotFound(f"The archive holds no case {case_id}.")
    last = _last_with_state(trail)
    if last.salted is None:  # what ``_last_with_state`` looked for
        raise ArchiveUnusable("No archived event carries the state of the case.")
    state = last.salted.payload[STATE]
    if not isinstance(state, dict):
        raise ArchiveUnusable("The state in the archive is no object.")
    reached = ChainHead(last.header.sequence, header_hash(last.header))
    case = replace(snapshots.decode(state), chain=reached)
    return RebuiltCase(case, trail.head.sequence - reached.sequence, trail.faults)


def _last_with_state(trail: ArchivedTrail) -> ReadEvent:
    for event in reversed(trail.events):
        if event.salted is not None and STATE in event.salted.payload:
            return event
    if all(event.erased for event in trail.events):
        raise KeyErased("The data of this case has been erased.")
    raise ArchiveUnusable("No archived event carries the state of the case.")


@dataclass(frozen=True)
class StoredKeys:
    """The wrapped keys of one world, as ``DataKeys``; ``None`` once erased."""

    store: Store
    scope: Scope

    def wrapped_key(self, key_id: str) -> WrappedKey | None:
        return self.store.debtor_key(self.scope, key_id)
