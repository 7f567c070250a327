"""Who is let in: a known key, with a token left, that has the scope; its use is counted, also when it is refused."""

from __future__ import annotations

from datetime import datetime

from chalicelib.bootstrap import Deps
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.key_use import KeyUser
from chalicelib.domain.leases import Taken
from chalicelib.domain.tenant import ApiKey, KeyScope
from chalicelib.observability import count_at_once, logger

from .authentication import Access, Caller, EndedKey, authenticate, authorize, may
from .exchange import Exchange
from .rate_limits import refusal, told

TRIES = 3


def admit(needed: KeyScope | Access, exchange: Exchange, ports: Deps) -> Caller:
    """The caller. 401, 429 or 403, in this order.

    A key that changed since this process read it is read again, which its lease notices: at most five seconds late.
    """
    caller, taken = _known(needed, exchange, ports)
    exchange.answered_headers.update(told(taken))
    if taken.alone:
        logger.warning("requests are limited by this process alone, the table does not answer")
        count_at_once("requests_limited_alone")
    if taken.exhausted is not None:
        raise refusal(taken)
    authorize(caller, needed)
    return caller


def _known(needed: KeyScope | Access, exchange: Exchange, ports: Deps) -> tuple[Caller, Taken]:
    for _ in range(TRIES):
        caller = _authenticated(needed, exchange, ports, ports.wall_clock.now())
        exchange.notes.update(tenant_id=caller.scope.tenant_id, livemode=caller.scope.livemode, actor=caller.actor)
        taken = ports.token_leases.take(_user(caller), needed.value, refused=not may(caller, needed))
        if not taken.outdated or caller.key is None:
            return caller, taken
        ports.api_keys.forget(caller.key.secret_hash)
    raise ProviderUnavailable("The key is being changed at this moment; try again.")


def _authenticated(needed: KeyScope | Access, exchange: Exchange, ports: Deps, now: datetime) -> Caller:
    try:
        return authenticate(
            exchange.headers.get("authorization"),
            keys=ports.api_keys,
            operator_key_hash=ports.settings.operator_key_hash,
            now=now,
        )
    except EndedKey as refused:
        key = refused.key
        exchange.notes.update(tenant_id=key.scope.tenant_id, livemode=key.scope.livemode, actor=key.id)
        if key.counts(now):
            ports.token_leases.refuse(_user_of(key), needed.value)
        raise


def _user(caller: Caller) -> KeyUser:
    return KeyUser(caller.scope, caller.actor) if caller.key is None else _user_of(caller.key)


def _user_of(key: ApiKey) -> KeyUser:
    return KeyUser(key.scope, key.id, key.version)
