"""Add a supporting document to a case; it is kept as evidence, sealed and dated (R-008, R-087)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.document import Document, document_added

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Archive, Reply
from .recording import CaseFile, Recording
from .sending import Content, keep
from .writes import Create


@dataclass(frozen=True)
class AddDocument:
    """``content`` says what the document is; its bytes are kept as they are."""

    changing: Changing
    content: Content


def add_document(command: AddDocument, *, recording: Recording, archive: Archive, reply: Reply) -> Outcome:
    """``result`` is the document. In any state of the case: proof may arrive after its closing, too.

    Errors: ``clock_advancing`` (409); ``key_erased``.
    """
    kept: list[Document] = []  # once, whatever else happens to the case meanwhile: the archive forgets nothing

    def transition(file: CaseFile) -> Transition:
        if not kept:
            kept.append(keep(file.case, file.key, command.content, recording=recording, archive=archive))
        document = kept[0]
        drafts, writes = (document_added(document),), (Create(document, file.key),)
        return Transition(file.case, drafts, writes=writes, result=document)

    return change_case(command.changing, transition, recording=recording, reply=reply)
