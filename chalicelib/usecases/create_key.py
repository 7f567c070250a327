"""Make an API key; its secret is given once and kept only as a hash (R-130)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.api_secret import RANDOM_BYTES, hash_secret, make_secret, secret_hint
from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput
from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import KEYS_PER_TENANT, ApiKey, KeyScope

from .ports import Ids, Reply, WallClock
from .store_ports import Store
from .writes import Create


@dataclass(frozen=True)
class CreateKey:
    """``held`` is what the caller may itself, ``held_until`` for how long: nobody gives more than they have.

    ``scopes`` ``None``: all of it; ``expires_at`` ``None``: with the calling key. ``by_operator``: whatever the number
    of keys, so that a tenant whose keys somebody used up can be helped.
    """

    scope: Scope
    actor: str
    name: str
    held: frozenset[KeyScope]
    scopes: frozenset[KeyScope] | None = None
    expires_at: datetime | None = None
    held_until: datetime | None = None
    by_operator: bool = False


@dataclass(frozen=True)
class IssuedKey:
    """``secret`` is in clear here and nowhere else; show it once."""

    key: ApiKey
    secret: str = field(repr=False)


def create_key(command: CreateKey, *, store: Store, ids: Ids, wall: WallClock, reply: Reply) -> IssuedKey:
    """A key that may no more, and for no longer, than the calling one.

    Errors: ``not_found`` for an unknown tenant; ``key_limit`` (409) beyond 200 keys; ``invalid_request`` with
    ``scope_not_held``, ``not_in_future``, ``outlives_calling_key``.
    """
    store.tenant(command.scope.tenant_id)
    now = wall.now()
    scopes = command.held if command.scopes is None else command.scopes
    expires_at = command.expires_at or command.held_until
    _check(scopes - command.held, expires_at, command.held_until, now)
    if not command.by_operator:
        require_room(command.scope, store=store, now=now)
    issued = issue(command.scope, command.name, scopes, actor=command.actor, expires_at=expires_at, ids=ids, now=now)
    store.commit([Create(issued.key), *reply(issued)])
    return issued


def require_room(scope: Scope, *, store: Store, now: datetime) -> None:
    """Conflict ``key_limit`` where the tenant has its most keys (several made at the same instant may exceed that)."""
    if sum(key.counts(now) for key in store.api_keys(scope)) >= KEYS_PER_TENANT:
        raise Conflict(
            f"There are {KEYS_PER_TENANT} keys in this mode, those that ended in the last 30 days among them.",
            code="key_limit",
        )


def issue(
    scope: Scope,
    name: str,
    scopes: frozenset[KeyScope],
    *,
    actor: str,
    expires_at: datetime | None,
    ids: Ids,
    now: datetime,
    rotated_from: str | None = None,
) -> IssuedKey:
    """A new key with a secret of 192 random bits. ``actor`` makes it."""
    secret = make_secret(ids.random_bytes(RANDOM_BYTES), livemode=scope.livemode)
    key = ApiKey(
        id=ids.new("key"),
        scope=scope,
        name=name,
        secret_hash=hash_secret(secret),
        hint=secret_hint(secret),
        scopes=scopes,
        created_at=now,
        expires_at=expires_at,
        created_by=actor,
        rotated_from=rotated_from,
    )
    return IssuedKey(key, secret)


def _check(
    beyond: frozenset[KeyScope], expires_at: datetime | None, held_until: datetime | None, now: datetime
) -> None:
    problems = []
    if beyond:
        detail = f"The calling key lacks {', '.join(sorted(beyond))}."
        problems.append(FieldProblem("#/scopes", "scope_not_held", detail))
    if expires_at is not None and expires_at <= now:
        problems.append(FieldProblem("#/expires_at", "not_in_future", "An expiry lies in the future."))
    if expires_at is not None and held_until is not None and expires_at > held_until:
        detail = f"The calling key expires at {held_until:%Y-%m-%dT%H:%M:%SZ}."
        problems.append(FieldProblem("#/expires_at", "outlives_calling_key", detail))
    if problems:
        raise InvalidInput("The key cannot be made.", errors=tuple(problems))
