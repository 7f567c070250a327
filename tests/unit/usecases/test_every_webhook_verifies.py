"""Every webhook, as it arrives, judged by the Python library of Standard Webhooks (R-131); `make judges` asks npm's."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from chalicelib.domain.events import EventType
from chalicelib.domain.webhook_body import LARGEST_BODY
from chalicelib.domain.webhook_signature import secret_from
from tests.support.signed_webhooks import ACCENTS, OF_A_CASE, SignedWebhook, every_webhook

Headers = dict[str, str]
FOREIGN = secret_from(b"\x5a" * 32)
TOO_FAR = timedelta(minutes=6)


@pytest.fixture(scope="module")
def webhooks() -> dict[str, SignedWebhook]:
    return {each.name: each for each in every_webhook()}


@pytest.mark.parametrize("kind", list(EventType))
def test_every_type_of_event_arrives_signed(kind: EventType, webhooks: dict[str, SignedWebhook]) -> None:
    arrived = webhooks[f"event: {kind.value}"]
    body = Webhook(arrived.secrets[0]).verify(arrived.body, dict(arrived.headers))
    assert body["type"] == kind.value
    assert body["data"]["event_id"] == arrived.headers["webhook-id"]
    if kind in OF_A_CASE:
        assert body["data"]["reason"] == ACCENTS, "what is not ASCII is signed as it is sent"


def test_what_is_sent_again_verifies_with_the_same_id_and_body(webhooks: dict[str, SignedWebhook]) -> None:
    first = webhooks["first time: case.opened"]
    for name in ("redelivered: case.opened", "replayed: case.opened"):
        again = webhooks[name]
        assert Webhook(again.secrets[0]).verify(again.body, dict(again.headers))
        assert (again.body, again.headers["webhook-id"]) == (first.body, first.headers["webhook-id"])


def test_bodies_verify_up_to_the_largest_and_without_details_beyond_it(webhooks: dict[str, SignedWebhook]) -> None:
    large, beyond = webhooks["large: case.opened"], webhooks["too large: case.opened"]
    assert 19_000 <= len(large.body) < LARGEST_BODY
    assert Webhook(large.secrets[0]).verify(large.body, dict(large.headers))["data"]["reason"]
    assert Webhook(beyond.secrets[0]).verify(beyond.body, dict(beyond.headers))["data"]["details_omitted"] is True


def test_during_a_rotation_the_new_and_the_old_secret_verify(webhooks: dict[str, SignedWebhook]) -> None:
    rotated = webhooks["rotated: case.opened"]
    assert len(set(rotated.secrets)) == len(rotated.headers["webhook-signature"].split()) == 2
    for secret in rotated.secrets:
        assert Webhook(secret).verify(rotated.body, dict(rotated.headers))


def without(name: str) -> Callable[[SignedWebhook], tuple[str, Headers, bytes]]:
    return lambda each: (each.secrets[0], {k: v for k, v in each.headers.items() if k != name}, each.body)


def signed_at(step: timedelta) -> Callable[[SignedWebhook], tuple[str, Headers, bytes]]:
    def sign_again(each: SignedWebhook) -> tuple[str, Headers, bytes]:
        at = datetime.fromtimestamp(int(each.headers["webhook-timestamp"]), UTC) + step
        signature = Webhook(each.secrets[0]).sign(each.headers["webhook-id"], at, each.body.decode())
        moved = {"webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
        return each.secrets[0], {**each.headers, **moved}, each.body

    return sign_again


CHANGES: dict[str, Callable[[SignedWebhook], tuple[str, Headers, bytes]]] = {
    "another body": lambda each: (each.secrets[0], dict(each.headers), each.body.replace(b'"type"', b'"typo"')),
    "a byte more": lambda each: (each.secrets[0], dict(each.headers), each.body + b" "),
    "another id": lambda each: (each.secrets[0], {**each.headers, "webhook-id": "evt_2"}, each.body),
    "an old timestamp": signed_at(-TOO_FAR),
    "a timestamp of the future": signed_at(TOO_FAR),
    "another secret": lambda each: (FOREIGN, dict(each.headers), each.body),
    "no id": without("webhook-id"),
    "no timestamp": without("webhook-timestamp"),
    "no signature": without("webhook-signature"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_webhook_verifies_once_it_is_changed(change: str, webhooks: dict[str, SignedWebhook]) -> None:
    for each in webhooks.values():
        secret, headers, body = CHANGES[change](each)
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, headers)


def test_the_other_judge_reads_what_arrived(webhooks: dict[str, SignedWebhook]) -> None:
    kinds = {json.loads(each.body)["type"] for each in webhooks.values()}
    assert kinds == {kind.value for kind in EventType}
