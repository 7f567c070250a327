"""Forwards events to a receiver on this machine as the API would: signed by Standard Webhooks 1.0, in order."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

Json = dict[str, Any]
TIMEOUT_SECONDS = 15.0
LONGEST_WAIT = 15.0
SECRET_PREFIX = "whsec_"  # noqa: S105 - how every secret of Standard Webhooks begins


def new_secret() -> str:
    """A secret of Standard Webhooks, 24 random bytes."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def body_of(event: Json) -> bytes:
    """What a receiver gets of an event."""
    told = {name: event[name] for name in ("type", "timestamp", "data")}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(secret: str, event_id: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers of one attempt; ``at`` is wall time."""
    from standardwebhooks import Webhook

    return {
        "content-type": "application/json",
        "user-agent": "Amiable-Listen/1",
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(event_id, at, body.decode()),
    }


@dataclass
class Forwarder:
    """One receiver. ``attempts`` bounds the tries that it answers without accepting.

    Where nobody answers the event waits until somebody does: a receiver that restarts loses nothing. One that keeps
    answering badly does not hold the others for ever.
    """

    url: str
    secret: str
    http: httpx.Client
    tell: Callable[[Json, str, bool], None]
    attempts: int = 5

    def forward(self, event: Json) -> bool:
        """Whether the receiver accepted it in the end; each attempt is told."""
        body = body_of(event)
        refusals = tries = 0
        while refusals < self.attempts:
            told, answered = self._attempt(event, body)
            accepted = answered and told.startswith("2")
            self.tell(event, told, accepted)
            if accepted:
                return True
            refusals += answered
            tries += 1
            if refusals < self.attempts:
                time.sleep(min(2.0 ** (tries - 1), LONGEST_WAIT))
        return False

    def _attempt(self, event: Json, body: bytes) -> tuple[str, bool]:
        """Status or failure, and whether the receiver answered at all."""
        import httpx

        headers = signed_headers(self.secret, str(event["id"]), body, datetime.now(UTC))
        try:
            with self.http.stream("POST", self.url, content=body, headers=headers) as answer:
                return str(answer.status_code), True
        except httpx.TimeoutException:
            return f"no answer within {TIMEOUT_SECONDS:.0f} s", True
        except httpx.ConnectError:
            return "nobody listens there", False
        except httpx.TransportError as error:
            return f"connection lost ({type(error).__name__})", False
