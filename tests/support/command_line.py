"""The command line in the process: against the whole application with time behind it, without a network or a home."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from amiable import Amiable
from amiable.cli import session as cli_session
from amiable.cli.app import app
from amiable.cli.profiles import Profile, ProfileFile
from typer.testing import CliRunner

from chalicelib.bootstrap import deps
from chalicelib.entrypoints.workers.import_worker import importing
from chalicelib.usecases.continue_import import continue_import

from .client_transport import BASE_URL, Failing, InProcess
from .living_http import LivingHttp, living_http

TICK = timedelta(seconds=30)


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def everything(self) -> str:
        return self.out + self.err


class Pumped(httpx.BaseTransport):
    """After each request the world works until nothing is ready, as queues and machines would meanwhile."""

    def __init__(self, living: LivingHttp) -> None:
        self._living = living
        self._way = InProcess(living.client)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._way.handle_request(request)
        self._import()
        self._living.world.pump()
        return answer

    def _import(self) -> None:
        memory = self._living.world.memory
        for row in filter(None, map(memory.row, list(memory._outbox))):
            if row.consumer == "imports":
                continue_import(row, ports=importing(deps()))


@dataclass
class CommandLine:
    """One person's terminal: a profile of the test tenant, in a home of its own."""

    living: LivingHttp
    home: Path
    way: Failing
    slept: list[float] = field(default_factory=list)

    @property
    def test_key(self) -> str:
        return self.living.tenant.test.headers["Authorization"].removeprefix("Bearer ")

    @property
    def live_key(self) -> str:
        return self.living.tenant.live.headers["Authorization"].removeprefix("Bearer ")

    @property
    def creditor_id(self) -> str:
        return self.living.creditor_id

    def run(self, *words: str, typed: str | None = None) -> Done:
        """As typed after ``amiable``. No key is ever in what a command prints, whatever it does."""
        done = CliRunner().invoke(app, list(words), input=typed, prog_name="amiable")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        told = Done(done.exit_code, done.stdout, done.stderr)
        assert self.test_key not in told.everything
        assert self.live_key not in told.everything
        assert "Traceback" not in told.everything
        return told

    def good(self, *words: str) -> Done:
        """A command that must succeed."""
        done = self.run(*words)
        assert done.status == 0, done.everything
        return done

    def meets(self, *faults: Callable[..., httpx.Response]) -> None:
        """The next requests meet these."""
        self.way.seen.clear()
        self.way.faults = faults
        self.way.__post_init__()

    def sleep(self, seconds: float) -> None:
        """Nobody waits: the world goes on by half a minute."""
        self.slept.append(seconds)
        self.living.world.play(self.living.world.wall.now() + TICK)

    def sample_case(self, *options: str) -> Any:
        """An open case, as the API answered."""
        return self.good("cases", "open", "--sample", *options, "-o", "json").json


@contextmanager
def command_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:
    """A terminal with the profile ``default``."""
    with living_http() as living:
        made = CommandLine(living, home, Failing(Pumped(living)))

        def connect(profile: Profile) -> Amiable:
            return Amiable(profile.api_key, base_url=profile.base_url, transport=made.way)

        monkeypatch.setattr(cli_session, "connect", connect)
        monkeypatch.setattr("amiable.cli.init_command.connect", connect)
        monkeypatch.setattr("time.sleep", made.sleep)
        monkeypatch.setattr("time.monotonic", lambda: 1_000.0 + sum(made.slept))
        monkeypatch.chdir(home)
        for name in ("AMIABLE_API_KEY", "AMIABLE_BASE_URL", "AMIABLE_PROFILE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in (("HOME", str(home)), ("XDG_CONFIG_HOME", str(home / "config")), ("COLUMNS", "80")):
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("NO_COLOR", "1")
        ProfileFile().put(Profile("default", BASE_URL, made.test_key))
        yield made
