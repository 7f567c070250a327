"""Requests about test data."""

from __future__ import annotations

from .values import ClockId, Request


class ErasureRequest(Request):
    """``POST /test-data/erasures``; without a clock, everything of test mode."""

    test_clock_id: ClockId | None = None
