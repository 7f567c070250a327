"""The buckets and uses of keys in memory: the table's conditions, with counters and faults at every call."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from threading import RLock

from chalicelib.adapters.dynamodb.key_use_update import day_of_use, named
from chalicelib.adapters.dynamodb.key_uses import bucket_of, instant, told_day
from chalicelib.domain.key_use import KEPT_DAYS, KeyUser, LeaseAnswer, LeaseRequest, Uses, days_of_announcement
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.writes import AnnounceKey

Item = dict[str, int]
Hook = Callable[[str], None]


def _ignore(_: str) -> None:
    """The hook of a world without faults."""


class MemoryKeyUses:
    """Set ``before`` or ``after`` to a function of the method's name; what it raises is what the caller sees."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.calls: Counter[str] = Counter()
        self.before: Hook = _ignore
        self.after: Hook = _ignore
        self._now = now
        self._items: dict[tuple[Scope, date], Item] = defaultdict(dict)
        self._last: dict[tuple[Scope, str], int] = {}
        self._lock = RLock()

    def lease(self, request: LeaseRequest) -> LeaseAnswer:
        with self._called("lease"):
            item, key_id = self._items[request.user.scope, request.day], request.user.key_id
            if not self._holds(item, request):
                return LeaseAnswer(granted=False, bucket=bucket_of({**item}, key_id))
            for window, count in (("w", "n"), (named(key_id, "w"), named(key_id, "n"))):
                before = item.get(count, 0) if item.get(window) == request.window else 0
                item.update({window: request.window, count: before + request.tokens})
            self._add(request.user, item, request.uses)
            return LeaseAnswer(granted=True, bucket=bucket_of({**item}, key_id))

    def record(self, user: KeyUser, uses: Uses) -> None:
        with self._called("record"):
            self._add(user, self._items[user.scope, uses.last_at.astimezone(UTC).date()], uses)

    def days(self, scope: Scope, key_id: str, *, limit: int, position: str | None) -> Page:
        with self._called("days"):
            today = self._now().astimezone(UTC).date()
            found = [
                told_day({**item, "sk": day_of_use(scope, day).sk}, key_id)
                for (world, day), item in sorted(self._items.items(), key=lambda row: row[0][1], reverse=True)
                if world == scope and named(key_id, "r") in item and (today - day).days < KEPT_DAYS
            ]
            later = [each for each in found if position is None or each.day.isoformat() < position]
            return Page(tuple(later[:limit]), later[limit - 1].day.isoformat() if len(later) > limit else None)

    def last_uses(self, scope: Scope, key_ids: Collection[str]) -> Mapping[str, datetime]:
        with self._called("last_uses"):
            return {key_id: instant(self._last[scope, key_id]) for key_id in key_ids if (scope, key_id) in self._last}

    def announce(self, write: AnnounceKey) -> None:
        """What the store writes beside a key that it changes."""
        for day in days_of_announcement(write.at):
            self._items[write.scope, day][named(write.key_id, "v")] = write.version

    @contextmanager
    def _called(self, name: str) -> Iterator[None]:
        self.calls[name] += 1
        self.before(name)
        with self._lock:
            yield
        self.after(name)

    @staticmethod
    def _holds(item: Item, request: LeaseRequest) -> bool:
        key_id, quotas, seen = request.user.key_id, request.quotas, request.seen
        counted = (
            ("w", "n", seen.window, quotas.per_tenant),
            (named(key_id, "w"), named(key_id, "n"), seen.key_window, quotas.per_key),
        )
        for window, count, known, quota in counted:
            if known < request.window:
                if item.get(window, -1) >= request.window:
                    return False
            elif item.get(window) != request.window or item.get(count, 0) > quota - request.tokens:
                return False
        return item.get(named(key_id, "v"), 0) <= request.user.version

    def _add(self, user: KeyUser, item: Item, uses: Uses) -> None:
        first, last = (int(at.timestamp()) for at in (uses.first_at, uses.last_at))
        name = user.key_id
        item.setdefault(named(name, "f"), max(first, last - last % 86_400))
        item[named(name, "l")] = last
        counted = {"r": uses.requests, "x": uses.refused, **{f"s#{scope}": n for scope, n in uses.by_scope.items()}}
        for short, count in counted.items():
            if count or short == "r":
                item[named(name, short)] = item.get(named(name, short), 0) + count
        self._last[user.scope, name] = max(last, self._last.get((user.scope, name), 0))
