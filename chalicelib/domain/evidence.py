"""The evidence trail: events chained by the hash of their headers, payloads bound to them by salted commitments.

Why headers only: a payload can be erased with its key and the chain still verifies
(docs/decisions/0001-evidence-trail.md; R-128).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring

SALT_BYTES = 32
LARGEST_INTEGER = 2**53 - 1  # RFC 8785: numbers are IEEE 754 doubles; beyond this they are no longer exact


class NotCanonical(ValueError):
    """The value has no canonical form here: a float, a huge integer, a lone surrogate, or no JSON type at all."""


def canonical_json(value: object) -> bytes:
    """RFC 8785 (JCS) bytes of None, bool, int, str, list or tuple, and mapping; floats raise ``NotCanonical``."""
    return "".join(_tokens(value)).encode("utf-8")


def _tokens(value: object) -> Iterator[str]:
    if value is None or isinstance(value, bool):
        yield json.dumps(value)
    elif isinstance(value, str):
        yield _string(value)
    elif isinstance(value, int):
        yield _integer(value)
    elif isinstance(value, Mapping):
        yield from _members(value)
    elif isinstance(value, (list, tuple)):
        separator = "["
        for item in value:
            yield separator
            yield from _tokens(item)
            separator = ","
        yield "]" if value else "[]"
    else:
        raise NotCanonical(f"{type(value).__name__} has no canonical JSON form")


def _members(value: Mapping[object, object]) -> Iterator[str]:
    names = [name for name in value if isinstance(name, str)]
    if len(names) != len(value):
        raise NotCanonical("an object's member names are strings")
    quoted = {name: _string(name) for name in names}
    separator = "{"
    for name in sorted(quoted, key=lambda text: text.encode("utf-16-be")):
        yield f"{separator}{quoted[name]}:"
        yield from _tokens(value[name])
        separator = ","
    yield "}" if quoted else "{}"


def _string(value: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("a string holds a lone surrogate") from error
    return encode_basestring(value)


def _integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise NotCanonical("an integer beyond 2^53 - 1 has no exact JSON number")
    return int.__repr__(value)


def instant_text(at: datetime) -> str:
    """An aware instant as RFC 3339 in UTC with microseconds, the one form that is hashed."""
    if at.tzinfo is None:
        raise ValueError("an instant of the trail carries its time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class EventHeader:
    """What the chain hashes. Ids, types and instants only, never personal data: headers outlive an erasure.

    ``occurred_at`` is case time, ``recorded_at`` wall time. Hashes are 64 lower-case hexadecimal digits.
    """

    sequence: int
    type: str
    occurred_at: datetime
    recorded_at: datetime
    actor_id: str
    previous_hash: str
    payload_commitment: str

    def to_json(self) -> dict[str, object]:
        return {
            "sequence": self.sequence,
            "type": self.type,
            "occurred_at": instant_text(self.occurred_at),
            "recorded_at": instant_text(self.recorded_at),
            "actor_id": self.actor_id,
            "previous_hash": self.previous_hash,
            "payload_commitment": self.payload_commitment,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> EventHeader:
        """The header as ``to_json`` wrote it; any other shape or spelling raises ``ValueError``."""
        sequence = value.get("sequence")
        texts = {name: str(value.get(name)) for name in cls.__dataclass_fields__ if name != "sequence"}
        header = cls(
            sequence=int(sequence) if isinstance(sequence, int) else 0,
            type=texts["type"],
            occurred_at=datetime.fromisoformat(texts["occurred_at"]),
            recorded_at=datetime.fromisoformat(texts["recorded_at"]),
            actor_id=texts["actor_id"],
            previous_hash=texts["previous_hash"],
            payload_commitment=texts["payload_commitment"],
        )
        if canonical_json(header.to_json()) != canonical_json(value):
            raise ValueError("the header is not in its canonical shape")
        return header


@dataclass(frozen=True)
class DatedEvent:
    """An event that has happened, with its instants and author, but has no place in the chain yet."""

    type: str
    occurred_at: datetime
    recorded_at: datetime
    actor_id: str
    payload: Mapping[str, object]


@dataclass(frozen=True)
class SaltedPayload:
    """What a commitment commits to: sealed under the debtor's key in table and archive, plain in an evidence pack."""

    payload: Mapping[str, object]
    salt: bytes


@dataclass(frozen=True)
class ChainHead:
    """The last event's sequence and header hash; whoever keeps one can prove a later truncation."""

    sequence: int
    hash: str


@dataclass(frozen=True)
class ChainFault:
    """One thing that does not add up: at which sequence (0: the chain as a whole), a stable code, and what it means."""

    sequence: int
    code: str
    detail: str


def genesis_hash(case_id: str) -> str:
    """What the first header follows: bound to the case, so that no chain can be moved to another one."""
    return hashlib.sha256(canonical_json({"amiable_evidence_chain": 1, "case_id": case_id})).hexdigest()


def genesis(case_id: str) -> ChainHead:
    """The head of a chain that has no event yet."""
    return ChainHead(0, genesis_hash(case_id))


def header_hash(header: EventHeader) -> str:
    """SHA-256 of the canonical header."""
    return hashlib.sha256(canonical_json(header.to_json())).hexdigest()


def commit_payload(payload: Mapping[str, object], salt: bytes) -> str:
    """SHA-256(salt ‖ canonical payload): binds the payload, reveals nothing of it without the 32-byte salt."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(salt + canonical_json(payload)).hexdigest()


def append(head: ChainHead, event: DatedEvent, salt: bytes) -> tuple[EventHeader, ChainHead]:
    """Give the event its place after ``head``: its header and the new head. The salt is fresh for each event."""
    header = EventHeader(
        sequence=head.sequence + 1,
        type=event.type,
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        actor_id=event.actor_id,
        previous_hash=head.hash,
        payload_commitment=commit_payload(event.payload, salt),
    )
    return header, ChainHead(header.sequence, header_hash(header))


def verify_chain(
    case_id: str,
    headers: Sequence[EventHeader],
    payloads: Mapping[int, SaltedPayload] | None = None,
    head: ChainHead | None = None,
) -> list[ChainFault]:
    """Every fault of the chain, in order; empty when it holds.

    ``payloads`` are compared where given (an erased one is simply absent). ``head`` is one that somebody else kept:
    without it a truncated tail cannot be seen, and a chain that holds is complete up to its last event, no more.
    """
    faults: list[ChainFault] = []
    reached = genesis(case_id)
    kept_hash_seen = head is None or head == reached
    for header in headers:
        if header.sequence != reached.sequence + 1:
            faults.append(ChainFault(header.sequence, "sequence_broken", f"follows {reached.sequence}"))
        if header.previous_hash != reached.hash:
            faults.append(ChainFault(header.sequence, "chain_broken", "does not follow the event before it"))
        salted = (payloads or {}).get(header.sequence)
        if salted is not None and not payload_matches(header, salted):
            faults.append(ChainFault(header.sequence, "payload_mismatch", "is not the payload that was recorded"))
        reached = ChainHead(header.sequence, header_hash(header))
        kept_hash_seen = kept_hash_seen or reached == head
    if head is not None and not kept_hash_seen:
        code = "truncated" if head.sequence > reached.sequence else "head_mismatch"
        faults.append(ChainFault(head.sequence, code, f"the chain ends at {reached.sequence} without this head"))
    return faults


def payload_matches(header: EventHeader, salted: SaltedPayload) -> bool:
    """Whether this payload and salt are the ones the header commits to."""
    try:
        return commit_payload(salted.payload, salted.salt) == header.payload_commitment
    except ValueError:
        return False


def document_references(value: object) -> Iterator[tuple[str, str]]:
    """Each (document id, SHA-256) a payload mentions: any object, at any depth, with ``document_id`` and ``sha256``."""
    if isinstance(value, Mapping):
        document_id, sha256 = value.get("document_id"), value.get("sha256")
        if isinstance(document_id, str) and isinstance(sha256, str):
            yield document_id, sha256
        for member in value.values():
            yield from document_references(member)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from document_references(item)


def mandate_references(payload: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The (mandate id, SHA-256 of its signed paper) a payload tells of, if any."""
    mandate_id, sha256 = payload.get("mandate_id"), payload.get("document_sha256")
    if isinstance(mandate_id, str) and isinstance(sha256, str):
        yield mandate_id, sha256
