"""Start and stop the local cloud: an emulated AWS in one process, on a free port, with a folder of its own."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import boto3
from botocore.config import Config

from infra.package import ROOT

REGION = "eu-west-3"
_ACCESS_KEY = "test"  # the emulator's administrator; not a secret
_START_SECONDS = 30.0


class CloudError(RuntimeError):
    """The local cloud did not start; the text ends with its log."""


@dataclass(frozen=True)
class LocalCloud:
    """A running local cloud. `with start() as cloud:` stops it whatever happens."""

    port: int
    folder: Path
    process_id: int
    process: subprocess.Popen[bytes] | None = None  # held by the process that started it

    @property
    def endpoint(self) -> str:
        """The URL that every AWS client talks to."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def session(self) -> boto3.session.Session:
        """A session with the administrator's keys, valid here only."""
        return boto3.session.Session(_ACCESS_KEY, _ACCESS_KEY, region_name=REGION)

    def client(self, service: str) -> Any:
        """An administrator's client of one service."""
        return self.session.client(
            service, endpoint_url=self.endpoint, config=Config(retries={"total_max_attempts": 2})
        )

    def sent_mail(self) -> list[dict[str, Any]]:
        """Every e-mail that SES has sent, oldest first (attachments are not kept here)."""
        return _flat(self._ask("/_ministack/ses/messages")["messages"])

    def sent_texts(self) -> list[dict[str, Any]]:
        """Every SMS that SNS has sent."""
        return _flat(self._ask("/_ministack/sns/sms-messages")["sms_messages"])

    def compress_waits(self, scale: float) -> None:
        """Make every Wait that begins from now on last `scale` times its length (1 is real time)."""
        self._ask("/_ministack/config", {"stepfunctions._SFN_WAIT_SCALE": scale})

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        # The scheme and host are this class's own.
        with urllib.request.urlopen(f"{self.endpoint}{path}", data=data, timeout=10) as answer:  # noqa: S310
            return json.load(answer)

    def is_up(self) -> bool:
        """Whether something at this port answers as the local cloud."""
        try:
            self._ask("/_ministack/health")
        except (OSError, ValueError, http.client.HTTPException):  # the last: it ends in the middle of an answer
            return False
        return True

    def worker_process_ids(self) -> list[int]:
        """The processes that run functions at this moment (children of the cloud's own process)."""
        listed = subprocess.run(
            ["/bin/ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        ).stdout
        pairs = [line.split() for line in listed.splitlines()]
        return [int(child) for child, parent in pairs if int(parent) == self.process_id]

    def stop(self) -> None:
        """End the cloud and its workers, and delete its folder."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process_id, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()
            if self.process.stdin is not None:
                self.process.stdin.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(*, attached: bool = True) -> LocalCloud:
    """Start a local cloud; `attached`, it ends with this process, however that ends."""
    places = ROOT / ".local" / "clouds"
    places.mkdir(parents=True, exist_ok=True)
    _delete_what_dead_clouds_left(places)
    folder = Path(tempfile.mkdtemp(prefix="cloud-", dir=places))
    port = _free_port()
    command = [sys.executable, "-m", "infra.local.server", *(["--attached"] if attached else [])]
    with (folder / "cloud.log").open("wb") as log, (folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(port, folder),
            stdin=subprocess.PIPE if attached else subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=[lock.fileno()],
        )
    cloud = LocalCloud(port, folder, process.pid, process)
    _wait_until_up(cloud, process)
    return cloud


def _flat(kept: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The cloud keeps messages by account or by telephone number."""
    return [message for messages in kept.values() for message in messages]


def _wait_until_up(cloud: LocalCloud, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not cloud.is_up():
        if process.poll() is not None or time.monotonic() > deadline:
            log = (cloud.folder / "cloud.log").read_text(encoding="utf-8", errors="replace")[-2000:]
            cloud.stop()
            raise CloudError(f"the local cloud did not start\n{log}")
        time.sleep(0.05)


def _delete_what_dead_clouds_left(places: Path) -> None:
    """A cloud whose parent was killed could not delete its own folder; a living one holds its lock."""
    for path in places.glob("*/lock"):
        with path.open("r+b") as lock, contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path.parent, ignore_errors=True)


def _environment(port: int, folder: Path) -> dict[str, str]:
    """What the cloud and the workers of its functions inherit: nothing of the caller's own settings."""
    scratch = folder / "tmp"
    scratch.mkdir()
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(scratch),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "AWS_ACCESS_KEY_ID": _ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": _ACCESS_KEY,
        "AUTH": "true",  # each function's role is enforced
        "LAMBDA_WARM_TTL_SECONDS": "60",  # a cold start costs a second of one core, an idle worker only memory
        "IOT_MTLS_ENABLED": "0",  # these two would listen on fixed ports
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "INFO",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
