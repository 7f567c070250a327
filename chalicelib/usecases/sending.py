"""What every contact needs besides the recording: texts, archive, channels of the mode, and the tariff."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from chalicelib.domain.case import Case
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.sealed_event import WrappedKey

from .look_before import Looking
from .page_ports import NoLinks, PageLinks
from .ports import Archive, Channels, MimeWriter, Renderer, Tariff
from .recording import CaseFile, Recording
from .sealed_papers import put_away, taken_out
from .store_ports import ClockRoom

NO_LINKS = NoLinks()


@dataclass(frozen=True)
class Sending:
    """The ports of a contact. ``live`` and ``test`` are two worlds; only the case's mode chooses between them."""

    recording: Recording
    rooms: ClockRoom
    renderer: Renderer
    mime: MimeWriter
    archive: Archive
    tariff: Tariff
    live: Channels
    test: Channels
    looking: Looking
    links: PageLinks = NO_LINKS

    def channels(self, case: Case) -> Channels:
        return self.live if case.scope.livemode else self.test


@dataclass(frozen=True)
class Content:
    """A document to be kept: what it is, what it is called, and its bytes."""

    kind: DocumentKind
    name: str
    media_type: str
    body: bytes


def keep(
    case: Case,
    key: WrappedKey,
    content: Content,
    *,
    recording: Recording,
    archive: Archive,
    document_id: str | None = None,
) -> Document:
    """Seals and archives a document, once. The metadata still has to be written with the change that caused it.

    ``document_id`` is given where the same document may be kept again after a fault.
    """
    document_id = document_id or recording.ids.new("doc")
    wall_now = recording.wall.now()
    place = put_away(
        content.body,
        scope=case.scope,
        owner_id=case.id,
        paper_id=document_id,
        key=key,
        kept_as=(case.debtor_kind, content.kind),
        wall_now=wall_now,
        vault=recording.vault,
        archive=archive,
    )
    return Document(
        id=document_id,
        scope=case.scope,
        case_id=case.id,
        debtor_id=case.debtor_id,
        kind=content.kind,
        name=content.name,
        media_type=content.media_type,
        size=len(content.body),
        sha256=hashlib.sha256(content.body).hexdigest(),
        archive_key=place,
        created_at=wall_now,
    )


def fetch(document: Document, key: WrappedKey, *, recording: Recording, archive: Archive) -> bytes:
    """The plain bytes of a kept document."""
    return taken_out(
        document.archive_key,
        owner_id=document.case_id,
        paper_id=document.id,
        key=key,
        vault=recording.vault,
        archive=archive,
    )


def keep_in(file: CaseFile, content: Content, ports: Sending) -> Document:
    """As ``keep``, for the case of a wake-up."""
    return keep(file.case, file.key, content, recording=ports.recording, archive=ports.archive)
