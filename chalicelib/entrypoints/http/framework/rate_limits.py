"""How many requests a key may send to this process, and how the caller is told (IETF draft, structured fields).

Counted in memory, so that it costs no call; what all processes take together is limited by the gateway.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .problems import HttpRefusal, Problem

QUOTA = 6000
WINDOW_SECONDS = 60
REMEMBERED_KEYS = 1000


@dataclass
class _Window:
    ends_at: float
    left: int


class RateLimits:
    """Fixed windows of a minute, one per key."""

    def __init__(self, quota: int = QUOTA) -> None:
        self._quota = quota
        self._windows: OrderedDict[str, _Window] = OrderedDict()

    def take(self, actor: str, now: datetime) -> Mapping[str, str]:
        """Counts one request; the headers that tell what is left. 429 ``rate_limited`` when nothing is."""
        window = self._window(actor, now.timestamp())
        seconds = max(1, round(window.ends_at - now.timestamp()))
        if window.left <= 0:
            headers = {**self._headers(0, seconds), "Retry-After": str(seconds)}
            detail = f"More than {self._quota} requests in {WINDOW_SECONDS} seconds."
            raise HttpRefusal(Problem(429, "rate_limited", detail, retryable=True, headers=headers))
        window.left -= 1
        return self._headers(window.left, seconds)

    def _window(self, actor: str, now: float) -> _Window:
        window = self._windows.get(actor)
        if window is None or window.ends_at <= now:
            window = self._windows[actor] = _Window(now + WINDOW_SECONDS, self._quota)
            self._windows.move_to_end(actor)
            if len(self._windows) > REMEMBERED_KEYS:
                self._windows.popitem(last=False)
        return window

    def _headers(self, left: int, seconds: int) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"key";q={self._quota};w={WINDOW_SECONDS}',
            "RateLimit": f'"key";r={left};t={seconds}',
        }
