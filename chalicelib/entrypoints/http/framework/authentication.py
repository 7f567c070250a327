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

from .problems import HttpRefusal, Problem, refuse

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

    @property
    def expires_at(self) -> datetime | None:
        """``None``: when somebody ends the key, or never."""
        return None if self.key is None else self.key.expires_at


class ApiKeys(Protocol):
    """Finds a key by the hash of its secret."""

    def by_hash(self, secret_hash: str) -> ApiKey | None: ...


class EndedKey(HttpRefusal):
    """401 for a key that once was valid: its use is worth remembering."""

    def __init__(self, problem: Problem, key: ApiKey) -> None:
        super().__init__(problem)
        self.key = key


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
    if key is None or key.scope.livemode is not is_live(secret):
        raise _unauthorized("invalid_api_key", "The API key is not valid.")
    if key.revoked_at is not None:
        raise EndedKey(_unauthorized("invalid_api_key", "The API key is not valid.").problem, key)
    if not key.is_valid(now):
        raise EndedKey(_unauthorized("expired_api_key", "The API key has expired.").problem, key)
    return Caller(key.scope, key.id, key.scopes, key)


def may(caller: Caller, needed: KeyScope | Access) -> bool:
    """Whether the caller may; the operator creates tenants and keys, and touches nothing of theirs."""
    if needed is Access.ANY_KEY:
        return True
    if needed is Access.OPERATOR:
        return caller.key is None
    return caller.key is not None and needed in caller.scopes


def authorize(caller: Caller, needed: KeyScope | Access) -> None:
    """403 unless the caller may."""
    if may(caller, needed):
        return
    if needed is Access.OPERATOR:
        raise _forbidden("operator_key_required", "This operation needs the operator key.")
    if caller.key is None:
        raise _forbidden("insufficient_scope", "The operator key opens no tenant's data; use a key of the tenant.")
    detail = f"The key lacks the scope {needed.value}."
    raise _forbidden("insufficient_scope", detail, f', scope="{needed.value}"')


def _unauthorized(code: str, detail: str) -> HttpRefusal:
    """RFC 6750 section 3.1: without a key no error is told; a key that opens nothing is an ``invalid_token``."""
    told = "" if code == "missing_api_key" else ', error="invalid_token"'
    return refuse(401, code, detail, WWW_Authenticate=f'Bearer realm="amiable"{told}')


def _forbidden(code: str, detail: str, scope: str = "") -> HttpRefusal:
    return refuse(403, code, detail, WWW_Authenticate=f'Bearer realm="amiable", error="insufficient_scope"{scope}')
