"""One HTTP/1.1 request and answer over a connected socket, under one deadline and with byte limits.

http.client reads with a timeout per read, which a receiver that drips one byte a second never exceeds; here
every read gets what is left of the deadline, and headers and body stop at their limits.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, cast

from chalicelib.adapters.outbound_url import OutboundUrl
from chalicelib.domain.webhook_body import CONTENT_TYPE, USER_AGENT
from chalicelib.domain.webhook_schedule import Answer

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class DeadlineReached(Exception):
    """The time for the whole attempt is used up."""


class Deadline:
    """What is left of the time for an attempt, in seconds of a monotonic clock."""

    def __init__(self, seconds: float, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._start = elapsed()
        self._seconds = seconds

    def left(self) -> float:
        """Seconds left, more than zero; raises DeadlineReached otherwise."""
        left = self._start + self._seconds - self._elapsed()
        if left <= 0:
            raise DeadlineReached
        return left

    def spent_ms(self) -> int:
        return int((self._elapsed() - self._start) * 1_000)


class _Incoming(io.RawIOBase):
    """The receiver's bytes: each read within the deadline, and not more than ``allowed`` in all."""

    def __init__(self, connection: socket.socket, deadline: Deadline, per_read: float, allowed: int) -> None:
        self._connection = connection
        self._deadline = deadline
        self._per_read = per_read
        self.allowed = allowed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if self.allowed <= 0:
            raise HTTPException("the answer is larger than allowed")
        self._connection.settimeout(min(self._per_read, self._deadline.left()))
        view = memoryview(buffer)[: self.allowed]
        count = self._connection.recv_into(view)
        self.allowed -= count
        return count


class _Readable:
    """What HTTPResponse asks of a socket: a file to read from."""

    def __init__(self, incoming: _Incoming) -> None:
        self._incoming = incoming

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._incoming)


def write_request(
    connection: socket.socket,
    url: OutboundUrl,
    headers: Mapping[str, str],
    body: bytes,
    deadline: Deadline,
    per_write: float,
) -> None:
    """Write a POST with its whole body; ValueError when a header would break out of its line."""
    sent = {
        "Host": url.host_header,
        "User-Agent": USER_AGENT,
        "Content-Type": CONTENT_TYPE,
        "Content-Length": str(len(body)),
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **headers,
    }
    lines = [f"POST {url.target} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    if any(not line.isascii() or not line.isprintable() for line in lines):
        raise ValueError("headers are printable ASCII")
    connection.settimeout(min(per_write, deadline.left()))
    connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def read_answer(
    connection: socket.socket, deadline: Deadline, per_read: float, header_bytes: int, body_bytes: int
) -> Answer:
    """Read status, Retry-After and the beginning of the body.

    The status is the answer: a body that is too large, too slow or broken off is cut and changes nothing.
    Raises HTTPException, OSError or DeadlineReached when no status and headers came.
    """
    incoming = _Incoming(connection, deadline, per_read, header_bytes)
    response = HTTPResponse(cast("socket.socket", _Readable(incoming)), method="POST")
    try:
        response.begin()
        incoming.allowed += body_bytes
        excerpt = _beginning(response, body_bytes)
        return Answer(response.status, None, response.getheader("Retry-After"), excerpt)
    finally:
        response.close()


def _beginning(response: HTTPResponse, limit: int) -> str:
    received = b""
    try:
        while len(received) < limit and (piece := response.read1(limit - len(received))):
            received += piece
    except (HTTPException, OSError, DeadlineReached, ValueError):
        pass  # what came so far is enough
    text = received.decode("utf-8", errors="replace")
    return "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text)
