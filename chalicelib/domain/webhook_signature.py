"""Signatures of Standard Webhooks 1.0: a receiver knows who sent the message and that nobody changed it (R-131)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

PREFIX = "whsec_"
SMALLEST_SECRET = 24
LARGEST_SECRET = 64
SECRET_BYTES = 32


def secret_from(random_bytes: bytes) -> str:
    """Write 24 to 64 random bytes as ``whsec_`` + base64; ValueError for another length."""
    _check_length(random_bytes)
    return PREFIX + base64.b64encode(random_bytes).decode()


def secret_bytes(secret: str) -> bytes:
    """The key inside a ``whsec_`` secret; ValueError when it is none."""
    if not secret.startswith(PREFIX):
        raise ValueError("a webhook secret starts with whsec_")
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as unreadable:
        raise ValueError("a webhook secret is base64 after its prefix") from unreadable
    _check_length(key)
    return key


def sign(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """One ``v1,…`` signature: HMAC-SHA256 over ``id.timestamp.body``; ``timestamp`` in Unix seconds."""
    if not message_id or "." in message_id:
        raise ValueError("a message id is not empty and holds no full stop")
    content = b".".join((message_id.encode(), str(timestamp).encode(), body))
    digest = hmac.new(secret_bytes(secret), content, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def signed_headers(secrets: Sequence[str], *, message_id: str, sent_at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of one attempt; one signature per secret, so that a rotation needs no downtime.

    ``sent_at`` is wall time: receivers refuse what is too old. ValueError without any secret.
    """
    if not secrets:
        raise ValueError("a webhook is never sent unsigned")
    timestamp = int(sent_at.timestamp())
    signatures = [sign(secret, message_id=message_id, timestamp=timestamp, body=body) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _check_length(key: bytes) -> None:
    if not SMALLEST_SECRET <= len(key) <= LARGEST_SECRET:
        raise ValueError(f"a webhook secret has {SMALLEST_SECRET} to {LARGEST_SECRET} bytes")
