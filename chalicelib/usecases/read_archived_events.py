"""Read a case's events back from the archive: oldest versions, chain verified, payloads opened where the key lives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.archive_layout import ArchivedBody, ArchivedObject, case_prefix, event_context, event_sequence
from chalicelib.domain.evidence import (
    ChainFault,
    ChainHead,
    EventHeader,
    SaltedPayload,
    genesis,
    header_hash,
    verify_chain,
)
from chalicelib.domain.sealed_event import ArchivedEvent, KeyErased, SealBroken, WrappedKey, parse_payload


class ArchiveReader(Protocol):
    """The archive's reading side."""

    def list_objects(self, prefix: str) -> tuple[ArchivedObject, ...]: ...

    def read(self, item: ArchivedObject) -> ArchivedBody: ...


class SealOpener(Protocol):
    """Opens what was sealed for one place; ``KeyErased`` when there is no key any more."""

    def open(self, wrapped_key: WrappedKey | None, sealed: bytes, context: str) -> bytes: ...


class DataKeys(Protocol):
    """The store of wrapped data keys; ``None`` once erased."""

    def wrapped_key(self, key_id: str) -> WrappedKey | None: ...


@dataclass(frozen=True)
class ReadEvent:
    """One event out of the archive; ``salted`` is ``None`` when it is erased or does not open (then with a fault)."""

    header: EventHeader
    salted: SaltedPayload | None
    erased: bool = False


@dataclass(frozen=True)
class ArchivedTrail:
    """The events in order, the head they reach, and every fault found on the way; none means that it can be trusted."""

    events: tuple[ReadEvent, ...]
    head: ChainHead
    faults: tuple[ChainFault, ...]


def read_archived_events(
    tenant_id: str,
    livemode: bool,
    case_id: str,
    *,
    archive: ArchiveReader,
    vault: SealOpener,
    keys: DataKeys,
    head: ChainHead | None = None,
) -> ArchivedTrail:
    """The trail as first written. Pass a ``head`` kept elsewhere (the case, a webhook) to see a missing tail too.

    Extra versions and delete markers are faults to report, not to follow. Erased payloads are no fault.
    """
    prefix = case_prefix(tenant_id, livemode, case_id)
    faults: list[ChainFault] = []
    found: list[tuple[ArchivedEvent, ReadEvent]] = []
    known: dict[str, WrappedKey | None] = {}
    for item in archive.list_objects(f"{prefix}events/"):
        event = _archived_event(case_id, item, item.key.removeprefix(prefix), archive, faults)
        if event is None:
            continue
        if event.key_id not in known:
            known[event.key_id] = keys.wrapped_key(event.key_id)
        found.append((event, _opened(event, known[event.key_id], vault, faults)))
    found.sort(key=lambda pair: pair[0].header.sequence)
    events = tuple(read for _, read in found)
    faults += _chain_faults(case_id, events, head)
    reached = ChainHead(events[-1].header.sequence, header_hash(events[-1].header)) if events else genesis(case_id)
    return ArchivedTrail(events, reached, tuple(sorted(faults, key=lambda fault: fault.sequence)))


def _archived_event(
    case_id: str, item: ArchivedObject, place: str, archive: ArchiveReader, faults: list[ChainFault]
) -> ArchivedEvent | None:
    sequence = event_sequence(place)
    if sequence is None:
        faults.append(ChainFault(0, "unknown_object", f"{place} is not the name of an event"))
        return None
    if item.extra_versions:
        faults.append(ChainFault(sequence, "extra_version", f"{len(item.extra_versions)} later version(s), not read"))
    if item.deleted:
        faults.append(ChainFault(sequence, "delete_marker", "somebody tried to delete the archived event"))
    try:
        event = ArchivedEvent.from_bytes(archive.read(item).body)
    except ValueError as error:
        faults.append(ChainFault(sequence, "unreadable_event", str(error)))
        return None
    if (event.case_id, event.header.sequence) != (case_id, sequence):
        faults.append(ChainFault(sequence, "misplaced_event", "the object holds an event of another place"))
        return None
    if not event.hash_matches:
        faults.append(ChainFault(sequence, "hash_mismatch", "the stated hash is not the header's"))
    return event


def _opened(
    event: ArchivedEvent, wrapped_key: WrappedKey | None, vault: SealOpener, faults: list[ChainFault]
) -> ReadEvent:
    sequence = event.header.sequence
    try:
        plaintext = vault.open(wrapped_key, event.sealed, event_context(event.case_id, sequence))
        return ReadEvent(event.header, parse_payload(plaintext))
    except KeyErased:
        return ReadEvent(event.header, None, erased=True)
    except SealBroken as error:
        faults.append(ChainFault(sequence, "seal_broken", error.detail))
    except ValueError as error:
        faults.append(ChainFault(sequence, "unreadable_payload", str(error)))
    return ReadEvent(event.header, None)


def _chain_faults(case_id: str, events: Sequence[ReadEvent], head: ChainHead | None) -> list[ChainFault]:
    payloads = {event.header.sequence: event.salted for event in events if event.salted is not None}
    return verify_chain(case_id, [event.header for event in events], payloads, head)
