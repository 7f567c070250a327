"""Events as they happen, read from ``GET /events``: each once, none lost, in the order of recording."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]
Listing = Callable[[datetime | None], list[Json]]
"""All events recorded since an instant (or ever), newest first."""

SETTLE_SECONDS = 1.5  # the list shows an event about a second after it was recorded
OVERLAP = timedelta(seconds=30)


class EventFeed:
    """What happens after ``start``.

    The list may show a later event before an earlier one. So each look goes back half a minute, and an event is handed
    out once it has been in sight for ``settle`` seconds, by which time those before it are in sight too. No clock of
    this machine is compared with the server's. A look that fails changes nothing: the next one finds what it missed.
    """

    def __init__(self, listing: Listing, *, settle: float = SETTLE_SECONDS) -> None:
        self._listing = listing
        self._settle = settle
        self._begin: datetime | None = None
        self._newest: datetime | None = None
        self._done: set[str] = set()
        self._first_seen: dict[str, float] = {}

    def start(self, newest: Json | None) -> None:
        """Everything up to the newest event there is now belongs to the past."""
        if newest is None:
            return
        self._begin = self._newest = _recorded(newest)
        self._done = {str(newest["id"])} | {str(event["id"]) for event in self._listing(self._begin)}

    def look(self) -> list[Json]:
        """The events whose turn has come, oldest first."""
        window = self._listing(self._since())
        now = time.monotonic()
        sight = [event for event in reversed(window) if event["id"] not in self._done]
        for event in sight:
            self._first_seen.setdefault(str(event["id"]), now)
        ready = []
        for event in sight:
            if now - self._first_seen[str(event["id"])] < self._settle:
                break
            ready.append(event)
        self._remember(window, ready)
        return in_order_of_each_case(ready)

    def _since(self) -> datetime | None:
        if self._newest is None:
            return None
        since = self._newest - OVERLAP
        return since if self._begin is None else max(since, self._begin)

    def _remember(self, window: list[Json], ready: list[Json]) -> None:
        for event in ready:
            self._first_seen.pop(str(event["id"]), None)
            self._newest = max(filter(None, (self._newest, _recorded(event))))
        in_sight = {str(event["id"]) for event in window}
        self._done = (self._done & in_sight) | {str(event["id"]) for event in ready}


def in_order_of_each_case(events: list[Json]) -> list[Json]:
    """The same events; those of one case come by ``sequence``, at the places that events of this case had."""
    by_case: dict[str, list[Json]] = {}
    for event in events:
        by_case.setdefault(_case(event), []).append(event)
    turns = {case: iter(sorted(own, key=_sequence)) for case, own in by_case.items()}
    return [next(turns[_case(event)]) for event in events]


def _case(event: Json) -> str:
    return str((event.get("data") or {}).get("case_id") or event["id"])


def _sequence(event: Json) -> int:
    return int((event.get("data") or {}).get("sequence") or 0)


def _recorded(event: Json) -> datetime:
    return datetime.fromisoformat(event["created_at"])
