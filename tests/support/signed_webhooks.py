"""Webhooks of every type as a receiver gets them: built, signed and sent by the code that does it in production.

`python -m tests.support.signed_webhooks FILE` writes them as JSON, for a judge that is not written in Python.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chalicelib.adapters.outbound_http import OutboundHttpSender
from chalicelib.domain.events import EventType
from chalicelib.domain.public_events import clock_webhook, endpoint_webhook, import_webhook
from chalicelib.domain.webhook_body import LARGEST_BODY
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.writes import KeepClockEvent, KeepEndpointEvent, KeepImportEvent
from chalicelib.usecases.fan_out_event import fan_out_event
from infra.local.receiver import WebhookReceiver

from .fake_webhooks import ulid
from .webhook_world import SCOPE, SECRET, WebhookWorld

WITHOUT_A_CASE = (
    EventType.TEST_CLOCK_READY,
    EventType.IMPORT_COMPLETED,
    EventType.WEBHOOK_ENDPOINT_DISABLED,
    EventType.PING,
)
OF_A_CASE = tuple(kind for kind in EventType if kind not in WITHOUT_A_CASE)
ACCENTS = "« Société Élan & fils », 12,40 € dus à Noël \U0001f9fe"
MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class SignedWebhook:
    """One request as it arrived (header names in lower case), and the secrets that each verify it."""

    name: str
    headers: Mapping[str, str]
    body: bytes
    secrets: tuple[str, ...] = (SECRET,)


class SentOver:
    """The sender of production, on its way to a receiver on this machine whatever the endpoint's URL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._sender = OutboundHttpSender(allow_local=True)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        del url
        return self._sender.send(self._url, headers, body)


class SigningWorld:
    """A tenant with one endpoint, at the present instant: libraries compare with the real clock."""

    def __init__(self, receiver: WebhookReceiver) -> None:
        self.receiver = receiver
        self.world = WebhookWorld()
        self.world.sender = SentOver(receiver.url)
        self.world.clock.instant = datetime.now(UTC)
        self.endpoint = self.world.endpoint()

    def arrived(self, name: str, *secrets: str) -> Iterator[SignedWebhook]:
        """Let the queue work; what came in since."""
        before = len(self.receiver.received)
        self.world.run(MOMENT)
        for each in self.receiver.received[before:]:
            kind = json.loads(each.body)["type"]
            yield SignedWebhook(f"{name}: {kind}", each.headers, each.body, secrets or (SECRET,))


def every_webhook() -> list[SignedWebhook]:
    """Each type once; then a redelivery, a replay, a ping, bodies up to the limit and past it, and a rotation."""
    with WebhookReceiver() as receiver:
        return [
            *_of_a_case(SigningWorld(receiver)),
            *_without_a_case(SigningWorld(receiver)),
            *_pings(SigningWorld(receiver)),
            *_again(SigningWorld(receiver)),
            *_large(SigningWorld(receiver)),
            *_rotated(SigningWorld(receiver)),
        ]


def _of_a_case(signing: SigningWorld) -> Iterator[SignedWebhook]:
    details = (("reason", ACCENTS), ("amount", {"amount": 1240, "currency": "EUR"}))
    for sequence, kind in enumerate(OF_A_CASE, start=1):
        signing.world.event(sequence, kind=kind.value, external_reference="Dossier n° 4711", details=details)
        signing.world.fan_out(sequence)
        yield from signing.arrived("event")


def _without_a_case(signing: SigningWorld) -> Iterator[SignedWebhook]:
    world, now = signing.world, signing.world.clock.now()
    disabled = KeepEndpointEvent(
        SCOPE, ulid("whe", 2), ulid("evt", 1), EventType.WEBHOOK_ENDPOINT_DISABLED.value, now, (("reason", "gone"),)
    )
    ready = KeepClockEvent(SCOPE, ulid("clk", 1), ulid("evt", 2), EventType.TEST_CLOCK_READY.value, now, now)
    counts = (("status", "done"), ("lines", 5000), ("opened", 4950))
    kind = EventType.IMPORT_COMPLETED.value
    over = KeepImportEvent(SCOPE, ulid("imp", 1), ulid("evt", 3), kind, now, counts)
    for event in (endpoint_webhook(disabled), clock_webhook(ready), import_webhook(over)):
        world.events.events.append(event)
        fan_out_event(event, store=world.store, queue=world.queue, clock=world.clock)
        yield from signing.arrived("event")


def _pings(signing: SigningWorld) -> Iterator[SignedWebhook]:
    signing.world.ping()
    yield from signing.arrived("event")


def _again(signing: SigningWorld) -> Iterator[SignedWebhook]:
    world = signing.world
    began = world.clock.now()
    events = [world.event(number, kind=kind.value) for number, kind in enumerate(OF_A_CASE[:3], start=1)]
    world.fan_out(1, 3)
    yield from signing.arrived("first time")
    world.redeliver(events[0])
    yield from signing.arrived("redelivered")
    world.replay(began, world.clock.now())
    yield from signing.arrived("replayed")


def _large(signing: SigningWorld) -> Iterator[SignedWebhook]:
    for sequence, size in enumerate((LARGEST_BODY - 1_000, LARGEST_BODY), start=1):
        text = ("é€" * size)[: size // 5 * 2]  # five bytes for each two
        signing.world.event(sequence, details=(("reason", text),))
        signing.world.fan_out(sequence)
        yield from signing.arrived("large" if size < LARGEST_BODY else "too large")


def _rotated(signing: SigningWorld) -> Iterator[SignedWebhook]:
    world = signing.world
    secret = world.rotate()
    world.event(1)
    world.fan_out(1)
    yield from signing.arrived("rotated", secret, SECRET)


def main(file: Path) -> None:
    """Write what a judge needs: headers, bytes in base64, and the secrets that must verify them."""
    told = [
        {
            "name": each.name,
            "headers": dict(each.headers),
            "body": base64.b64encode(each.body).decode(),
            "secrets": list(each.secrets),
        }
        for each in every_webhook()
    ]
    file.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
