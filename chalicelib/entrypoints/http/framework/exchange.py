"""One HTTP request as API Gateway hands it over, and the notes taken while it is answered."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Exchange:
    """``path`` is the concrete path, ``resource`` the route's template, header names are in lower case.

    ``notes`` are the keys of the request's log line; nothing personal goes into them. ``answered_headers`` go with
    the answer, whatever it is. ``address`` is where this API was reached, ``base_url`` where its problems are
    explained; the paths of the contract follow either. ``came_from`` is the caller's network address as the gateway saw
    it, which no header of theirs can change; ``stage`` is what stands before the path in the caller's own address.
    """

    request_id: str
    method: str
    path: str
    resource: str | None
    headers: Mapping[str, str]
    query: Mapping[str, list[str]]
    body: bytes
    base_url: str
    address: str = ""
    came_from: str = ""
    stage: str = ""
    notes: dict[str, Any] = field(default_factory=dict)
    answered_headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_event(cls, event: Mapping[str, Any], *, request_id: str, base_url: str) -> Exchange:
        """Reads a proxy event; whatever the gateway left out is empty.

        ``base_url`` is where problems are explained; empty: by this API, under the address it was reached at.
        """
        context = event.get("requestContext") or {}
        headers = {name.lower(): value for name, value in (event.get("headers") or {}).items() if value is not None}
        path = event.get("path") or context.get("path") or context.get("resourcePath") or "/"
        return cls(
            request_id=request_id,
            method=str(context.get("httpMethod") or event.get("httpMethod") or ""),
            path=path,
            resource=context.get("resourcePath"),
            headers=headers,
            query={name: list(values) for name, values in (event.get("multiValueQueryStringParameters") or {}).items()},
            body=_body(event),
            base_url=base_url or _own_address(context),
            address=_own_address(context) if context.get("domainName") or not base_url else base_url,
            came_from=str((context.get("identity") or {}).get("sourceIp") or ""),
            stage=str(context.get("path") or "").removesuffix(path),
        )


CURRENT: ContextVar[Exchange] = ContextVar("CURRENT")


def _own_address(context: Mapping[str, Any]) -> str:
    """The gateway's host and stage (or custom domain and base path), ending with ``/v1``."""
    path = str(context.get("path") or "")
    stage, versioned, _ = path.partition("/v1/")
    if not versioned:  # what is published is also at the root
        stage = path.removesuffix(str(context.get("resourcePath") or ""))
    return f"https://{context.get('domainName') or 'localhost'}{stage}/v1"


def _body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body")
    if body is None:
        return b""
    if event.get("isBase64Encoded"):
        try:
            return base64.b64decode(body)
        except (binascii.Error, ValueError):
            return b"\xff"  # never valid JSON: answered as malformed
    return body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogatepass")
