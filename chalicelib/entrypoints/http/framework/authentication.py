"""Who calls: the tenant's key, or the operator's, from ``Authorization: Bearer …``."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from chalicelib.domain.api_secret import hash_secret, is_live, is_well_formed
from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import ALL_SCOPES, ApiKey, KeyScope

from .problems import HttpRefusal, refuse

_BEARER = re.compile(r"Bearer +([!-~]{1,200})\Z", re.IGNORECASE)


class Access(Enum):
    """Operations that no tenant's scope opens: the operator's own, and public facts, for any key."""

    OPERATOR = "operator"
    ANY_KEY = "any_key"


@dataclass(frozen=True)
class Caller:
    """``actor`` is who stands in the events: the key's id, or ``operator``. Without ``key`` it is the operator."""

    scope: Scope
    actor: str
    scopes: frozenset[KeyScope]
    key: ApiKey | None = None


class ApiKeys(Protocol):
    """Finds a key by the hash of its secret."""

    def by_hash(self, secret_hash: str) -> ApiKey | None: ...


OPERATOR = Caller(Scope("operator", livemode=False), "operator", ALL_SCOPES)


def authenticate(authorization: str | None, *, keys: ApiKeys, operator_key_hash: str, now: datetime) -> Caller:
    """The caller, or 401. A key of the wrong form or checksum is refused without a lookup."""
    if authorization is None:
        raise _unauthorized("missing_api_key", "No API key was sent.")
    match = _BEARER.match(authorization.strip())
    if match is None:
        raise _unauthorized("invalid_api_key", "The Authorization header is not a Bearer key.")
    secret = match.group(1)
    secret_hash = hash_secret(secret)
    if hmac.compare_digest(secret_hash, operator_key_hash):
        return OPERATOR
    if not is_well_formed(secret):
        raise _unauthorized("invalid_api_key", "The API key is not valid.")
    return _tenant(keys.by_hash(secret_hash), secret, now)


def _tenant(key: ApiKey | None, secret: str, now: datetime) -> Caller:
    if key is None or key.revoked_at is not None or key.scope.livemode is not is_live(secret):
        raise _unauthorized("invalid_api_key", "The API key is not valid.")
    if not key.is_valid(now):
        raise _unauthorized("expired_api_key", "The API key has expired.")
    return Caller(key.scope, key.id, key.scopes, key)


def authorize(caller: Caller, needed: KeyScope | Access) -> None:
    """403 unless the caller may; the operator creates tenants and keys, and touches nothing of theirs."""
    if needed is Access.ANY_KEY:
        return
    if needed is Access.OPERATOR:
        if caller.key is not None:
            raise refuse(403, "operator_key_required", "This operation needs the operator key.")
        return
    if caller.key is None:
        raise refuse(403, "insufficient_scope", "The operator key opens no tenant's data; use a key of the tenant.")
    if needed not in caller.scopes:
        raise refuse(403, "insufficient_scope", f"The key lacks the scope {needed.value}.")


def _unauthorized(code: str, detail: str) -> HttpRefusal:
    return refuse(401, code, detail, WWW_Authenticate='Bearer realm="amiable"')
