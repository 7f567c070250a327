"""Promises to pay, in requests (R-081)."""

from __future__ import annotations

from typing import Literal

from .values import Day, LongText, PositiveEuro, Request


class PromiseRequest(Request):
    """``POST /cases/{id}/promises``: how much, by which day, and how the debtor said it."""

    amount: PositiveEuro | None = None
    pay_on: Day
    channel: Literal["email", "sms", "call", "letter", "registered_letter", "visit"]
    note: LongText | None = None
