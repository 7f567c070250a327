"""Tenants and API keys in requests."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.domain.tenant import KeyScope

from .values import Instant, Line, Request, ShortLine


class TenantRequest(Request):
    """``POST /tenants``."""

    name: Line


class KeyRequest(Request):
    """``POST /keys``. Without ``scopes`` the new key may do what the calling key may."""

    name: ShortLine
    scopes: Annotated[list[KeyScope], Field(min_length=1, max_length=20)] | None = None
    expires_at: Instant | None = None


class TenantKeyRequest(KeyRequest):
    """``POST /tenants/{id}/keys``."""

    livemode: bool


class KeyRotation(Request):
    """``POST /keys/{id}/rotate``: for how long the old key still works."""

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24
