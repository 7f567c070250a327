"""The README of the client and its guide are programs: every block runs, one after the other."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from amiable import Amiable, eur
from amiable import client as client_module
from amiable.calls import Caller

from chalicelib.domain.parties import Scope
from chalicelib.domain.test_clock import ClockStatus
from chalicelib.domain.webhook_signature import secret_from, signed_headers
from chalicelib.domain.writes import Update

from .conftest import World

ROOT = Path(__file__).parents[3]
README, GUIDE = ROOT / "clients" / "python" / "README.md", ROOT / "docs" / "guides" / "client.md"
TITLE = re.compile(r"^## ([^\n]+)$|^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[tuple[str, str]]:
    """The title that each block stands under, and the block."""
    found, title = [], ""
    for match in TITLE.finditer(page.read_text(encoding="utf-8")):
        title = match[1] or title
        if match[2]:
            found.append((title, match[2]))
    return found


class Moving(httpx.BaseTransport):
    """An advancing clock arrives before it is looked at again."""

    def __init__(self, world: World) -> None:
        self.world = world

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.method == "GET" and "/test-clocks/" in path:
            store, scope = self.world.http.store, Scope(self.world.tenant.id, livemode=False)
            clock = store.test_clock(scope, path.rpartition("/")[2])
            if clock.status is ClockStatus.ADVANCING:
                store.commit([Update(clock.settled())])
        return self.world.way.handle_request(request)


def delivered(receiver: Any, secret: str) -> list[str]:
    """The statuses that a WSGI application answers to a signed event and to a forged one."""
    data = {"case_id": "case_1", "external_reference": "FA-2025-0147"}
    body = json.dumps({"type": "payment.recorded", "timestamp": "2026-02-03T17:00:00Z", "data": data}).encode()
    signed = signed_headers([secret], message_id="evt_1", sent_at=datetime.now(UTC), body=body)
    statuses: list[str] = []
    for sent in (body, body.replace(b"case_1", b"case_2")):
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in signed.items()}
        environ |= {"wsgi.input": io.BytesIO(sent), "CONTENT_LENGTH": str(len(sent))}  # type: ignore[dict-item]
        receiver(environ, lambda status, _: statuses.append(status))
    return statuses


def run(page: Path, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What the blocks under each title print."""
    said: dict[str, str] = {}
    for title, block in blocks(page):
        exec(compile(block, f"{page.name}, {title}", "exec"), names)  # noqa: S102 - the page's own code is what is tested
        lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith('{"level"')]
        said[title] = said.get(title, "") + "\n".join(lines)
    return said


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A client made without arguments speaks to this world."""

    def caller(key: str, address: str, **options: Any) -> Caller:
        return Caller(key, address, **{**options, "transport": Moving(world)})

    monkeypatch.setattr(client_module, "Caller", caller)
    monkeypatch.setenv("AMIABLE_API_KEY", world.key)
    return world


def test_every_block_of_the_readme_runs(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.way.seen == []
    secret = secret_from(bytes(range(32)))
    names: dict[str, Any] = {"secret": secret}
    said = run(README, names, capsys)
    assert said["First case"].startswith("open NextStep(action='")
    assert said["Time"].endswith("2026-02-03 17:00:00+00:00")
    assert "case.opened" in said["Lists"]
    assert said["Errors"].startswith("#/amount")
    assert said["Retries"].startswith('"v2" req_')
    assert delivered(names["receiver"], secret) == ["204 No Content", "400 Bad Request"]
    assert set(said) == {"First case", "Time", "Lists", "Errors", "Retries", "Webhooks", "Safety"}


def test_the_guide_runs(world: World, client: Amiable, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.way.seen == []
    names: dict[str, Any] = {}
    said = run(GUIDE, names, capsys)
    assert "case.opened" in said["A first program"]
    assert said["Lists, payments, refusals"] == f"{names['case'].id} FA-2025-0160 open"
    assert client.cases.get_case(names["case"].id).payments[0].amount == eur("500.00")
