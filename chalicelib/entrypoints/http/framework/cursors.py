"""Opaque cursors: a position in a list, signed for this tenant, mode, path and these filters."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping

from chalicelib.domain.errors import FieldProblem
from chalicelib.domain.parties import Scope

from .problems import HttpRefusal, invalid

_MAC_BYTES = 16


class Cursors:
    """``secret`` signs; it never leaves the process. ``purpose`` is the path and filters the cursor belongs to."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def seal(self, position: str, scope: Scope, purpose: str) -> str:
        content = position.encode("utf-8")
        return base64.urlsafe_b64encode(self._mac(content, scope, purpose) + content).decode("ascii").rstrip("=")

    def open(self, cursor: str, scope: Scope, purpose: str) -> str:
        """The position; 422 ``invalid_cursor`` for one that is changed, foreign, or of other filters."""
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise _invalid() from None
        mac, content = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not content or not hmac.compare_digest(mac, self._mac(content, scope, purpose)):
            raise _invalid()
        return content.decode("utf-8")

    def _mac(self, content: bytes, scope: Scope, purpose: str) -> bytes:
        place = json.dumps([scope.tenant_id, scope.mode, purpose]).encode("ascii")
        message = len(place).to_bytes(4, "big") + place + content
        return hmac.digest(self._secret, message, hashlib.sha256)[:_MAC_BYTES]


def list_purpose(path: str, query: Mapping[str, list[str]]) -> str:
    """What a cursor is bound to: the path and every parameter but the cursor and the page size."""
    filters = sorted((name, value) for name, values in query.items() for value in values)
    return json.dumps([path, [pair for pair in filters if pair[0] not in ("cursor", "limit")]])


def _invalid() -> HttpRefusal:
    problem = FieldProblem("?cursor", "invalid_cursor", "Use next_cursor as given, with the same filters.")
    return invalid((problem,), code="invalid_cursor")
