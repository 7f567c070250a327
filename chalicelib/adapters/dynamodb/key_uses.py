"""Buckets of requests and the use of keys, in one item for each tenant, mode and day.

A lease is one conditional update of that item: it takes tokens of the tenant and of the key, holds only while the key
is as the asking process knows it, and writes what the process served since its last one. Attributes of the item:

| name                      | what                                                             |
|---------------------------|------------------------------------------------------------------|
| ``w``, ``n``              | the tenant's last window (minutes since 1970), tokens taken in it |
| ``<key>#w``, ``<key>#n``  | the same of a key                                                |
| ``<key>#v``               | the version of the key that was announced last                   |
| ``<key>#r``, ``<key>#x``  | requests of the day, those of them that were refused             |
| ``<key>#f``, ``<key>#l``  | first and last request, in epoch seconds                         |
| ``<key>#s#<scope>``       | requests of operations that need this scope                      |
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.key_use import KEPT_DAYS, Bucket, DayOfUse, KeyUser, LeaseAnswer, LeaseRequest, Uses
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page

from .key_use_update import (
    Update,
    day_of_use,
    expires,
    last_use_update,
    last_uses,
    lease_update,
    named,
    parse_day_of_use,
    use_update,
)
from .keys import Key
from .table import TRIES, Item, Range, Table, unmarshal

_REFUSED, _PASSING = "ConditionalCheckFailedException", "TransactionConflictException"


class DynamoKeyUses:
    """``now`` is the wall clock: it says which days are kept."""

    def __init__(self, table: Table, now: Callable[[], datetime]) -> None:
        self._table = table
        self._now = now
        self._owed: set[tuple[Scope, str]] = set()

    def lease(self, request: LeaseRequest) -> LeaseAnswer:
        """One update; a second write on the first of a day remembers that the key was used on it."""
        user = request.user
        try:
            item = self._use(user, day_of_use(user.scope, request.day), lease_update(request, expires(request.day)))
        except _NotGrantedError as error:
            if error.item.get(named(user.key_id, "r")) == request.uses.requests:
                self._owe(user)  # perhaps these very uses: botocore asked twice, as the first answer was lost
            return LeaseAnswer(granted=False, bucket=bucket_of(error.item, user.key_id))
        self._remember(user, request.uses, item)
        return LeaseAnswer(granted=True, bucket=bucket_of(item, user.key_id))

    def record(self, user: KeyUser, uses: Uses) -> None:
        day = uses.last_at.astimezone(UTC).date()
        item = self._use(user, day_of_use(user.scope, day), use_update(user.key_id, uses, expires(day)))
        self._remember(user, uses, item)

    def days(self, scope: Scope, key_id: str, *, limit: int, position: str | None) -> Page:
        """One Query; a position is the last day that was read."""
        today = self._now().astimezone(UTC).date()
        first = day_of_use(scope, today - timedelta(days=KEPT_DAYS - 1))
        last = date.fromisoformat(position) - timedelta(days=1) if position else today + timedelta(days=1)
        where = Range(first.pk, first.sk, day_of_use(scope, last).sk, descending=True)
        items = self._table.query(where)[0] if where.low <= where.high else []
        found = [told_day(item, key_id) for item in items if named(key_id, "r") in item]
        return Page(tuple(found[:limit]), found[limit - 1].day.isoformat() if len(found) > limit else None)

    def last_uses(self, scope: Scope, key_ids: Collection[str]) -> Mapping[str, datetime]:
        """Two reads: on which day each key was last used, then those days; today and yesterday in any case.

        So a use is told although its process died before it had remembered the day.
        """
        remembered = self._table.get(last_uses(scope)) or {}
        found = {key_id: int(remembered.get(key_id, 0)) for key_id in key_ids}
        today = self._now().astimezone(UTC).date()
        wanted = {today - timedelta(days=1), today, *(instant(at).date() for at in found.values() if at)}
        days = self._table.batch_get(day_of_use(scope, day) for day in sorted(wanted)) if found else {}
        for day in days.values():
            found = {key_id: max(at, int(day.get(named(key_id, "l"), 0))) for key_id, at in found.items()}
        return {key_id: instant(at) for key_id, at in found.items() if at}

    def _use(self, user: KeyUser, key: Key, update: Update) -> Item:
        """Counts uses. Without an answer nobody knows whether they were the day's first: the day is owed."""
        try:
            return self._write(key, update)
        except ProviderUnavailable:
            self._owe(user)
            raise

    def _owe(self, user: KeyUser) -> None:
        self._owed.add((user.scope, user.key_id))

    def _remember(self, user: KeyUser, uses: Uses, item: Item) -> None:
        """That the key was used today, once a day. A write that fails takes nothing back, and is owed to the next.

        Never an earlier instant than is there: processes whose clocks differ meet at midnight.
        """
        if item[named(user.key_id, "r")] != uses.requests and (user.scope, user.key_id) not in self._owed:
            return
        self._owe(user)
        with suppress(ProviderUnavailable):
            with suppress(_NotGrantedError):
                self._write(last_uses(user.scope), last_use_update(user.key_id, uses))
            self._owed.discard((user.scope, user.key_id))

    def _write(self, key: Key, update: Update) -> Item:
        for tried in range(TRIES):
            try:
                return self._table.update(key, update.asked())
            except ClientError as error:
                code = error.response["Error"]["Code"]
                if code == _REFUSED:
                    raise _NotGrantedError(unmarshal(error.response.get("Item") or {})) from error
                if code != _PASSING or tried == TRIES - 1:
                    raise _unavailable() from error
            except BotoCoreError as error:
                raise _unavailable() from error
            self._table.pause(tried)
        raise _unavailable()


class _NotGrantedError(Exception):
    """Stays inside this file: the condition failed, and this is why."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item


def bucket_of(item: Item, key_id: str) -> Bucket:
    """What a process of this key sees of the item."""
    numbers = (item.get(name, 0) for name in ("w", "n", *(named(key_id, each) for each in "wnv")))
    return Bucket(*(int(number) for number in numbers))


def told_day(item: Item, key_id: str) -> DayOfUse:
    """What the item tells of a key that was used on its day."""
    requests, first, last = (item[named(key_id, each)] for each in "rfl")
    return DayOfUse(
        day=parse_day_of_use(str(item["sk"])),
        requests=int(requests),
        refused=int(item.get(named(key_id, "x"), 0)),
        by_scope=dict(_by_scope(item, named(key_id, "s#"))),
        first_at=instant(first),
        last_at=instant(last),
    )


def _by_scope(item: Item, beginning: str) -> Iterator[tuple[str, int]]:
    for name in sorted(item):
        if name.startswith(beginning):
            yield name.removeprefix(beginning), int(item[name])


def instant(seconds: Any) -> datetime:
    """From seconds since 1970."""
    return datetime.fromtimestamp(int(seconds), UTC)


def _unavailable() -> ProviderUnavailable:
    return ProviderUnavailable("The table does not answer at the moment.")
