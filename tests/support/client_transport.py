"""Lets the Python client speak to the application in the process, and makes the way there fail on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock

import httpx

from .http_client import HttpClient

BASE_URL = "https://api.test/v1"
Send = Callable[[httpx.Request], httpx.Response]


class InProcess(httpx.BaseTransport):
    """As API Gateway: a proxy event in, a response out, no network. The application answers one request at a time."""

    def __init__(self, anonymous: HttpClient) -> None:
        self._client = anonymous
        self._one_at_a_time = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        told = {name.replace("-", "_"): value for name, value in request.headers.items()}
        body = request.read().decode() or None
        with self._one_at_a_time:
            answer = self._client.send(request.method, request.url.raw_path.decode(), body, **told)
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.data)


@dataclass
class Failing(httpx.BaseTransport):
    """Each attempt meets the next fault; when there is none left it goes through. ``seen`` is every attempt."""

    way: httpx.BaseTransport
    faults: Iterable[Callable[[httpx.Request, Send], httpx.Response]] = ()
    seen: list[httpx.Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._faults = iter(self.faults)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        fault = next(self._faults, None)
        return self.way.handle_request(request) if fault is None else fault(request, self.way.handle_request)


def unreachable(request: httpx.Request, send: Send) -> httpx.Response:
    """Fails before: nothing reached the other side."""
    del send
    raise httpx.ConnectError("connection refused", request=request)


def answer_lost(request: httpx.Request, send: Send) -> httpx.Response:
    """Fails after: the effect is done, the answer never comes."""
    send(request)
    raise httpx.ReadTimeout("timed out", request=request)


def cut_off(request: httpx.Request, send: Send) -> httpx.Response:
    """The effect is done and the answer begins; the connection breaks within its body."""
    answer = send(request)

    def broken() -> Iterable[bytes]:
        yield answer.content[:10]
        raise httpx.RemoteProtocolError("peer closed connection", request=request)

    return httpx.Response(answer.status_code, content=broken())


def answers(status: int, body: bytes | str = b"", **headers: str) -> Callable[[httpx.Request, Send], httpx.Response]:
    """Something before the application answers in its place. Header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def fault(request: httpx.Request, send: Send) -> httpx.Response:
        del request, send
        return httpx.Response(status, headers=named, content=body)

    return fault
