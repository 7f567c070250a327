"""The rates in use, remembered for a minute per process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from chalicelib.domain.rate_series import RateVersion, current_table
from chalicelib.domain.rates import RateTable


class RateCache:
    """Reads what the operator put once a minute at most; between, no call is made.

    A change made by another process is seen after ``ttl``. A read that fails is an error for the caller, also when an
    older answer is still known: a rate is never used longer than that.
    """

    def __init__(
        self,
        read: Callable[[], tuple[RateVersion, ...]],
        shipped: Callable[[], RateTable],
        *,
        now: Callable[[], datetime],
        ttl: timedelta = timedelta(seconds=60),
    ) -> None:
        self._read = read
        self._shipped = shipped
        self._now = now
        self._ttl = ttl
        self._kept: tuple[datetime, RateTable] | None = None
        self._one_at_a_time = Lock()

    def current(self, since: datetime | None = None) -> RateTable:
        """The table in use; the time of the read counts from before it. One read before ``since`` is read again."""
        with self._one_at_a_time:
            now = self._now()
            if self._kept is not None:
                read_at, table = self._kept
                if read_at <= now < read_at + self._ttl and (since is None or since <= read_at):
                    return table
            table = current_table(self._shipped(), self._read())
            self._kept = (now, table)
            return table

    def forget(self) -> None:
        """Reads again the next time, when this process changed them."""
        with self._one_at_a_time:
            self._kept = None

    def afresh(self) -> RateTable:
        """The table as it is now, whatever was kept; kept from here on."""
        self.forget()
        return self.current()
