"""Which papers of a case its debtor may have: what was claimed, what was sent to them, what they paid and signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.negotiation.one_time_code import TEMPLATE as CODE

THEIRS = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.RECEIPT, DocumentKind.PAYMENT_PLAN})
"""Kinds that are the debtor's whoever sent them; everything else only as it was sent to them."""
SENT_AS = frozenset({DocumentKind.EMAIL, DocumentKind.LETTER, DocumentKind.FORMAL_NOTICE, DocumentKind.STATEMENT})
_NEVER_LEFT = frozenset({ContactState.INTENDED, ContactState.UNKNOWN, ContactState.FAILED})


@dataclass(frozen=True)
class Paper:
    """``size`` in bytes of the plain content."""

    document_id: str
    kind: DocumentKind
    name: str
    media_type: str
    size: int
    kept_at: datetime


def papers_of(documents: Iterable[Document], contacts: Iterable[Contact]) -> tuple[Paper, ...]:
    """The newest first. What went to the creditor, and messages with a code, are none of them."""
    sent = {document_id for contact in contacts if _reached_debtor(contact) for document_id in contact.document_ids}
    theirs = [each for each in documents if each.kind in THEIRS or (each.kind in SENT_AS and each.id in sent)]
    theirs.sort(key=lambda each: (each.created_at, each.id), reverse=True)
    return tuple(Paper(d.id, d.kind, d.name, d.media_type, d.size, d.created_at) for d in theirs)


def _reached_debtor(contact: Contact) -> bool:
    advised = contact.purpose is Purpose.ADVICE or contact.channel is Channel.CALL
    return not advised and contact.template != CODE and contact.state not in _NEVER_LEFT
