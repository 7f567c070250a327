"""Events as table and archive keep them: the header in clear, payload and salt sealed under the debtor's data key."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass

from .errors import DomainError
from .evidence import EventHeader, SaltedPayload, canonical_json, header_hash

_FIELDS = frozenset({"format", "case_id", "header", "hash", "key_id", "sealed"})
_FORMAT = "amiable-event/1"


class KeyErased(DomainError):
    """The debtor's data key is gone: what it sealed is erased, for good (R-142)."""

    code = "key_erased"


class SealBroken(DomainError):
    """What was sealed does not open here: changed, moved from another place, or sealed under another key."""

    code = "seal_broken"


@dataclass(frozen=True)
class WrappedKey:
    """A data key as KMS wrapped it. ``context`` is KMS's encryption context, needed again to unwrap it.

    Stored in the table, never under a lock: deleting it is the erasure.
    """

    ciphertext: bytes
    context: Mapping[str, str]


@dataclass(frozen=True)
class ArchivedEvent:
    """One event object of the archive. ``key_id`` names the data key, ``sealed`` is payload and salt under it."""

    case_id: str
    header: EventHeader
    hash: str
    key_id: str
    sealed: bytes

    def to_bytes(self) -> bytes:
        """The object's body, canonical: the same event always gives the same bytes."""
        return canonical_json(
            {
                "format": _FORMAT,
                "case_id": self.case_id,
                "header": self.header.to_json(),
                "hash": self.hash,
                "key_id": self.key_id,
                "sealed": base64.b64encode(self.sealed).decode("ascii"),
            }
        )

    @classmethod
    def from_bytes(cls, body: bytes) -> ArchivedEvent:
        """The event in an object's body. Anything that ``to_bytes`` did not write raises ``ValueError``."""
        value = _object(json.loads(body))
        if set(value) != _FIELDS or value["format"] != _FORMAT:
            raise ValueError("not an archived event")
        event = cls(
            case_id=str(value["case_id"]),
            header=EventHeader.from_json(_object(value["header"])),
            hash=str(value["hash"]),
            key_id=str(value["key_id"]),
            sealed=_bytes(value["sealed"]),
        )
        if event.to_bytes() != body:
            raise ValueError("the archived event is not in its canonical form")
        return event

    @property
    def hash_matches(self) -> bool:
        return self.hash == header_hash(self.header)


def payload_plaintext(salted: SaltedPayload) -> bytes:
    """What is sealed: payload and salt together, so that one erasure takes both."""
    salt = base64.b64encode(salted.salt).decode("ascii")
    return canonical_json({"payload": dict(salted.payload), "salt": salt})


def parse_payload(plaintext: bytes) -> SaltedPayload:
    """Payload and salt out of what ``payload_plaintext`` wrote; anything else raises ``ValueError``."""
    value = _object(json.loads(plaintext))
    return SaltedPayload(_object(value.get("payload")), _bytes(value.get("salt")))


def _object(value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    raise ValueError("not a JSON object")


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(str(value), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
