"""Sends one webhook to a receiver nobody here trusts: checked address, no redirect, small answer, short patience.

The name is resolved once, every address of it is checked, and the connection goes to the very address that was
checked, so that a name which changes its mind in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic

from chalicelib.adapters.outbound_address import is_loopback, refusal
from chalicelib.adapters.outbound_exchange import Deadline, DeadlineReached, read_answer, write_request
from chalicelib.adapters.outbound_url import OutboundUrl, UrlRefused, read_url
from chalicelib.domain.webhook_schedule import Answer

Resolver = Callable[[str, int], Sequence[str]]
Connector = Callable[[str, int, float], socket.socket]


@dataclass(frozen=True)
class OutboundLimits:
    """Seconds and bytes. ``total`` bounds everything, from name resolution to the last byte read."""

    connect: float = 5.0
    read: float = 10.0
    total: float = 15.0
    header_bytes: int = 16_384
    body_bytes: int = 4_096
    addresses: int = 2


LOOK_LIMITS = OutboundLimits(connect=2.0, read=4.0, total=5.0, body_bytes=16_384)
"""Of a last look, which a contact waits for, and whose answer is read (R-133)."""


class SendFailed(Exception):
    """No answer came; ``error`` says why in stable snake_case."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class OutboundHttpSender:
    """POSTs a body to a receiver. ``allow_local`` (the local cloud only) adds loopback, and http to loopback."""

    def __init__(
        self,
        *,
        allow_local: bool = False,
        limits: OutboundLimits | None = None,
        resolver: Resolver | None = None,
        connector: Connector | None = None,
        tls: ssl.SSLContext | None = None,
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        self._allow_local = allow_local
        self._limits = limits or OutboundLimits()
        self._resolver = resolver or resolve
        self._connector = connector or connect
        self._tls = tls or ssl.create_default_context()
        self._elapsed = elapsed

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """One attempt. Whatever the receiver does comes back as an Answer; only our own mistakes raise."""
        deadline = Deadline(self._limits.total, self._elapsed)
        try:
            answer = self._send(url, headers, body, deadline)
        except UrlRefused as refused:
            answer = Answer(None, f"url_refused_{refused.reason}")
        except SendFailed as failed:
            answer = Answer(None, failed.error)
        return Answer(answer.status, answer.error, answer.retry_after, answer.excerpt, deadline.spent_ms())

    def _send(self, url: str, headers: Mapping[str, str], body: bytes, deadline: Deadline) -> Answer:
        target = read_url(url, allow_local=self._allow_local)
        addresses = self._checked_addresses(target, deadline)
        connection = self._connected(addresses, target, deadline)
        try:
            secured = self._secured(connection, target, deadline)
        except BaseException:
            connection.close()
            raise
        with secured:
            return self._exchange(secured, target, headers, body, deadline)

    def _checked_addresses(self, target: OutboundUrl, deadline: Deadline) -> Sequence[str]:
        """Every address of the host, all of them allowed; one bad address refuses the whole name."""
        addresses = [target.host] if target.is_address else self._resolved(target, deadline)
        if not addresses:
            raise SendFailed("name_not_resolved")
        for address in addresses:
            local = self._allow_local and is_loopback(address)
            if not local and (target.scheme == "http" or refusal(address) is not None):
                raise SendFailed("address_refused")
        return addresses[: self._limits.addresses]

    def _resolved(self, target: OutboundUrl, deadline: Deadline) -> Sequence[str]:
        """Resolve in a thread of its own: the system's resolver knows no timeout."""
        found: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                found.put(list(self._resolver(target.host, target.port)))
            except (OSError, UnicodeError) as failed:
                found.put(failed if isinstance(failed, OSError) else OSError(str(failed)))

        threading.Thread(target=look_up, daemon=True, name="resolve").start()
        try:
            answer = found.get(timeout=min(self._limits.connect, deadline.left()))
        except (queue.Empty, DeadlineReached):
            raise SendFailed("name_resolution_timeout") from None
        if isinstance(answer, OSError):
            raise SendFailed("name_not_resolved") from answer
        return answer

    def _connected(self, addresses: Sequence[str], target: OutboundUrl, deadline: Deadline) -> socket.socket:
        error = "connection_failed"
        for address in addresses:
            try:
                return self._connector(address, target.port, min(self._limits.connect, deadline.left()))
            except (TimeoutError, DeadlineReached):
                error = "connect_timeout"
            except OSError:
                error = "connection_failed"
        raise SendFailed(error)

    def _secured(self, connection: socket.socket, target: OutboundUrl, deadline: Deadline) -> socket.socket:
        if target.scheme == "http":
            return connection
        try:
            connection.settimeout(min(self._limits.connect, deadline.left()))
            return self._tls.wrap_socket(connection, server_hostname=target.host)
        except (TimeoutError, DeadlineReached):
            raise SendFailed("tls_timeout") from None
        except ssl.SSLCertVerificationError as bad:
            raise SendFailed("certificate_invalid") from bad
        except (OSError, ValueError) as bad:
            raise SendFailed("tls_failed") from bad

    def _exchange(
        self,
        connection: socket.socket,
        target: OutboundUrl,
        headers: Mapping[str, str],
        body: bytes,
        deadline: Deadline,
    ) -> Answer:
        limits = self._limits
        try:
            write_request(connection, target, headers, body, deadline, limits.read)
            return read_answer(connection, deadline, limits.read, limits.header_bytes, limits.body_bytes)
        except (TimeoutError, DeadlineReached):
            raise SendFailed("read_timeout") from None
        except HTTPException as unreadable:
            raise SendFailed("answer_unreadable") from unreadable
        except OSError as broken:
            raise SendFailed("connection_broken") from broken


def resolve(host: str, port: int) -> Sequence[str]:
    """Every address the system's resolver knows for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, timeout: float) -> socket.socket:
    """A TCP connection to one address; no name, no proxy, nothing from the environment."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.connect((address, port))
    except BaseException:
        connection.close()
        raise
    return connection
