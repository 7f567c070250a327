"""Replace an API key by a new one with the same scopes; both work during the overlap (R-130)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.errors import Conflict, Refused
from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import KeyScope

from .create_key import IssuedKey, issue, require_room
from .ports import Ids, Reply, WallClock
from .store_ports import Store
from .writes import AnnounceKey, Create, Update

LONGEST_OVERLAP = timedelta(days=7)


@dataclass(frozen=True)
class RotateKey:
    """``held`` is what the caller may itself, ``held_until`` how long: nobody rotates a stronger key than their own.

    A key that rotates itself gets as long a life as it was given.
    """

    scope: Scope
    actor: str
    key_id: str
    held: frozenset[KeyScope]
    overlap: timedelta
    held_until: datetime | None = None


def rotate_key(command: RotateKey, *, store: Store, ids: Ids, wall: WallClock, reply: Reply) -> IssuedKey:
    """The old key ends after ``overlap`` (7 days at most), or at its own expiry if that comes first.

    The new one lives as long as the old one was made for, from now on.
    Errors: ``not_found``; ``key_not_valid`` (409) for a key that is revoked or expired; ``key_limit`` (409);
    ``scope_not_held``; ``outlives_calling_key`` for another key than the calling one, which ends before that.
    """
    now = wall.now()
    old = store.api_key(command.scope, command.key_id)
    if not old.is_valid(now):
        raise Conflict("The key is revoked or expired; create another.", code="key_not_valid")
    if old.scopes - command.held:
        raise Refused("The key may more than the calling key.", code="scope_not_held")
    expires_at = None if old.lifetime is None else now + old.lifetime
    if old.id != command.actor and _outlives(expires_at, command.held_until):
        raise Refused("The new key would live longer than the calling key.", code="outlives_calling_key")
    require_room(command.scope, store=store, now=now)
    ends = now + min(command.overlap, LONGEST_OVERLAP)
    if old.expires_at is not None:
        ends = min(ends, old.expires_at)
    issued = issue(
        old.scope,
        old.name,
        old.scopes,
        actor=command.actor,
        expires_at=expires_at,
        ids=ids,
        now=now,
        rotated_from=old.id,
    )
    rotated = replace(old, made_until=old.first_expiry, rotated_to=issued.key.id)
    ending = replace(rotated, expires_at=ends, version=old.version + 1)
    announced = AnnounceKey(old.scope, old.id, ending.version, now)
    store.commit([Create(issued.key), Update(ending), announced, *reply(issued)])
    return issued


def _outlives(expires_at: datetime | None, end: datetime | None) -> bool:
    return end is not None and (expires_at is None or expires_at > end)
