"""The receipt of one payment (R-092)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .advice_record import NO_ADVICE, Advice, Remittance
from .contact import ContactRef


class ReceiptState(StrEnum):
    """The life of a receipt; a withdrawn one was replaced by the letter that says so.

    ``not_deliverable``: it, or the letter that withdraws it, could not go out by any way.
    """

    DUE = "due"
    ISSUED = "issued"
    SENT = "sent"
    WITHDRAWAL_DUE = "withdrawal_due"
    WITHDRAWN = "withdrawn"
    NOT_DELIVERABLE = "not_deliverable"
    NONE = "none"


@dataclass(frozen=True)
class Receipt:
    """The receipt of one payment: an issued one never changes, a corrected ``edition`` refers to it (R-092).

    ``document_id``, ``issued_at`` and ``spread`` (a digest of what it says) are those of the last edition issued.
    Under a mandate ``advice`` tells the creditor of the payment, and ``remittance`` is what the collector passes on.
    """

    payment_id: str
    state: ReceiptState
    document_id: str | None = None
    is_final: bool = False
    contacts: tuple[ContactRef, ...] = ()
    edition: int = 1
    issued_at: datetime | None = None
    spread: str | None = None
    advice: Advice = NO_ADVICE
    remittance: Remittance | None = None
