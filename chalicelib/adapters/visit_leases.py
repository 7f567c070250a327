"""Requests of a link or an address, leased to this process from the table: most of them are counted in memory."""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Protocol

from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.visits import VisitQuota, seconds_left, window_at

REMEMBERED = 2000


class Counted(Protocol):
    """Where all processes count."""

    def lease(self, name: str, window: int, quota: VisitQuota) -> bool: ...


@dataclass(frozen=True)
class _Held:
    window: int
    left: int
    exhausted: bool = False


class VisitLeases:
    """Safe for several threads. ``secret`` hides who is counted: an address is personal, a link opens a page.

    While the table does not answer nobody is refused for that reason.
    """

    def __init__(self, counted: Counted, secret: bytes, *, now: Callable[[], datetime]) -> None:
        self.counted = counted
        self._secret = secret
        self._now = now
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._one_at_a_time = Lock()

    def wait_for(self, quota: VisitQuota, who: str) -> int:
        """Seconds to wait if this process knows that nothing is left, else 0; the table is not asked."""
        with self._one_at_a_time:
            now = self._now()
            held = self._held.get(self._name(quota, who))
            known = held is not None and held.exhausted and held.window == window_at(now)
            return seconds_left(window_at(now), now) if known else 0

    def take(self, quota: VisitQuota, who: str) -> int:
        """One request: 0 when it may pass, else the seconds to wait. At most one write."""
        with self._one_at_a_time:
            now = self._now()
            window, name = window_at(now), self._name(quota, who)
            held = self._held.pop(name, None)
            if held is None or held.window != window:
                held = _Held(window, 0)
            if held.left == 0 and not held.exhausted:
                held = self._leased(name, window, quota)
            taken = _Held(window, max(0, held.left - 1), held.exhausted)
            self._held[name] = taken
            while len(self._held) > REMEMBERED:
                self._held.popitem(last=False)
            return seconds_left(window, now) if held.exhausted else 0

    def _leased(self, name: str, window: int, quota: VisitQuota) -> _Held:
        try:
            granted = self.counted.lease(name, window, quota)
        except ProviderUnavailable:
            return _Held(window, 1)
        return _Held(window, quota.lease if granted else 0, exhausted=not granted)

    def _name(self, quota: VisitQuota, who: str) -> str:
        return hmac.digest(self._secret, f"{quota.kind}\n{who}".encode(), hashlib.sha256).hex()[:32]
