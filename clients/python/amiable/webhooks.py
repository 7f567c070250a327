"""Receive webhooks: ``event = webhooks.verify(request_body, request_headers, secret)`` (Standard Webhooks 1.0)."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from .errors import WebhookInvalid

if TYPE_CHECKING:
    from .contract.models.webhook_body_type import WebhookBodyType

TOLERANCE = timedelta(minutes=5)


class Headers(Protocol):
    """The headers of a request, in whatever a framework keeps them; case does not count."""

    def items(self) -> Iterable[tuple[str, str]]: ...


@dataclass(frozen=True)
class Event:
    """What happened. ``id`` is the same at every attempt: note it, and pass over what was done already.

    ``timestamp`` is in case time. ``data`` is empty once the debtor's data was erased. A ``type`` that this version
    of the client does not know comes as it is.
    """

    id: str
    type: WebhookBodyType
    timestamp: datetime
    data: dict[str, Any]

    @property
    def case_id(self) -> str | None:
        """The case, for what concerns one."""
        return self.data.get("case_id")

    @property
    def external_reference(self) -> str | None:
        """Your own reference of the case."""
        return self.data.get("external_reference")

    @property
    def livemode(self) -> bool:
        """Whether it happened in live mode."""
        return bool(self.data.get("livemode"))


def verify(
    body: bytes | str, headers: Headers, secret: str, *, tolerance: timedelta = TOLERANCE, now: datetime | None = None
) -> Event:
    """The event, when it was signed with this secret a short time ago. Any of several signatures does.

    Args:
        body: As it came, byte for byte: what a framework parsed and wrote again has another signature.
        headers: Those of the request.
        secret: ``whsec_…`` of the endpoint.
        tolerance: How far the clocks may differ, and how old a copy may be.
        now: The present instant, for tests.

    Raises:
        WebhookInvalid: do nothing, answer 400.
        ValueError: the secret is none.
    """
    from standardwebhooks import Webhook

    if not isinstance(body, (bytes, str)):
        raise TypeError("pass the body as it came, not what was parsed from it")
    text = _decoded(body)
    told = {name.lower(): value for name, value in headers.items()}
    message, sent, signatures = (told.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    if not (message and sent and signatures):
        raise WebhookInvalid("a header is missing: webhook-id, webhook-timestamp or webhook-signature")
    timestamp = _instant(sent)
    if abs((now or datetime.now(UTC)) - timestamp) > tolerance:
        raise WebhookInvalid(f"signed at {timestamp.isoformat()}: too far from now")
    expected = Webhook(_checked(secret)).sign(message, timestamp, text)
    if not any([_same(expected, signature) for signature in signatures.split()]):  # noqa: C419 - every one, always
        raise WebhookInvalid("no signature is that of this secret over this body")
    return _event(message, text)


def _decoded(body: bytes | str) -> str:
    try:
        return body if isinstance(body, str) else body.decode()
    except UnicodeDecodeError:
        raise WebhookInvalid("the body is not UTF-8") from None


def _checked(secret: str) -> str:
    try:
        text = secret.removeprefix("whsec_").rstrip("=")
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise ValueError("the secret is not one of an endpoint: whsec_…")
    return secret


def _instant(sent: str) -> datetime:
    if not (sent.isascii() and sent.isdigit()):
        raise WebhookInvalid("webhook-timestamp is no number of seconds")
    try:
        return datetime.fromtimestamp(int(sent), UTC)
    except (ValueError, OverflowError, OSError):
        raise WebhookInvalid("webhook-timestamp is no instant") from None


def _same(expected: str, signature: str) -> bool:
    return hmac.compare_digest(expected.encode(), signature.encode())


def _event(message: str, text: str) -> Event:
    try:
        told = json.loads(text)
        return Event(message, told["type"], datetime.fromisoformat(told["timestamp"]), told["data"] or {})
    except (ValueError, KeyError, TypeError) as error:
        raise WebhookInvalid(f"signed, and no event: {error}") from error
