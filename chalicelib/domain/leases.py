"""A key's lease in one process: what it holds, how much it asks for next, and what it tells the caller."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from .key_use import CONFIRMED_SECONDS, Bucket, Quotas, Uses, window_of


@dataclass(frozen=True)
class Left:
    """Requests left in the window, as far as this process knows."""

    key: int
    tenant: int
    quotas: Quotas


@dataclass(frozen=True)
class Taken:
    """What became of a request. ``exhausted`` names the quota that refuses it; ``seconds`` until its window ends.

    ``outdated``: the key was changed since this process read it; read it again, then take again. ``alone``: the table
    did not answer, and the process decided by its own allowance.
    """

    left: Left
    seconds: int
    exhausted: str | None = None
    outdated: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Held:
    """``tokens`` are good in ``window``; the lease was ``confirmed`` at ``version`` of the key.

    Instants are seconds since 1970. ``alone`` is what is left of the allowance without the table, -1 before it began;
    ``written_at`` and ``ended_at`` are when uses were written last: any, and those of a key that is no longer valid.
    """

    window: int = 0
    tokens: int = 0
    size: int = 0
    since_lease: int = 0
    confirmed: float = 0.0
    version: int = 0
    seen_window: int = 0
    seen_taken: int = 0
    alone: int = -1
    uses: Uses | None = None
    last_was_refused: bool = False
    written_at: float = 0.0
    ended_at: float = 0.0

    def may_serve(self, version: int, now: datetime) -> bool:
        """From memory, without asking the table."""
        fresh = self.confirmed <= now.timestamp() < self.confirmed + CONFIRMED_SECONDS
        return fresh and self.tokens > 0 and self.window >= window_of(now) and self.version == version

    def in_window(self, window: int) -> Held:
        """Tokens of another window are worth nothing."""
        return self if window == self.window else replace(self, window=window, tokens=0, alone=-1)

    def granted(self, tokens: int, version: int, quotas: Quotas, now: datetime) -> Held:
        """With a new lease, whose write carried the uses."""
        size = next_size(self, quotas, now)
        leased = replace(self, tokens=self.tokens + tokens, version=version, size=size, since_lease=0)
        return replace(leased, confirmed=now.timestamp()).written(now)

    def by_itself(self, quotas: Quotas) -> Held:
        """With the allowance of a window in which the table did not answer."""
        return replace(self, alone=quotas.alone) if self.alone < 0 else self

    # --- uses -------------------------------------------------------------------------------------------------------

    def noted(self, scope: str, now: datetime, *, refused: bool) -> Held:
        """With one request more that is not written yet."""
        uses = self.uses_at(now).and_one(scope, now, refused=refused)
        return replace(self, uses=uses, last_was_refused=refused)

    def last_refused(self) -> Held:
        """The request that was noted last is refused, for whatever reasons."""
        if self.uses is None or self.last_was_refused:
            return self
        return replace(self, uses=self.uses.one_refused(), last_was_refused=True)

    def uses_at(self, now: datetime) -> Uses:
        return self.uses or Uses(now, now)

    def written(self, now: datetime) -> Held:
        return replace(self, uses=None, written_at=now.timestamp())


def served(held: Held) -> Held:
    """With one token less."""
    return replace(held, tokens=held.tokens - 1, since_lease=held.since_lease + 1)


def next_size(held: Held, quotas: Quotas, now: datetime) -> int:
    """Twice as much when a lease was used up before its time; otherwise twice what was used of it."""
    if held.size == 0:
        return quotas.first_lease
    used_up = held.tokens == 0 and now.timestamp() < held.confirmed + CONFIRMED_SECONDS
    size = 2 * (held.size if used_up else held.since_lease)
    return max(quotas.first_lease, min(size, quotas.largest_lease))


def wanted(held: Held, seen: Bucket, quotas: Quotas, now: datetime) -> int:
    """How many tokens to ask for: up to the size of a lease, never more than is left as far as the process knows."""
    left_to_key = quotas.per_key - seen.taken_by_key(held.window)
    left_to_tenant = quotas.per_tenant - seen.tenant_taken(held.window)
    size = next_size(held, quotas, now)
    return max(0, min(size - held.tokens, left_to_key, left_to_tenant))
