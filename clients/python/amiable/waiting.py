"""Test clocks, with what everybody writes around them: wait until the clock has arrived."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from .contract.api.test_clocks import TestClocksResource
from .contract.models.clock_advance import ClockAdvance
from .contract.models.test_clock import TestClock
from .errors import ClockFailed

_FIRST, _LONGEST = 0.25, 4.0  # seconds between two looks


class TestClocks(TestClocksResource):
    """Virtual time in test mode."""

    __test__ = False  # no test class, whatever its name begins with

    def advance_and_wait(
        self,
        clock_id: str,
        to: datetime,
        *,
        timeout: float = 600.0,
        on_progress: Callable[[TestClock], None] | None = None,
        idempotency_key: str | None = None,
    ) -> TestClock:
        """Advance a clock and wait until everything due up to then has happened.

        Args:
            clock_id: The id, `clk_…`.
            to: Where to, with its time zone; forward only.
            timeout: Seconds to wait; the clock goes on when they are over.
            on_progress: Called with the clock each time it was looked at.
            idempotency_key: As for ``advance_test_clock``.

        Raises:
            ClockFailed: the clock stopped on a failure, or did not arrive in time.
            ApiError: the API refused.
        """
        ends = time.monotonic() + timeout
        clock = self.advance_test_clock(clock_id, ClockAdvance(to=to), idempotency_key=idempotency_key)
        pause = _FIRST
        while True:
            if on_progress is not None:
                on_progress(clock)
            if clock.status == "ready":
                return clock
            if clock.status == "failed":
                raise ClockFailed(f"{clock_id} stopped at {clock.now.isoformat()}: {clock.failure}")
            if time.monotonic() + pause > ends:
                raise ClockFailed(f"{clock_id} is at {clock.now.isoformat()} after {timeout:g} s, and goes on")
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST)
            clock = self.get_test_clock(clock_id)
