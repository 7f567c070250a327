"""Receivers on loopback that behave as told, and a sender with little patience."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Self

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
