"""Receivers that hang, drip, flood, redirect or lie about who they are: each attempt ends soon, with a reason.

They listen on loopback; the sender runs with short limits.
"""

from __future__ import annotations

import socket
import threading

import pytest

from chalicelib.adapters.outbound_http import OutboundHttpSender
from tests.support.receivers import (
    DEFAULT_TLS,
    SHORT,
    Behaviour,
    Receiver,
    answer_of,
    answering,
    closing,
    dripping,
    endless,
    send,
    silent,
)


def test_the_request_is_one_plain_post_with_the_whole_body() -> None:
    requests: list[bytes] = []
    with Receiver(answering(b"HTTP/1.1 204 No Content\r\n\r\n", requests)) as receiver:
        assert send(receiver).accepted
        host = f"Host: localhost:{receiver.port}".encode()
    head, _, body = requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /in?a=b HTTP/1.1"
    assert {host, b"webhook-id: evt_1", b"Connection: close", b"Accept-Encoding: identity"} <= set(lines)
    assert body == b'{"type":"x"}'


@pytest.mark.parametrize(
    "status", [*range(200, 240), *range(300, 310), *range(400, 452), *range(500, 512), 599, 799, 999]
)
def test_every_status_is_the_answer_and_only_2xx_is_success(status: int) -> None:
    answer = answer_of(answering(f"HTTP/1.1 {status} So\r\nContent-Length: 2\r\nRetry-After: 7\r\n\r\nok".encode()))
    assert (answer.status, answer.error, answer.retry_after) == (status, None, "7")
    assert answer.accepted == (status < 300)
    assert answer.excerpt == ("" if status in (204, 304) else "ok")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    requests: list[bytes] = []
    with Receiver(answering(b"HTTP/1.1 200 OK\r\n\r\n", requests)) as inside:
        location = f"http://localhost:{inside.port}/latest/meta-data/"
        answer = answer_of(answering(f"HTTP/1.1 {status} Go\r\nLocation: {location}\r\n\r\n".encode()))
    assert (answer.status, answer.failure) == (status, "redirect_not_followed")
    assert requests == []


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        pytest.param(silent, "read_timeout", id="hangs"),
        pytest.param(closing, "answer_unreadable|connection_broken", id="closes"),
        pytest.param(dripping(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100), "read_timeout", id="drips_headers"),
        pytest.param(
            endless(b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 500 + b"\r\n"), "answer_unreadable", id="endless_headers"
        ),
        pytest.param(endless(b"HTTP/1.1 200 ", b"O" * 1_000), "answer_unreadable", id="endless_status_line"),
        pytest.param(endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "answer_unreadable", id="continues_for_ever"),
        pytest.param(answering(b"SSH-2.0-OpenSSH_9.6\r\n"), "answer_unreadable", id="speaks_ssh"),
        pytest.param(answering(b"\x00\xff" * 100), "answer_unreadable", id="speaks_nonsense"),
        pytest.param(answering(b"HTTP/1.1 -20 OK\r\n\r\n"), "answer_unreadable", id="odd_status"),
        pytest.param(answering(b"HTTP/1.1 2000 OK\r\n\r\n"), "answer_unreadable", id="status_too_long"),
    ],
)
def test_a_receiver_without_an_answer_is_a_failure_with_its_reason(behaviour: Behaviour, error: str) -> None:
    answer = answer_of(behaviour)
    assert answer.status is None
    assert answer.error in error.split("|")
    assert not answer.accepted


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 10_000), id="endless_body"),
        pytest.param(
            answering(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 2_000), id="lies_of_length"
        ),
        pytest.param(dripping(b"x" * 100, b"HTTP/1.1 200 OK\r\n\r\n"), id="drips_body"),
        pytest.param(
            endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"ff\r\n" + b"x" * 255 + b"\r\n"),
            id="chunks",
        ),
        pytest.param(answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), id="bad_chunk"),
        pytest.param(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"), id="breaks_off"),
    ],
)
def test_a_body_without_end_changes_nothing_about_the_answer(behaviour: Behaviour) -> None:
    answer = answer_of(behaviour)
    assert answer.status == 200
    assert len(answer.excerpt) <= SHORT.body_bytes


def test_the_excerpt_is_printable() -> None:
    answer = answer_of(answering(b"HTTP/1.1 500 No\r\n\r\n\x1b[31m\x00caf\xc3\xa9\xff\n\xe2\x80\xae"))
    assert answer.excerpt == " [31m café\ufffd\n "


def test_nobody_listening_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    sender = OutboundHttpSender(allow_local=True, limits=SHORT, tls=DEFAULT_TLS)
    assert sender.send(f"http://127.0.0.1:{port}/", {}, b"").error == "connection_failed"


def test_a_resolver_that_hangs_is_a_failure() -> None:
    released = threading.Event()

    def hang(_host: str, _port: int) -> list[str]:
        released.wait(5)
        return ["127.0.0.1"]

    sender = OutboundHttpSender(allow_local=True, limits=SHORT, resolver=hang, tls=DEFAULT_TLS)
    assert sender.send("http://localhost:9/", {}, b"").error == "name_resolution_timeout"
    released.set()


def test_a_header_cannot_break_out_of_its_line() -> None:
    with Receiver(closing) as receiver:
        sender = OutboundHttpSender(allow_local=True, limits=SHORT, tls=DEFAULT_TLS)
        with pytest.raises(ValueError, match="printable"):
            sender.send(f"http://127.0.0.1:{receiver.port}/", {"x": "a\r\nHost: b"}, b"")


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert answer_of(answering(b"HTTP/1.1 200 OK\r\n\r\n")).accepted
