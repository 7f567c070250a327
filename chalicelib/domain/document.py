"""A document of a case: its metadata. The bytes are in the archive, sealed with the debtor's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .events import CaseEvent, EventType, event
from .parties import Scope


class DocumentKind(StrEnum):
    """What the document is; supporting documents keep their type (R-008)."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    ORDER = "order"
    DELIVERY_NOTE = "delivery_note"
    CONTRACT = "contract"
    CORRESPONDENCE = "correspondence"
    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    FORMAL_NOTICE = "formal_notice"
    CALL_SHEET = "call_sheet"
    RECEIPT = "receipt"
    STATEMENT = "statement"
    CLAIM_DECLARATION = "claim_declaration"
    PAYMENT_PLAN = "payment_plan"
    MANDATE_ANNEX = "mandate_annex"
    PROOF_OF_DELIVERY = "proof_of_delivery"
    EVIDENCE_PACK = "evidence_pack"


@dataclass(frozen=True)
class Document:
    """``sha256`` (hex) is over the plain bytes; ``archive_key`` is where the sealed bytes lie."""

    id: str
    scope: Scope
    case_id: str
    debtor_id: str
    kind: DocumentKind
    name: str
    media_type: str
    size: int
    sha256: str
    archive_key: str
    created_at: datetime


def document_added(document: Document) -> CaseEvent:
    """The case has one more document; its name is for people, its digest for whoever verifies."""
    return event(
        EventType.DOCUMENT_ADDED,
        {"name": document.name},
        kind=document.kind.value,
        documents=[{"document_id": document.id, "sha256": document.sha256}],
    )
