"""Disputes in requests (R-002)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.negotiation.dispute import Resolution

from .files import DocumentIn
from .values import Day, InvoiceId, InvoiceNumber, LongText, PositiveEuro, Request

MOST_DOCUMENTS, MOST_CREDIT_NOTES = 10, 10


class DisputeRequest(Request):
    """What the debtor contests. A ``reason`` that is none of the API's own counts as ``other``, and is kept."""

    reason: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,39}$")]
    detail: LongText | None = None
    channel: Literal["email", "sms", "call", "letter", "registered_letter", "visit"] = "letter"
    invoice_ids: list[InvoiceId] = Field(default=[], max_length=60)
    amount: PositiveEuro | None = None
    documents: list[DocumentIn] = Field(default=[], max_length=MOST_DOCUMENTS)
    undisputed_goes_on: bool | None = None


class DisputeAnswerRequest(Request):
    """The creditor's position, as the debtor reads it."""

    answer: LongText
    undisputed_goes_on: bool | None = None


class DisputeCreditNoteIn(Request):
    """A credit note that the resolution brings with it."""

    invoice_id: InvoiceId
    number: InvoiceNumber
    issued_on: Day
    amount: PositiveEuro
    effective: Literal["invoice_due_date", "issue_date"] = "invoice_due_date"


class DisputeResolutionRequest(Request):
    """Who was right, why, and what is taken off."""

    resolution: Resolution
    reason: LongText
    credit_notes: list[DisputeCreditNoteIn] = Field(default=[], max_length=MOST_CREDIT_NOTES)
    reduction: PositiveEuro | None = None
