"""Receivers that answer oddly, behind a fake resolver and a fake connector: nothing leaves these tests (R-131)."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from chalicelib.adapters.outbound_http import OutboundHttpSender, OutboundLimits
from chalicelib.domain.webhook_schedule import Answer

SHORT = OutboundLimits(connect=0.4, read=0.3, total=0.8, header_bytes=4_096, body_bytes=1_000)
LOCAL = "http://localhost:9/in"


class PlainTls(ssl.SSLContext):
    """Shakes no hands: what is under test lies behind the handshake."""

    def wrap_socket(self, sock: socket.socket, *_: object, **__: object) -> socket.socket:  # type: ignore[override]
        return sock


@dataclass
class Network:
    """Names and what they lead to, one answer after the other; the other end of each connection does as told."""

    answer: Callable[[socket.socket], None]
    names: Mapping[str, Sequence[Sequence[str]]] = field(
        default_factory=lambda: {"hooks.example.com": [["93.184.215.14"]]}
    )
    resolved: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> Sequence[str]:
        del port
        self.resolved.append(host)
        answers = self.names[host]
        return answers[min(self.resolved.count(host), len(answers)) - 1]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        del timeout
        self.connected.append((address, port))
        here, there = socket.socketpair()
        threading.Thread(target=self._serve, args=(there,), daemon=True).start()
        return here

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(2)
            try:
                received = b""
                while b"{}" not in received:
                    received += connection.recv(65_536)
                self.answer(connection)
            except OSError:
                return

    def send(self, url: str = "https://hooks.example.com/in") -> Answer:
        sender = OutboundHttpSender(
            limits=SHORT, resolver=self.resolve, connector=self.connect, tls=PlainTls(ssl.PROTOCOL_TLS_CLIENT)
        )
        return sender.send(url, {"webhook-id": "evt_1"}, b"{}")


def saying(*pieces: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return answer


@pytest.mark.parametrize("status", range(101, 600))
def test_every_status_there_is_counts_as_what_it_says(status: int) -> None:
    """Only 2xx is success; 100 alone is no answer yet (RFC 9110, section 15)."""
    network = Network(saying(f"HTTP/1.1 {status} So\r\nContent-Length: 2\r\nLocation: {LOCAL}\r\n\r\nok".encode()))
    answer = network.send()
    assert (answer.status, answer.error) == (status, None)
    assert answer.accepted is (200 <= status <= 299)
    assert network.connected == [("93.184.215.14", 443)]
    assert network.resolved == ["hooks.example.com"]


def test_after_100_the_answer_is_the_next_one() -> None:
    network = Network(saying(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 202 Accepted\r\n\r\n"))
    assert network.send().status == 202
    alone = Network(saying(b"HTTP/1.1 100 Continue\r\n\r\n")).send()
    assert (alone.status, alone.accepted) == (None, False)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://[::ffff:169.254.169.254]/",
        "https://2852039166/",
        "https://inside.example.com/",
        "//10.0.0.1/",
        "/elsewhere",
        "file:///etc/passwd",
        "https://hooks.example.com/in",
    ],
)
def test_no_redirect_makes_another_connection(status: int, location: str) -> None:
    network = Network(saying(f"HTTP/1.1 {status} Go\r\nLocation: {location}\r\nRefresh: 0\r\n\r\n".encode()))
    assert network.send().failure == "redirect_not_followed"
    assert network.connected == [("93.184.215.14", 443)]
    assert network.resolved == ["hooks.example.com"]


def test_a_name_that_changes_its_mind_between_check_and_connection_gains_nothing() -> None:
    """Rebinding: the resolver is asked once, so that its second answer is never connected to."""
    names = {"rebind.example.com": [["93.184.215.14"], ["169.254.169.254"], ["127.0.0.1"]]}
    network = Network(saying(b"HTTP/1.1 200 OK\r\n\r\n"), names)
    assert network.send("https://rebind.example.com/").status == 200
    assert network.connected == [("93.184.215.14", 443)]
    for _ in range(2):
        assert network.send("https://rebind.example.com/").error == "address_refused"
    assert network.connected == [("93.184.215.14", 443)]


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("inside", ["10.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::"])
def test_one_inside_address_anywhere_in_the_answer_refuses_the_name(place: int, inside: str) -> None:
    """Also one that would never have been tried: at most two are."""
    addresses = ["93.184.215.14", "2606:4700:4700::1111", "8.8.8.8"]
    addresses.insert(place, inside)
    network = Network(saying(b"HTTP/1.1 200 OK\r\n\r\n"), {"mixed.example.com": [addresses]})
    assert network.send("https://mixed.example.com/").error == "address_refused"
    assert network.connected == []


@pytest.mark.parametrize("length", [1, 2, 12])
def test_a_chain_of_names_is_judged_by_where_it_ends(length: int) -> None:
    """CNAME: the name of the URL may be public and lead inside in the end."""
    chain = {f"n{number}.example.com": f"n{number + 1}.example.com" for number in range(length)}
    ends = {f"n{length}.example.com": ["172.16.0.9"]}

    def followed(host: str) -> Sequence[str]:
        while host in chain:
            host = chain[host]
        return ends[host]

    network = Network(saying(b"HTTP/1.1 200 OK\r\n\r\n"), {"n0.example.com": [followed("n0.example.com")]})
    assert network.send("https://n0.example.com/").error == "address_refused"
    assert network.connected == []


def test_what_is_compressed_is_not_unpacked() -> None:
    """Ten megabytes of nothing in ten kilobytes: the log shows its first bytes as they came."""
    bomb = gzip.compress(b"\0" * 10_000_000)
    head = b"HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    answer = Network(saying(head, bomb)).send()
    assert answer.status == 500
    assert len(answer.excerpt) <= SHORT.body_bytes


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        pytest.param(saying(b"HTTP/1.0 200 OK\r\n\r\nok"), 200, id="http_1_0"),
        pytest.param(saying(b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok"), 200, id="bare_newlines"),
        pytest.param(saying(b"HTTP/2.0 200 OK\r\n\r\n"), None, id="http_2_in_words"),
        pytest.param(saying(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), None, id="http_2_preface"),
        pytest.param(saying(b"ICY 200 OK\r\n\r\n"), None, id="icecast"),
        pytest.param(saying(b"200 OK\r\n\r\n"), None, id="no_version"),
        pytest.param(saying(b"\r\n\r\n"), None, id="empty_lines"),
        pytest.param(saying(b"HTTP/1.1 200\r\n" + b"A: b\r\n" * 200 + b"\r\n"), None, id="two_hundred_headers"),
        pytest.param(saying(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 5_000), None, id="a_long_header"),
        pytest.param(reset, None, id="resets"),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            200,
            id="two_lengths",
        ),
    ],
)
def test_odd_http_is_an_answer_or_a_failure_and_never_an_error_of_ours(
    answer: Callable[[socket.socket], None], status: int | None
) -> None:
    got = Network(answer).send()
    assert got.status == status
    assert (got.error is None) == (status is not None)


@contextmanager
def held_open() -> Iterator[Callable[[socket.socket], None]]:
    """Keeps the connection after its answer, as if more were to come."""
    done = threading.Event()

    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\nKeep-Alive: timeout=999\r\n\r\n")
        connection.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nbad")
        done.wait(2)

    yield answer
    done.set()


def test_a_connection_kept_alive_is_left_and_what_follows_is_not_read() -> None:
    with held_open() as answer:
        got = Network(answer).send()
    assert (got.status, got.excerpt, got.accepted) == (204, "", True)
    assert got.duration_ms < SHORT.total * 1_000
