"""Over a real socket: what a library makes of a broken connection is what the client expects of it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from amiable import Amiable, ConnectionFailed

EMPTY = b'{"object": "list", "data": [], "has_more": false, "next_cursor": null}'
GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(EMPTY), EMPTY)
BROKEN = {
    "closed without a word": b"",
    "closed within the headers": GOOD[:30],
    "closed within the body": GOOD[:-10],
    "no HTTP": b"220 mail.example ESMTP\r\n\r\n",
}


@contextmanager
def server(*answers: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Answers each connection with the next bytes and closes it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for answer in answers:
                connection, _ = listening.accept()
                with connection:
                    heard.append(connection.recv(65_536))
                    connection.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1", heard
        thread.join()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_connection_that_breaks_is_tried_again(broken: bytes) -> None:
    with server(broken, GOOD) as (address, heard), Amiable("sk_test_x", base_url=address) as client:
        assert client.creditors.list_creditors().last_response.attempts == 2
    assert all(request.startswith(b"GET /v1/creditors HTTP/1.1\r\n") for request in heard)
    assert all(b"Authorization: Bearer sk_test_x\r\n" in request for request in heard)


def test_nobody_there_is_told_with_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    with Amiable("sk_test_x", base_url=address) as client, pytest.raises(ConnectionFailed, match=address) as raised:
        client.creditors.list_creditors()
    assert raised.value.attempts == 5
    assert "sk_test_x" not in str(raised.value)
