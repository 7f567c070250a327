"""Tenants and API keys as JSON. A secret is shown once, in the answer that made it, and never kept for a replay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.domain.key_use import DayOfUse
from chalicelib.domain.tenant import ApiKey
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.create_key import IssuedKey
from chalicelib.usecases.create_tenant import NewTenant
from chalicelib.usecases.used_keys import UsedKey

from .values import instant


def api_key(value: ApiKey, secret: str | None = None, last_used_at: datetime | None = None) -> dict[str, Any]:
    """A key; ``secret`` only in the answer that made it."""
    return {
        "id": value.id,
        "object": "api_key",
        "livemode": value.scope.livemode,
        "name": value.name,
        "hint": value.hint,
        "scopes": sorted(scope.value for scope in value.scopes),
        "created_at": instant(value.created_at),
        "created_by": value.created_by,
        "expires_at": instant(value.expires_at),
        "revoked_at": instant(value.revoked_at),
        "revoked_by": value.revoked_by,
        "rotated_from": value.rotated_from,
        "rotated_to": value.rotated_to,
        "last_used_at": instant(last_used_at),
        "secret": secret,
    }


def used_key(value: UsedKey) -> dict[str, Any]:
    """A key with its last use."""
    return api_key(value.key, last_used_at=value.last_used_at)


def day_of_use(value: DayOfUse) -> dict[str, Any]:
    """A day of a key's use."""
    return {
        "object": "key_use",
        "day": value.day.isoformat(),
        "requests": value.requests,
        "refused": value.refused,
        "by_scope": [{"scope": scope, "requests": count} for scope, count in sorted(value.by_scope.items())],
        "first_at": instant(value.first_at),
        "last_at": instant(value.last_at),
    }


def tenant_answer(value: NewTenant, call: Call[Any, Any]) -> Answer:
    """A new tenant with its first keys."""
    del call
    tenant = {
        "id": value.tenant.id,
        "object": "tenant",
        "name": value.tenant.name,
        "created_at": instant(value.tenant.created_at),
    }
    shown = {**tenant, "keys": [api_key(issued.key, issued.secret) for issued in value.keys]}
    return Answer(shown, kept={**tenant, "keys": [api_key(issued.key) for issued in value.keys]})


def issued_key_answer(value: IssuedKey, call: Call[Any, Any]) -> Answer:
    """A new key with its secret."""
    del call
    return Answer(api_key(value.key, value.secret), headers=_tag(UsedKey(value.key)), kept=api_key(value.key))


def used_key_answer(value: UsedKey, call: Call[Any, Any]) -> Answer:
    """A key that exists."""
    del call
    return Answer(used_key(value), headers=_tag(value))


def _tag(value: UsedKey) -> dict[str, str]:
    """The version, and the last use where there is one: both are in the representation."""
    return {"ETag": etag(value.key.version, value.last_used_at)}
