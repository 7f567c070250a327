"""Books that hang, drip, flood, break off, redirect or hide behind a name: no agreement, and soon (R-133)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chalicelib.adapters.outbound_http import LOOK_LIMITS, OutboundHttpSender
from chalicelib.domain.balance_question import LARGEST_ANSWER, OpenInvoice, doubt_about
from chalicelib.domain.money import Money
from chalicelib.domain.webhook_schedule import Answer
from tests.support.receivers import (
    DEFAULT_TLS,
    SHORT,
    Behaviour,
    Receiver,
    answering,
    closing,
    dripping,
    endless,
    silent,
)

INVOICES = (OpenInvoice("inv_1", "FA-1", Money(120_000)),)
PATIENCE = replace(SHORT, body_bytes=LARGEST_ANSWER)
AGREEMENT = json.dumps({"invoices": [{"number": "FA-1", "outstanding": {"amount": 120_000, "currency": "EUR"}}]})


def http(body: str, status: str = "200 OK", *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", *headers]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def doubt_of(behaviour: Behaviour) -> str | None:
    """What a look makes of a receiver that behaves so."""
    with Receiver(behaviour) as receiver:
        sender = OutboundHttpSender(allow_local=True, limits=PATIENCE, tls=DEFAULT_TLS)
        answer = sender.send(f"http://localhost:{receiver.port}/balance", {"webhook-id": "look_1"}, b"{}")
    return answer.failure or doubt_about(answer.excerpt, INVOICES)


def test_an_agreement_is_one() -> None:
    assert doubt_of(answering(http(AGREEMENT))) is None


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (silent, "read_timeout"),
        (dripping(http(AGREEMENT)), "read_timeout"),
        (dripping(AGREEMENT.encode(), http(AGREEMENT)[: -len(AGREEMENT)]), "answer_malformed"),
        (endless(b"HTTP/1.1 200 OK\r\n\r\n" + AGREEMENT.encode(), b" " * 4_096 + b"x"), "answer_malformed"),
        (endless(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 4_096), "answer_unreadable"),
        (answering(http(AGREEMENT)[:-1]), "answer_malformed"),
        (
            answering(http("", "302 Found", "Location: http://169.254.169.254/latest/meta-data/")),
            "redirect_not_followed",
        ),
        (answering(http(AGREEMENT, "500 Oh")), "http_500"),
        (answering(http(AGREEMENT, "404 Gone")), "http_404"),
        (answering(http("<html>ok</html>")), "answer_malformed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_else_it_does_is_a_doubt_with_its_reason(behaviour: Behaviour, reason: str) -> None:
    assert doubt_of(behaviour) == reason


def test_a_name_that_leads_inside_is_not_followed() -> None:
    """The address that was checked is the one that is connected to; one bad address refuses the whole name."""
    asked: list[str] = []

    def changing(host: str, port: int) -> list[str]:
        del port
        asked.append(host)
        return ["93.184.216.34", "169.254.169.254"]

    sender = OutboundHttpSender(limits=LOOK_LIMITS, resolver=changing)
    answer = sender.send("https://books.example.com/balance", {"webhook-id": "look_1"}, b"{}")
    assert answer.failure == "address_refused"
    assert asked == ["books.example.com"]


def test_a_contact_waits_five_seconds_at_most() -> None:
    assert LOOK_LIMITS.total <= 5
    assert LOOK_LIMITS.body_bytes == LARGEST_ANSWER


def test_an_answer_that_was_cut_is_no_agreement_even_if_its_beginning_is_one() -> None:
    padded = AGREEMENT + " " * LARGEST_ANSWER + "no"
    assert doubt_about(Answer(200, excerpt=padded).excerpt, INVOICES) == "answer_malformed"


def test_a_connection_that_is_closed_at_once_is_no_agreement() -> None:
    assert doubt_of(closing) in {"answer_unreadable", "connection_broken"}
