"""What is counted by instructions is answered from a recording: it must carry both sides through their requests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.instructions import ROOT
from benchmarks.record import record
from benchmarks.recording import FILE_VARIABLE, read_recording


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "recording.json"
    record(path)
    return path


@pytest.mark.parametrize("side", ["amiable", "plain"])
def test_each_side_is_answered_as_it_was_recorded(side: str, recording: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), FILE_VARIABLE: str(recording)}
    command = [sys.executable, "-m", "benchmarks.probe", side]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr[-500:]) == (0, "")


def test_calls_that_were_refused_are_not_asked_of_the_plain_application(recording: Path) -> None:
    """A lease that guesses wrong is set right by its second write: one write is what a request needs."""
    leases = [method for _, method, _ in read_recording(recording).calls["GET cold"] if method == "update_item"]
    assert len(leases) <= 2, "the lease, and on the day's first use the memory of the day"
