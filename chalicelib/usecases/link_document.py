"""Hand out a document of a case by a short-lived link."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.archive_layout import document_context
from chalicelib.domain.document import Document
from chalicelib.domain.parties import Scope

from .ports import Archive, Files, Vault
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
    sealed = archive.read_oldest_version(document.archive_key).body
    content = vault.open(key, sealed, document_context(document.case_id, document.id))
    url = files.download_link(scope, document.debtor_id, document.name, document.media_type, content)
    return LinkedDocument(document, url)
