"""Every document of a case that belongs into its evidence: those listed, and those that an event mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.evidence import document_references
from chalicelib.domain.parties import Scope

from .store_ports import Store

PAGE = 100


def case_documents(scope: Scope, case_id: str, payloads: Iterable[object], *, store: Store) -> tuple[Document, ...]:
    """In order of their ids; an earlier evidence pack is no part of the next. ``KeyErased`` once the key is gone.

    The list of a case lags a little, so what events mention is looked up too.
    """
    found = {document.id: document for document in _listed(scope, case_id, store)}
    mentioned = {document_id for payload in payloads for document_id, _ in document_references(payload)}
    for document_id in sorted(mentioned - set(found)):
        found[document_id] = store.document(scope, document_id)[0]
    kept = (document for document in found.values() if document.kind is not DocumentKind.EVIDENCE_PACK)
    return tuple(sorted(kept, key=lambda document: document.id))


def _listed(scope: Scope, case_id: str, store: Store) -> Iterator[Document]:
    position: str | None = None
    while True:
        page = store.documents(scope, case_id, limit=PAGE, position=position)
        yield from page.items
        position = page.position
        if position is None:
            return
