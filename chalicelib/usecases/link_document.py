"""Hand out a document of a case by a short-lived link."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.document import Document
from chalicelib.domain.parties import Scope

from .ports import Archive, Files, Vault
from .sealed_papers import taken_out
from .store_ports import Store


@dataclass(frozen=True)
class LinkedDocument:
    """``url`` works for a few minutes, without a key."""

    document: Document
    url: str


def link_document(
    scope: Scope, document_id: str, *, store: Store, vault: Vault, archive: Archive, files: Files
) -> LinkedDocument:
    """Opens the archived bytes (the oldest version counts) and links a plain copy.

    Errors: ``not_found``; ``key_erased`` (410) when the debtor's data was erased.
    """
    document, key = store.document(scope, document_id)
    place, owner_id = document.archive_key, document.case_id
    content = taken_out(place, owner_id=owner_id, paper_id=document.id, key=key, vault=vault, archive=archive)
    url = files.download_link(scope, document.debtor_id, document.name, document.media_type, content)
    return LinkedDocument(document, url)
