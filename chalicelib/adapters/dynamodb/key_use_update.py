"""The updates of a day of use, as DynamoDB's expressions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from chalicelib.domain.key_use import KEPT_DAYS, LeaseRequest, Uses, days_of_announcement
from chalicelib.domain.parties import Scope
from chalicelib.domain.writes import AnnounceKey

from .definition import TTL_ATTRIBUTE
from .keys import Key, world
from .table import marshal


def day_of_use(scope: Scope, day: date) -> Key:
    """Buckets and uses of a day in UTC."""
    return Key(f"{world(scope)}#USE", f"D#{day.isoformat()}")


def parse_day_of_use(sort_key: str) -> date:
    """The day that a sort key names."""
    return date.fromisoformat(sort_key.removeprefix("D#"))


def last_uses(scope: Scope) -> Key:
    """The last day of use of every key that was ever used."""
    return Key(f"{world(scope)}#USE", "LAST")


def named(key_id: str, short: str) -> str:
    """An attribute of a key."""
    return f"{key_id}#{short}"


class Update:
    """Collects the parts of an expression; names and values get placeholders."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._values: dict[str, int] = {}
        self._set: list[str] = []
        self._add: list[str] = []
        self._conditions: list[str] = []

    def put(self, name: str, value: int) -> None:
        self._set.append(f"{self.name(name)} = {self.value(value)}")

    def put_once(self, name: str, value: int) -> None:
        """Only where the attribute is not there yet."""
        place = self.name(name)
        self._set.append(f"{place} = if_not_exists({place}, {self.value(value)})")

    def add(self, name: str, value: int) -> None:
        self._add.append(f"{self.name(name)} {self.value(value)}")

    def only_if(self, condition: str) -> None:
        self._conditions.append(f"({condition})")

    def name(self, name: str) -> str:
        return self._names.setdefault(name, f"#{len(self._names)}")

    def value(self, value: int) -> str:
        place = f":{len(self._values)}"
        self._values[place] = value
        return place

    def asked(self) -> dict[str, Any]:
        """As UpdateItem takes it."""
        added = f" ADD {', '.join(self._add)}" if self._add else ""
        asked: dict[str, Any] = {
            "UpdateExpression": f"SET {', '.join(self._set)}{added}",
            "ExpressionAttributeNames": {place: name for name, place in self._names.items()},
            "ExpressionAttributeValues": marshal(self._values),
        }
        if self._conditions:
            asked["ConditionExpression"] = " AND ".join(self._conditions)
            asked["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return asked


def lease_update(request: LeaseRequest, expires_at: int) -> Update:
    """Tokens of tenant and key, under their quotas, while the key is as it was read; and what was served before."""
    user, seen, quotas = request.user, request.seen, request.quotas
    update = use_update(user.key_id, request.uses, expires_at)
    version = update.name(named(user.key_id, "v"))
    update.only_if(f"attribute_not_exists({version}) OR {version} <= {update.value(user.version)}")
    _take(update, request, "w", "n", fresh=seen.window < request.window, quota=quotas.per_tenant)
    own_window, own_count = (named(user.key_id, each) for each in "wn")
    _take(update, request, own_window, own_count, fresh=seen.key_window < request.window, quota=quotas.per_key)
    return update


def _take(update: Update, request: LeaseRequest, window: str, count: str, *, fresh: bool, quota: int) -> None:
    """Begins the window (``fresh``) or goes on in it. Neither holds where the process was wrong about which it is."""
    place, now = update.name(window), update.value(request.window)
    if fresh:
        update.only_if(f"attribute_not_exists({place}) OR {place} < {now}")
        update.put(window, request.window)
        update.put(count, request.tokens)
        return
    rest = update.value(quota - request.tokens)
    update.only_if(f"{place} = {now} AND {update.name(count)} <= {rest}")
    update.add(count, request.tokens)


def announcements(write: AnnounceKey) -> Iterator[tuple[Key, dict[str, Any]]]:
    """The new version of a key, in each day that leases of processes which remember the old one may fall on."""
    for day in days_of_announcement(write.at):
        update = Update()
        update.put(TTL_ATTRIBUTE, expires(day))
        update.put(named(write.key_id, "v"), write.version)
        yield day_of_use(write.scope, day), update.asked()


def expires(day: date) -> int:
    """When the table may forget a day: after it can no longer be read."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + (KEPT_DAYS + 1) * 86_400


def use_update(key_id: str, uses: Uses, expires_at: int) -> Update:
    """What a key did, added to its day; of a day before only from midnight on."""
    last = uses.last_at.astimezone(UTC)
    midnight = datetime(last.year, last.month, last.day, tzinfo=UTC)
    update = Update()
    update.put(TTL_ATTRIBUTE, expires_at)
    update.put_once(named(key_id, "f"), int(max(uses.first_at, midnight).timestamp()))
    update.put(named(key_id, "l"), int(last.timestamp()))
    update.add(named(key_id, "r"), uses.requests)
    if uses.refused:
        update.add(named(key_id, "x"), uses.refused)
    for scope, count in sorted(uses.by_scope.items()):
        update.add(named(key_id, f"s#{scope}"), count)
    return update


def last_use_update(key_id: str, uses: Uses) -> Update:
    """When a key was used last, unless something later is remembered."""
    update, at = Update(), int(uses.last_at.timestamp())
    place = update.name(key_id)
    update.only_if(f"attribute_not_exists({place}) OR {place} < {update.value(at)}")
    update.put(key_id, at)
    return update
