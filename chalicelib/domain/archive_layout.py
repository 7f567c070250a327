"""Where everything lies in the archive bucket, and what each sealed object is bound to. The only place with key names.

- <mode>/<tenant>/<case>/events/000001.json: one event: header, hash, sealed payload and salt (ArchivedEvent)
- <mode>/<tenant>/<case>/documents/<document>: one document as sent or received, sealed

``mode`` is ``live`` (Object Lock, compliance) or ``test`` (no lock, 30 days). Ids never need escaping.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_EVENT = re.compile(r"events/(\d{6,})\.json")


@dataclass(frozen=True)
class ArchivedObject:
    """An object as the archive lists it. ``version_id`` is the oldest version: the proof.

    ``extra_versions`` were put over it later, ``deleted`` says that a delete marker was: both are to be explained.
    """

    key: str
    version_id: str
    size: int
    extra_versions: tuple[str, ...] = ()
    deleted: bool = False


@dataclass(frozen=True)
class ArchivedBody:
    """An archived object and the bytes of its oldest version."""

    item: ArchivedObject
    body: bytes


def mode_prefix(livemode: bool) -> str:
    """The two worlds of the bucket: one locked, one not."""
    return "live/" if livemode else "test/"


def case_prefix(tenant_id: str, livemode: bool, case_id: str) -> str:
    """What all objects of one case start with."""
    return f"{mode_prefix(livemode)}{_checked(tenant_id)}/{_checked(case_id)}/"


def event_key(tenant_id: str, livemode: bool, case_id: str, sequence: int) -> str:
    """The object of one event."""
    return case_prefix(tenant_id, livemode, case_id) + event_place(sequence)


def document_key(tenant_id: str, livemode: bool, case_id: str, document_id: str) -> str:
    """The object of one document."""
    return f"{case_prefix(tenant_id, livemode, case_id)}documents/{_checked(document_id)}"


def event_place(sequence: int) -> str:
    """The event's name inside its case, in archive and evidence pack alike: six digits, so that names sort."""
    if sequence < 1:
        raise ValueError("events are numbered from 1")
    return f"events/{sequence:06d}.json"


def event_sequence(place: str) -> int | None:
    """The sequence in an event's name inside its case; ``None`` when it is not the name of an event."""
    match = _EVENT.fullmatch(place)
    if match is None or event_place(int(match[1]) or 1) != place:
        return None
    return int(match[1])


def event_context(case_id: str, sequence: int) -> str:
    """The associated data of a sealed event: it opens in this place of this case only."""
    return f"{_checked(case_id)}/{event_place(sequence)}"


def document_context(case_id: str, document_id: str) -> str:
    """The associated data of a sealed document."""
    return f"{_checked(case_id)}/documents/{_checked(document_id)}"


def _checked(identifier: str) -> str:
    if not _ID.fullmatch(identifier):
        raise ValueError("an id has letters, digits, - and _ only")
    return identifier
