"""What is signed by the sender is verified by the client, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from amiable import Event, WebhookInvalid, webhooks

from chalicelib.domain.webhook_signature import secret_from, signed_headers

NOW = datetime(2026, 11, 23, 9, 0, 30, tzinfo=UTC)
SECRET, NEW_SECRET = secret_from(bytes(range(32))), secret_from(bytes(range(1, 33)))
DATA = {
    "event_id": "evt_1",
    "case_id": "case_1",
    "external_reference": "dossier-4711",
    "livemode": False,
    "sequence": 3,
}
BODY = json.dumps({"type": "payment.recorded", "timestamp": "2026-11-23T09:00:00Z", "data": DATA}).encode()


def headers(body: bytes = BODY, secrets: tuple[str, ...] = (SECRET,), sent_at: datetime = NOW) -> dict[str, str]:
    return dict(signed_headers(list(secrets), message_id="evt_1", sent_at=sent_at, body=body))


def verify(body: bytes | str = BODY, told: Any = None, **changes: Any) -> Event:
    return webhooks.verify(body, headers() if told is None else told, changes.pop("secret", SECRET), now=NOW, **changes)


def test_a_signed_message_is_an_event_with_its_types() -> None:
    event = verify()
    assert event == Event("evt_1", "payment.recorded", datetime(2026, 11, 23, 9, tzinfo=UTC), DATA)
    assert (event.case_id, event.external_reference, event.livemode) == ("case_1", "dossier-4711", False)


def test_text_and_bytes_are_the_same_body_and_the_case_of_headers_does_not_count() -> None:
    shouted = {name.upper(): value for name, value in headers().items()}
    assert verify(BODY.decode(), shouted) == verify()


def test_headers_are_read_from_whatever_a_framework_keeps_them_in() -> None:
    class Kept:
        def items(self) -> Iterable[tuple[str, str]]:
            return list(headers().items())

    assert verify(BODY, Kept()) == verify()


def test_either_secret_verifies_while_both_sign() -> None:
    both = headers(secrets=(NEW_SECRET, SECRET))
    assert verify(BODY, both, secret=SECRET) == verify(BODY, both, secret=NEW_SECRET)
    with pytest.raises(WebhookInvalid, match="no signature"):
        verify(BODY, headers(), secret=NEW_SECRET)


@pytest.mark.parametrize(
    "signature", ["v1", "v2,abc", "v1a,AAAA", "v1,", "v1,é", "v1,not base64!", ",", "v1,AAAA v1,BBBB"]
)
def test_a_signature_that_is_none_is_refused(signature: str) -> None:
    with pytest.raises(WebhookInvalid, match="no signature"):
        verify(BODY, {**headers(), "webhook-signature": signature})


def test_an_unknown_signature_beside_a_good_one_does_no_harm() -> None:
    told = headers()
    assert verify(BODY, {**told, "webhook-signature": f"v2,zzz {told['webhook-signature']} v1a,xx"}) == verify()


@pytest.mark.parametrize(
    "change",
    [{"webhook-id": "evt_2"}, {"webhook-timestamp": str(int(NOW.timestamp()) + 1)}],
    ids=["another id", "another instant"],
)
def test_whatever_is_signed_cannot_be_changed(change: dict[str, str]) -> None:
    with pytest.raises(WebhookInvalid, match="no signature"):
        verify(BODY, {**headers(), **change})
    with pytest.raises(WebhookInvalid, match="no signature"):
        verify(BODY + b" ")


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_named(missing: str) -> None:
    told = {name: value for name, value in headers().items() if name != missing}
    with pytest.raises(WebhookInvalid, match="header"):
        verify(BODY, told)


@pytest.mark.parametrize("away", [timedelta(minutes=-6), timedelta(minutes=6)], ids=["old", "of the future"])
def test_a_copy_that_is_too_old_or_too_new_is_refused(away: timedelta) -> None:
    with pytest.raises(WebhookInvalid, match="too far from now"):
        verify(BODY, headers(sent_at=NOW + away))
    assert verify(BODY, headers(sent_at=NOW + away), tolerance=timedelta(minutes=7)).id == "evt_1"


@pytest.mark.parametrize("instant", ["now", "-1", "1e9", "nan", "9" * 30, "١٧", ""])
def test_an_instant_that_is_none_is_refused(instant: str) -> None:
    with pytest.raises(WebhookInvalid):
        verify(BODY, {**headers(), "webhook-timestamp": instant})


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null", b"{", b'{"type": "x", "timestamp": "soon", "data": {}}'])
def test_what_is_signed_and_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookInvalid, match="signed, and no event"):
        verify(body, headers(body))


def test_a_body_that_is_no_text_is_refused() -> None:
    with pytest.raises(WebhookInvalid, match="UTF-8"):
        verify(b"\xff", headers())


def test_a_type_that_the_client_does_not_know_comes_as_it_is() -> None:
    body = b'{"type": "plan.signed", "timestamp": "2026-11-23T09:00:00Z", "data": {"new": 1}, "also": "new"}'
    event = verify(body, headers(body))
    assert str(event.type) == "plan.signed"
    assert event.data == {"new": 1}


def test_an_event_of_an_erased_debtor_has_no_data() -> None:
    body = b'{"type": "case.opened", "timestamp": "2026-11-23T09:00:00Z", "data": null}'
    event = verify(body, headers(body))
    assert event.data == {}
    assert event.case_id is None


def test_what_was_parsed_already_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="as it came"):
        verify(json.loads(BODY))


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!", "é"])
def test_a_secret_that_is_none_is_a_mistake_of_the_caller(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        verify(secret=secret)


def test_the_clock_of_the_machine_counts_by_default() -> None:
    fresh = headers(sent_at=datetime.now(UTC))
    assert webhooks.verify(BODY, fresh, SECRET).id == "evt_1"
    with pytest.raises(WebhookInvalid, match="too far"):
        webhooks.verify(BODY, headers(sent_at=NOW - timedelta(days=400)), SECRET)
