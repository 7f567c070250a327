"""Tokens of a bucket in the table, leased to this process: most requests are counted in memory (R-130)."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Protocol

from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.key_use import (
    CONFIRMED_SECONDS,
    Bucket,
    KeyUser,
    LeaseAnswer,
    LeaseRequest,
    Quotas,
    Uses,
    window_end,
    window_of,
)
from chalicelib.domain.leases import Held, Left, Taken, served, wanted
from chalicelib.domain.parties import Scope

TRIES = 4
REMEMBERED = 1000
SILENT_SECONDS = 1
"""For how long a tenant's item is left alone after the table did not answer; the others' are asked nevertheless."""
REFUSED_SECONDS = 60
"""How often a process writes that a key which is no longer valid was tried."""


class Bucketed(Protocol):
    """Where the buckets and the uses lie."""

    def lease(self, request: LeaseRequest) -> LeaseAnswer: ...
    def record(self, user: KeyUser, uses: Uses) -> None: ...


@dataclass(frozen=True)
class _Tenant:
    window: int = 0
    taken: int = 0
    silent_until: float = 0.0
    alone_in: int = 0
    alone: int = 0

    def served_alone(self, window: int) -> int:
        """Requests in this window without the table's leave."""
        return self.alone if self.alone_in == window else 0


class TokenLeases:
    """Safe for several threads. A key's lease lasts while it has tokens, five seconds at most, within its window.

    While the table does not answer, each key gets a small allowance here and now: a request is never refused, and
    never fails, for that reason alone.
    """

    def __init__(self, buckets: Bucketed, quotas: Quotas, *, now: Callable[[], datetime]) -> None:
        self._buckets = buckets
        self._quotas = quotas
        self._now = now
        self._held: OrderedDict[tuple[Scope, str], Held] = OrderedDict()
        self._tenants: OrderedDict[Scope, _Tenant] = OrderedDict()
        self._one_at_a_time = Lock()

    def take(self, user: KeyUser, scope: str, *, refused: bool = False) -> Taken:
        """One token, or the reason why there is none. ``refused``: the request will be, for want of a scope."""
        with self._one_at_a_time:
            now = self._now()
            held = self._of(user).noted(scope, now, refused=refused)
            if held.may_serve(user.version, now):
                return self._served(user, held, now)
            return self._leased(user, held, now)

    def refuse(self, user: KeyUser, scope: str) -> None:
        """A key that is no longer valid was tried: written at once, then once a minute at most."""
        with self._one_at_a_time:
            now = self._now()
            held = self._of(user).noted(scope, now, refused=True)
            self._keep(user, held)
            if now.timestamp() >= held.ended_at + REFUSED_SECONDS:
                self._record(user, replace(held, ended_at=now.timestamp()), now)

    def _leased(self, user: KeyUser, held: Held, now: datetime) -> Taken:
        """Others may be faster near the end of a quota: the last try asks for one token, which only its end refuses."""
        for tries_left in range(TRIES, -1, -1):
            seen = self._seen(user.scope, held)
            held = held.in_window(max(window_of(now), seen.window))
            tokens = wanted(held, seen, self._quotas, now)
            if tokens + held.tokens == 0:
                return self._exhausted(user, held, now)
            if tries_left == 0 or self._is_silent(user.scope, now):
                break
            tokens = min(tokens, 1) if tries_left == 1 else tokens
            answer = self._answer(LeaseRequest(user, held.window, tokens, self._quotas, held.uses_at(now), seen), now)
            if answer is None:
                break
            held = self._learned(user.scope, held, answer.bucket)
            if answer.granted:
                return self._served(user, held.granted(tokens, user.version, self._quotas, now), now)
            if answer.bucket.version > user.version:
                return Taken(self._left(user, held), self._seconds(held, now), outdated=True)
        return self._alone(user, held, now)

    def _answer(self, request: LeaseRequest, now: datetime) -> LeaseAnswer | None:
        """``None``: the table does not answer."""
        try:
            return self._buckets.lease(request)
        except ProviderUnavailable:
            self._silence(request.user.scope, now)
            return None

    def _served(self, user: KeyUser, held: Held, now: datetime) -> Taken:
        held = served(held)
        self._keep(user, held)
        return Taken(self._left(user, held), self._seconds(held, now))

    def _exhausted(self, user: KeyUser, held: Held, now: datetime) -> Taken:
        """Nothing is left in this window, and nothing is asked: only uses are written, as often as by leases."""
        held = held.last_refused()
        self._keep(user, held)
        if now.timestamp() >= held.written_at + CONFIRMED_SECONDS:
            self._record(user, held, now)
        left = self._left(user, held)
        exhausted = "key" if left.key == 0 else "tenant"
        return Taken(left, self._seconds(held, now), exhausted=exhausted)

    def _alone(self, user: KeyUser, held: Held, now: datetime) -> Taken:
        held = held.in_window(max(window_of(now), held.window)).by_itself(self._quotas)
        tenant = self._tenants.get(user.scope, _Tenant())
        by_tenant = tenant.served_alone(held.window)
        left_to_tenant = self._quotas.alone_per_tenant - by_tenant
        left = Left(max(0, held.alone - 1), max(0, left_to_tenant - 1), self._quotas)
        if held.alone == 0 or left_to_tenant <= 0:
            self._keep(user, held.last_refused())
            exhausted = "key" if held.alone == 0 else "tenant"
            return Taken(left, self._seconds(held, now), exhausted=exhausted, alone=True)
        self._keep(user, replace(held, alone=held.alone - 1))
        self._know(user.scope, replace(tenant, alone_in=held.window, alone=by_tenant + 1))
        return Taken(left, self._seconds(held, now), alone=True)

    # --- what is remembered -----------------------------------------------------------------------------------------

    def _of(self, user: KeyUser) -> Held:
        return self._held.get((user.scope, user.key_id)) or Held()

    def _keep(self, user: KeyUser, held: Held) -> None:
        self._held[user.scope, user.key_id] = held
        self._held.move_to_end((user.scope, user.key_id))
        while len(self._held) > REMEMBERED:
            self._held.popitem(last=False)

    def _seen(self, scope: Scope, held: Held) -> Bucket:
        tenant = self._tenants.get(scope, _Tenant())
        return Bucket(tenant.window, tenant.taken, held.seen_window, held.seen_taken)

    def _learned(self, scope: Scope, held: Held, bucket: Bucket) -> Held:
        known = self._tenants.get(scope, _Tenant())
        self._know(scope, replace(known, window=bucket.window, taken=bucket.taken, silent_until=0.0))
        return replace(held, seen_window=bucket.key_window, seen_taken=bucket.key_taken)

    def _record(self, user: KeyUser, held: Held, now: datetime) -> None:
        if self._is_silent(user.scope, now):
            return
        try:
            self._buckets.record(user, held.uses_at(now))
        except ProviderUnavailable:
            self._silence(user.scope, now)
        else:
            self._keep(user, held.written(now))

    def _is_silent(self, scope: Scope, now: datetime) -> bool:
        return now.timestamp() < self._tenants.get(scope, _Tenant()).silent_until

    def _silence(self, scope: Scope, now: datetime) -> None:
        """One tenant's item may be throttled or full: that must not loosen, nor tighten, the limits of another."""
        known = self._tenants.get(scope, _Tenant())
        self._know(scope, replace(known, silent_until=now.timestamp() + SILENT_SECONDS))

    def _know(self, scope: Scope, tenant: _Tenant) -> None:
        self._tenants[scope] = tenant
        self._tenants.move_to_end(scope)
        while len(self._tenants) > REMEMBERED:
            self._tenants.popitem(last=False)

    def _left(self, user: KeyUser, held: Held) -> Left:
        """As of the last lease: what other processes hold counts as used."""
        seen, quotas = self._seen(user.scope, held), self._quotas
        key = quotas.per_key - seen.taken_by_key(held.window) + held.tokens
        tenant = quotas.per_tenant - seen.tenant_taken(held.window) + held.tokens
        return Left(max(0, key), max(0, tenant), quotas)

    @staticmethod
    def _seconds(held: Held, now: datetime) -> int:
        return max(1, math.ceil(window_end(held.window).timestamp() - now.timestamp()))
