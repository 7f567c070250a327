"""Tenants and API keys as JSON. A secret is shown once, in the answer that made it, and never kept for a replay."""

from __future__ import annotations

import zlib
from typing import Any

from chalicelib.domain.tenant import ApiKey
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.create_key import IssuedKey
from chalicelib.usecases.create_tenant import NewTenant

from .values import instant


def key_version(key: ApiKey) -> int:
    """A fingerprint of what can change of a key, used as its version in ETags."""
    return zlib.crc32(f"{key.expires_at}|{key.revoked_at}".encode())


def api_key(value: ApiKey, secret: str | None = None) -> dict[str, Any]:
    """A key; ``secret`` only in the answer that made it."""
    return {
        "id": value.id,
        "object": "api_key",
        "livemode": value.scope.livemode,
        "name": value.name,
        "hint": value.hint,
        "scopes": sorted(scope.value for scope in value.scopes),
        "created_at": instant(value.created_at),
        "expires_at": instant(value.expires_at),
        "revoked_at": instant(value.revoked_at),
        "secret": secret,
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
    headers = {"ETag": etag(key_version(value.key))}
    return Answer(api_key(value.key, value.secret), headers=headers, kept=api_key(value.key))


def key_answer(value: ApiKey, call: Call[Any, Any]) -> Answer:
    """A key that exists."""
    del call
    return Answer(api_key(value), headers={"ETag": etag(key_version(value))})
