"""The papers of a case that its debtor may have, and one of them (R-127)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from chalicelib.domain.debtor_page.papers import Paper, papers_of
from chalicelib.domain.errors import NotFound
from chalicelib.domain.reads import Page

from .ports import Archive
from .recording import CaseFile, Recording
from .sending import fetch
from .store_ports import Store

PAGE, MOST_PAGES = 100, 5


def debtor_papers(file: CaseFile, *, store: Store) -> tuple[Paper, ...]:
    """Two queries, more where a case has more than a hundred documents or contacts; at most five hundred of each."""
    scope, case_id = file.case.scope, file.case.id
    documents = _all(lambda position: store.documents(scope, case_id, limit=PAGE, position=position))
    contacts = _all(lambda position: store.contacts(scope, case_id, limit=PAGE, position=position))
    return papers_of(documents, contacts)


def read_paper(file: CaseFile, document_id: str, *, recording: Recording, archive: Archive) -> bytes:
    """The plain bytes of a document of this case. Errors: ``not_found``, for one of another case too."""
    document, key = recording.store.document(file.case.scope, document_id)
    if document.case_id != file.case.id:
        raise NotFound("No such document of this case.")
    return fetch(document, key, recording=recording, archive=archive)


def _all(read: Callable[[str | None], Page]) -> Iterator[Any]:
    position: str | None = None
    for _ in range(MOST_PAGES):
        page = read(position)
        yield from page.items
        position = page.position
        if position is None:
            return
