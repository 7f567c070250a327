"""The signed paper of a mandate, opened again: for its creditor, and for the evidence of its cases (MAND_01)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.domain.collector import Mandate
from chalicelib.domain.errors import NotFound
from chalicelib.domain.evidence import mandate_references
from chalicelib.domain.mandates import mandate_of
from chalicelib.domain.parties import Creditor, Scope
from chalicelib.domain.sealed_event import SealBroken, WrappedKey

from .ports import Archive, Files, Vault
from .sealed_papers import taken_out
from .store_ports import Store

if TYPE_CHECKING:
    from chalicelib.domain.evidence_pack import PackDocument

PDF = "application/pdf"
BYTES = "application/octet-stream"


@dataclass(frozen=True)
class LinkedPaper:
    """``url`` works for a few minutes, without a key."""

    mandate: Mandate
    name: str
    media_type: str
    size: int
    url: str


def key_context(scope: Scope, creditor_id: str) -> dict[str, str]:
    """What the data key of a creditor's papers is bound to."""
    return {"tenant_id": scope.tenant_id, "mode": scope.mode, "creditor_id": creditor_id}


def link_mandate_paper(
    scope: Scope, creditor_id: str, mandate_id: str, *, store: Store, vault: Vault, archive: Archive, files: Files
) -> LinkedPaper:
    """Errors: ``not_found``, also for a mandate that was recorded without its paper."""
    creditor = store.creditor(scope, creditor_id)
    mandate = mandate_of(creditor, mandate_id)
    body = opened_paper(creditor, mandate, vault=vault, archive=archive)
    name, media_type = paper_name(mandate, body), PDF if is_pdf(body) else BYTES
    url = files.download_link(scope, creditor.id, name, media_type, body)
    return LinkedPaper(mandate, name, media_type, len(body), url)


def opened_paper(creditor: Creditor, mandate: Mandate, *, vault: Vault, archive: Archive) -> bytes:
    """The plain bytes as they were recorded. Errors: ``not_found``, also when they are not those of the mandate."""
    if mandate.archive_key is None or mandate.wrapped_key is None:
        raise NotFound(f"The paper of mandate {mandate.id} is not kept.")
    key = WrappedKey(base64.b64decode(mandate.wrapped_key), key_context(creditor.scope, creditor.id))
    place = mandate.archive_key
    body = taken_out(place, owner_id=creditor.id, paper_id=mandate.id, key=key, vault=vault, archive=archive)
    if hashlib.sha256(body).hexdigest() != mandate.document_sha256:
        raise NotFound(f"The paper that is kept is not the one of mandate {mandate.id}.")
    return body


def paper_name(mandate: Mandate, body: bytes) -> str:
    """``mandat-MDT-2026-7.pdf``; no ending where the paper is no PDF."""
    reference = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in mandate.reference)
    return f"mandat-{reference}{'.pdf' if is_pdf(body) else ''}"


def is_pdf(body: bytes) -> bool:
    """By its first bytes."""
    return body.startswith(b"%PDF-")


def papers_told(
    creditor: Creditor, payloads: Iterable[Mapping[str, object]], *, vault: Vault, archive: Archive
) -> tuple[list[PackDocument], list[str]]:
    """The papers that events of a case tell of, one read each, and the ids of those that cannot be read."""
    from chalicelib.domain.evidence_pack import PackDocument  # what packs are made with: only where one is made

    told = {mandate_id for payload in payloads for mandate_id, _ in mandate_references(payload)}
    papers, unreadable = [], []
    for mandate_id in sorted(told):
        try:
            mandate = mandate_of(creditor, mandate_id)
            body = opened_paper(creditor, mandate, vault=vault, archive=archive)
        except (NotFound, SealBroken):
            unreadable.append(mandate_id)
        else:
            papers.append(PackDocument(mandate_id, paper_name(mandate, body), body))
    return papers, unreadable
