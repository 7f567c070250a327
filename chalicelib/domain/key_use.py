"""How much a key and its tenant may ask, and what is remembered of a key's use: quotas, leases, days (R-130)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from .parties import Scope

WINDOW_SECONDS = 60
CONFIRMED_SECONDS = 5
"""How long a process serves a key from memory before it asks the table again: what a revocation takes at most."""
KEPT_DAYS = 100
"""Days of use, today included, that can be read; the table forgets them a little later."""


@dataclass(frozen=True)
class Quotas:
    """Requests in a window of a minute, of one key and of its whole tenant; test and live mode count apart."""

    per_key: int
    per_tenant: int

    @property
    def first_lease(self) -> int:
        """What a process that knows nothing of a key takes: little, so that many processes leave each other some."""
        return max(1, min(10, self._twentieth))

    @property
    def largest_lease(self) -> int:
        """What a process takes at most at once."""
        return self._twentieth

    @property
    def alone(self) -> int:
        """Requests of a key that a process answers in a window while the table grants nothing and refuses nothing."""
        return self._twentieth

    @property
    def alone_per_tenant(self) -> int:
        """The same of all keys of a tenant together: many keys are no way around the tenant's quota."""
        return max(1, self.per_tenant // 20)

    @property
    def _twentieth(self) -> int:
        return max(1, min(self.per_key, self.per_tenant) // 20)


@dataclass(frozen=True)
class KeyUser:
    """Who asks. ``version`` is that of the key as the process knows it; the operator's never changes."""

    scope: Scope
    key_id: str
    version: int = 1


@dataclass(frozen=True)
class Uses:
    """Requests that carried a key and are not written yet. ``refused`` (401, 403, 429) are among ``requests``."""

    first_at: datetime
    last_at: datetime
    requests: int = 0
    refused: int = 0
    by_scope: Mapping[str, int] = field(default_factory=dict)

    def and_one(self, scope: str, at: datetime, *, refused: bool = False) -> Uses:
        """With one request more. ``scope`` is what the operation needed."""
        counted = {**self.by_scope, scope: self.by_scope.get(scope, 0) + 1}
        return Uses(self.first_at, max(self.last_at, at), self.requests + 1, self.refused + refused, counted)

    def one_refused(self) -> Uses:
        """The last request was refused after it had been counted."""
        return replace(self, refused=self.refused + 1)


@dataclass(frozen=True)
class Bucket:
    """What was taken, as a key's process sees it: by the tenant in ``window``, by the key in ``key_window``.

    Windows are minutes since 1970. ``version`` is the last one of the key that was announced, 0 where none was.
    """

    window: int = 0
    taken: int = 0
    key_window: int = 0
    key_taken: int = 0
    version: int = 0

    def tenant_taken(self, window: int) -> int:
        return self.taken if self.window == window else 0

    def taken_by_key(self, window: int) -> int:
        return self.key_taken if self.key_window == window else 0


@dataclass(frozen=True)
class LeaseRequest:
    """``tokens`` of ``window``, asked for on what was ``seen`` last; the uses are written with it, all or nothing.

    No tokens at all is a lease too: it confirms the key, and writes the uses.
    """

    user: KeyUser
    window: int
    tokens: int
    quotas: Quotas
    uses: Uses
    seen: Bucket

    @property
    def day(self) -> date:
        """The window's day, in UTC."""
        return day_of(self.window)


@dataclass(frozen=True)
class LeaseAnswer:
    """``bucket`` is as it is now: with the lease where ``granted``, in the way of it where not."""

    granted: bool
    bucket: Bucket


@dataclass(frozen=True)
class DayOfUse:
    """What a key did on a day (UTC). Instants are exact to some seconds: those between two writes count as one."""

    day: date
    requests: int
    refused: int
    by_scope: Mapping[str, int]
    first_at: datetime
    last_at: datetime


def window_of(instant: datetime) -> int:
    """Minutes since 1970."""
    return int(instant.timestamp() // WINDOW_SECONDS)


def window_end(window: int) -> datetime:
    """When the next window begins."""
    return datetime.fromtimestamp((window + 1) * WINDOW_SECONDS, UTC)


def day_of(window: int) -> date:
    """The day, in UTC, in which a window lies."""
    return datetime.fromtimestamp(window * WINDOW_SECONDS, UTC).date()


def days_of_announcement(at: datetime) -> tuple[date, ...]:
    """The days whose leases an announced change must meet: until every process has read the key again by itself."""
    days = {
        (at + timedelta(seconds=ahead)).astimezone(UTC).date() for ahead in (-WINDOW_SECONDS, 0, 3 * WINDOW_SECONDS)
    }
    return tuple(sorted(days))
