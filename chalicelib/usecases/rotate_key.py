"""Replace an API key by a new one with the same scopes; both work during the overlap (R-130)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain.errors import Conflict, Refused
from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import KeyScope

from .create_key import IssuedKey, issue
from .ports import Ids, Reply, WallClock
from .store_ports import Store
from .writes import AnnounceKey, Create, Update

LONGEST_OVERLAP = timedelta(days=7)


@dataclass(frozen=True)
class RotateKey:
    """``held`` is what the caller may itself: nobody gets a stronger key than their own by rotating one."""

    scope: Scope
    actor: str
    key_id: str
    held: frozenset[KeyScope]
    overlap: timedelta


def rotate_key(command: RotateKey, *, store: Store, ids: Ids, wall: WallClock, reply: Reply) -> IssuedKey:
    """The old key ends after ``overlap`` (7 days at most), or at its own expiry if that comes first.

    Errors: ``not_found``; ``key_not_valid`` (409) for a key that is revoked or expired; ``scope_not_held``.
    """
    now = wall.now()
    old = store.api_key(command.scope, command.key_id)
    if not old.is_valid(now):
        raise Conflict("The key is revoked or expired; create another.", code="key_not_valid")
    if old.scopes - command.held:
        raise Refused("The key may more than the calling key.", code="scope_not_held")
    ends = now + min(command.overlap, LONGEST_OVERLAP)
    if old.expires_at is not None:
        ends = min(ends, old.expires_at)
    issued = issue(
        old.scope, old.name, old.scopes, actor=command.actor, expires_at=None, ids=ids, now=now, rotated_from=old.id
    )
    ending = replace(old, expires_at=ends, rotated_to=issued.key.id, version=old.version + 1)
    announced = AnnounceKey(old.scope, old.id, ending.version, now)
    store.commit([Create(issued.key), Update(ending), announced, *reply(issued)])
    return issued
