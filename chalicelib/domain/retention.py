"""How long evidence is kept under lock (GDPR_03; design: retention): never shorter than a claim can be contested."""

from __future__ import annotations

from datetime import datetime

from .document import DocumentKind
from .parties import DebtorKind

ACCOUNTING_YEARS = 10
BUSINESS_YEARS = 6
CONSUMER_YEARS = 3

ACCOUNTING_KINDS = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.RECEIPT})


def retain_until(wall_now: datetime, debtor_kind: DebtorKind, document: DocumentKind | None = None) -> datetime:
    """Until when: accounting documents ten years (C. com. L123-22), consumer cases three, the rest six.

    That is five years (two) after the longest year a case lives. 29 February becomes 28.
    """
    if document in ACCOUNTING_KINDS:
        years = ACCOUNTING_YEARS
    elif debtor_kind is DebtorKind.CONSUMER:
        years = CONSUMER_YEARS
    else:
        years = BUSINESS_YEARS
    year = wall_now.year + years
    if (wall_now.month, wall_now.day) == (2, 29):
        return wall_now.replace(year=year, day=28)
    return wall_now.replace(year=year)
