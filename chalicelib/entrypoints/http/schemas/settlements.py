"""Offers of settlement in requests (R-073)."""

from __future__ import annotations

from .values import Day, PositiveEuro, Request


class SettlementRequest(Request):
    """``POST /cases/{id}/settlements``: what is taken for all that is owed, if it is received by that day."""

    amount: PositiveEuro
    valid_until: Day
