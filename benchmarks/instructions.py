"""Cold start and warm requests of the API handler against the plain application, counted in instructions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .probe import WARM
from .record import record
from .recording import FILE_VARIABLE

ROOT = Path(__file__).resolve().parents[1]
MARK = "getloadavg"
PARTS = ("interpreter", "cold start and first GET", "warm GET", "first POST", "warm POST")
REPEATED = {"warm GET": WARM, "warm POST": WARM}


class NoCounter(RuntimeError):
    """valgrind is not on this machine."""


@dataclass(frozen=True)
class Comparison:
    """Instructions of both sides for one part."""

    part: str
    amiable: int
    plain: int

    @property
    def ratio(self) -> float:
        return self.amiable / self.plain


def compare() -> list[Comparison]:
    """Runs both sides; raises ``NoCounter`` when there is nothing to count with."""
    if shutil.which("valgrind") is None:
        raise NoCounter("valgrind is missing (Debian, Ubuntu: apt-get install valgrind): instructions are not counted.")
    with tempfile.TemporaryDirectory() as folder:
        recording = Path(folder) / "recording.json"
        record(recording)
        ours, plain = (_count(side, recording, Path(folder)) for side in ("amiable", "plain"))
    return [Comparison(part, ours[part], plain[part]) for part in PARTS[1:]]


def _count(side: str, recording: Path, folder: Path) -> Mapping[str, int]:
    environment = {FILE_VARIABLE: str(recording)}
    return per_request(counted_parts("benchmarks.probe", (side,), folder, len(PARTS), environment))


def counted_parts(
    module: str, arguments: Sequence[str], folder: Path, parts: int, more: Mapping[str, str] | None = None
) -> list[int]:
    """The instructions of each part of a module that marks its parts; ``more`` stands in its environment."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
        **(more or {}),
    }
    probe = [sys.executable, "-m", module, *arguments]
    out = folder / f"{'-'.join((module, *arguments))}.out"
    counter = ["valgrind", "--quiet", "--tool=callgrind", f"--dump-before={MARK}", f"--callgrind-out-file={out}"]
    for command in (probe, [*counter, *probe]):  # the first run writes the compiled modules that a deployment has
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return [total(Path(f"{out}.{n}").read_text(encoding="utf-8")) for n in range(1, parts + 1)]


def total(dump: str) -> int:
    """The instructions of one dump of callgrind."""
    found = re.search(r"^totals: (\d+)", dump, re.MULTILINE)
    if found is None:
        raise ValueError("not a dump of callgrind")
    return int(found.group(1))


def per_request(totals: Sequence[int]) -> Mapping[str, int]:
    """The parts in their order, each for one request."""
    return {part: count // REPEATED.get(part, 1) for part, count in zip(PARTS, totals, strict=True)}
