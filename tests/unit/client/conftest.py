"""The Python client against the application in the process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from amiable import Amiable

from tests.support.client_transport import BASE_URL, Failing, InProcess
from tests.support.command_line import CommandLine, command_line
from tests.support.http_world import HttpWorld, Tenant, http_world
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE


@dataclass
class World:
    """``way`` is what every request passes; ``waits`` the seconds that the client wanted to sleep."""

    http: HttpWorld
    tenant: Tenant
    way: Failing
    waits: list[float] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.tenant.test.headers["Authorization"].removeprefix("Bearer ")

    def client(self, **options: float) -> Amiable:
        return Amiable(self.key, base_url=BASE_URL, transport=self.way, **options)  # type: ignore[arg-type]

    def meets(self, *faults: Callable[..., object]) -> None:
        """The next attempts meet these; what was seen before is forgotten."""
        self.way.seen.clear()
        self.way.faults = faults  # type: ignore[assignment]
        self.way.__post_init__()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """No second is slept; time passes as if it were."""
    with http_world() as http:
        made = World(http, http.tenant(), Failing(InProcess(http.anonymous)))
        monkeypatch.setattr("time.sleep", made.waits.append)
        monkeypatch.setattr("time.monotonic", lambda: 1_000.0 + sum(made.waits))
        yield made


@pytest.fixture
def client(world: World) -> Iterator[Amiable]:
    with world.client() as made:
        yield made


@pytest.fixture
def case_id(client: Amiable) -> str:
    """An open case of 1,200 euros."""
    creditor = client.creditors.create_creditor(CREDITOR)
    debtor = client.debtors.create_debtor(DEBTOR)
    opened = client.cases.open_case({"creditor_id": creditor.id, "debtor_id": debtor.id, "invoices": [INVOICE]})
    return opened.id


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:
    """A terminal against the whole application."""
    with command_line(tmp_path, monkeypatch) as made:
        yield made
