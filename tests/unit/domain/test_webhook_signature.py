"""Our signatures, judged by the reference library (R-131)."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from chalicelib.domain.webhook_signature import secret_bytes, secret_from, sign, signed_headers

KEY = bytes(range(32))
SECRET = secret_from(KEY)
BODY = json.dumps({"type": "case.opened", "data": {"nom": "Société Élan"}}, ensure_ascii=False).encode()


def now() -> datetime:
    return datetime.now(UTC)  # the reference library compares with the real clock


@given(st.binary(min_size=24, max_size=64), st.dictionaries(st.text(), st.integers() | st.text()))
def test_the_reference_library_accepts_what_we_sign(key: bytes, data: dict[str, object]) -> None:
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    headers = signed_headers([secret_from(key)], message_id="evt_1", sent_at=now(), body=body)
    assert Webhook(secret_from(key)).verify(body, headers) == json.loads(body)


def test_the_example_of_the_specification_holds() -> None:
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("part", ["body", "webhook-id", "webhook-timestamp", "webhook-signature", "secret"])
def test_whatever_is_changed_is_noticed(part: str) -> None:
    headers = signed_headers([SECRET], message_id="evt_1", sent_at=now(), body=BODY)
    secret, body = SECRET, BODY
    if part == "body":
        body = BODY.replace(b"opened", b"closed")
    elif part == "secret":
        secret = secret_from(KEY[::-1])
    elif part == "webhook-timestamp":
        headers[part] = str(int(headers[part]) - 1)
    else:
        headers[part] = headers[part].replace("1", "2", 1)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


def test_an_old_signature_is_refused_by_the_receiver() -> None:
    headers = signed_headers([SECRET], message_id="evt_1", sent_at=now() - timedelta(minutes=6), body=BODY)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, headers)


def test_during_a_rotation_both_secrets_verify() -> None:
    old, new = secret_from(KEY), secret_from(KEY[::-1])
    headers = signed_headers([new, old], message_id="evt_1", sent_at=now(), body=BODY)
    assert headers["webhook-signature"].count("v1,") == 2
    for secret in (old, new):
        assert Webhook(secret).verify(BODY, headers)


def test_nothing_is_sent_unsigned() -> None:
    with pytest.raises(ValueError, match="unsigned"):
        signed_headers([], message_id="evt_1", sent_at=now(), body=BODY)


@pytest.mark.parametrize("message_id", ["", "evt.1"])
def test_a_message_id_leaves_the_signed_text_unambiguous(message_id: str) -> None:
    with pytest.raises(ValueError, match="message id"):
        sign(SECRET, message_id=message_id, timestamp=1, body=b"")


@pytest.mark.parametrize("length", [0, 23, 65])
def test_a_secret_has_24_to_64_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="24 to 64"):
        secret_from(bytes(length))
    with pytest.raises(ValueError, match="24 to 64"):
        secret_bytes("whsec_" + base64.b64encode(bytes(length)).decode())


@pytest.mark.parametrize("written", ["", "abc", "whsec_*", "whsec_abc", "WHSEC_" + SECRET[6:], SECRET + "\n"])
def test_what_is_no_secret_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        secret_bytes(written)
