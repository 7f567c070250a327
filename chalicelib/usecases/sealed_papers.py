"""A paper in the archive: sealed under its owner's key on its way in, opened on its way out.

The owner is a case, a debtor (the proof of a fact) or a creditor (a mandate): the first part of the place and of the
seal's context, so that no sealed paper opens anywhere but in its own place.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.archive_layout import document_context, document_key
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.parties import DebtorKind, Scope
from chalicelib.domain.retention import retain_until
from chalicelib.domain.sealed_event import WrappedKey

from .ports import Archive, Vault


def put_away(
    body: bytes,
    *,
    scope: Scope,
    owner_id: str,
    paper_id: str,
    key: WrappedKey,
    kept_as: tuple[DebtorKind, DocumentKind],
    wall_now: datetime,
    vault: Vault,
    archive: Archive,
) -> str:
    """Where it lies from now on. Put once; locked in live mode for as long as ``kept_as`` is to be retained."""
    place = document_key(scope.tenant_id, scope.livemode, owner_id, paper_id)
    archive.put_once(
        place,
        vault.seal(key, body, document_context(owner_id, paper_id)),
        livemode=scope.livemode,
        content_type="application/octet-stream",
        retain_until=retain_until(wall_now, *kept_as) if scope.livemode else None,
    )
    return place


def taken_out(place: str, *, owner_id: str, paper_id: str, key: WrappedKey, vault: Vault, archive: Archive) -> bytes:
    """The plain bytes. Errors: ``not_found``; ``SealBroken`` for a paper that lies in another's place."""
    return vault.open(key, archive.read_oldest_version(place).body, document_context(owner_id, paper_id))
