"""Receivers that hang, drip, flood, redirect or lie about who they are: each attempt ends soon, with a reason.

They listen on loopback; the sender runs with short limits.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Self

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.adapters.outbound_http import OutboundHttpSender, OutboundLimits
from chalicelib.domain.webhook_schedule import Answer

Behaviour = Callable[[socket.socket, threading.Event], None]
SHORT = OutboundLimits(connect=0.4, read=0.3, total=0.8, header_bytes=4_096, body_bytes=1_000)
DEFAULT_TLS = ssl.create_default_context()


class Receiver:
    """A server that treats every connection as told, in a thread of its own."""

    def __init__(self, behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self._behaviour = behaviour
        self._tls = tls
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=5)

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), connection:
                connection.settimeout(2)
                if self._tls is None:
                    self._behaviour(connection, self._stop)
                    continue
                with self._tls.wrap_socket(connection, server_side=True) as secured:
                    self._behaviour(secured, self._stop)


def answering(answer: bytes, requests: list[bytes] | None = None) -> Behaviour:
    def behave(connection: socket.socket, _: threading.Event) -> None:
        received = read_request(connection)
        if requests is not None:
            requests.append(received)
        connection.sendall(answer)

    return behave


def read_request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65_536)
        if not piece:
            return received
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


def dripping(answer: bytes, beginning: bytes = b"") -> Behaviour:
    def behave(connection: socket.socket, stop: threading.Event) -> None:
        read_request(connection)
        connection.sendall(beginning)
        for position in range(len(answer)):
            connection.sendall(answer[position : position + 1])
            if stop.wait(0.05):
                return

    return behave


def endless(beginning: bytes, piece: bytes) -> Behaviour:
    def behave(connection: socket.socket, stop: threading.Event) -> None:
        read_request(connection)
        connection.sendall(beginning)
        while not stop.is_set():
            connection.sendall(piece)

    return behave


def silent(connection: socket.socket, stop: threading.Event) -> None:
    del connection
    stop.wait(3)


def closing(connection: socket.socket, stop: threading.Event) -> None:
    del connection, stop


def send(receiver: Receiver, *, scheme: str = "http", tls: ssl.SSLContext | None = None) -> Answer:
    sender = OutboundHttpSender(allow_local=True, limits=SHORT, tls=tls or DEFAULT_TLS)
    return sender.send(f"{scheme}://localhost:{receiver.port}/in?a=b", {"webhook-id": "evt_1"}, b'{"type":"x"}')


def answer_of(behaviour: Behaviour) -> Answer:
    with Receiver(behaviour) as receiver:
        return send(receiver)


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


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Self-signed certificates: for localhost, for another name, and for localhost but expired."""
    folder = tmp_path_factory.mktemp("tls")
    for file, name, days in (("good", "localhost", 30), ("other", "other.example", 30), ("expired", "localhost", -1)):
        (folder / f"{file}.pem").write_bytes(certificate(name, days))
    return folder


def certificate(name: str, days: int) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    end = datetime.now(UTC) + timedelta(days=days)  # judged by TLS itself, which reads the real clock
    names: list[x509.GeneralName] = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.2"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - timedelta(days=60))
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM) + secret


@pytest.mark.parametrize(
    ("shown", "trusted", "error"),
    [
        ("good", True, None),
        ("good", False, "certificate_invalid"),
        ("other", True, "certificate_invalid"),
        ("expired", True, "certificate_invalid"),
    ],
)
def test_tls_must_prove_the_name_of_the_url(certificates: Path, shown: str, trusted: bool, error: str | None) -> None:
    file = certificates / f"{shown}.pem"
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cafile=str(file)) if trusted else ssl.create_default_context()
    with Receiver(answering(b"HTTP/1.1 200 OK\r\n\r\n"), server) as receiver:
        answer = send(receiver, scheme="https", tls=client)
    assert answer.error == error
    assert answer.accepted == (error is None)


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        pytest.param(silent, "tls_timeout", id="never_shakes_hands"),
        pytest.param(closing, "tls_failed", id="hangs_up"),
        pytest.param(
            lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n"), "tls_failed", id="speaks_plain_http"
        ),
    ],
)
def test_a_receiver_without_tls_is_a_failure(behaviour: Behaviour, error: str) -> None:
    with Receiver(behaviour) as receiver:
        assert send(receiver, scheme="https").error == error
