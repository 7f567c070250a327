"""The last look of a creditor, and what is said of a balance, in requests (R-133)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.domain.last_look import LONGEST_AGE_DAYS, LONGEST_PATIENCE_DAYS, PATIENCE_DAYS, LookMode

from .values import Day, Euro, InvoiceNumber, Request


class LastLookRequest(Request):
    """``PUT /creditors/{id}/last-look``: ``url`` with ``callback``, ``max_age_days`` with ``max_age``."""

    mode: LookMode
    url: Annotated[str, Field(min_length=8, max_length=2000)] | None = None
    max_age_days: Annotated[int, Field(ge=0, le=LONGEST_AGE_DAYS)] | None = None
    patience_days: Annotated[int, Field(ge=1, le=LONGEST_PATIENCE_DAYS)] = PATIENCE_DAYS


class BookedInvoiceIn(Request):
    """What is unpaid of an invoice, as it is booked."""

    number: InvoiceNumber
    outstanding: Euro


class BalanceConfirmationRequest(Request):
    """``POST /cases/{id}/balance-confirmations``; without ``invoices``, the balance simply agrees."""

    as_of: Day
    invoices: Annotated[list[BookedInvoiceIn], Field(max_length=60)] = Field(default_factory=list)
