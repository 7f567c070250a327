"""From a clone to a paid case in three commands, as the README and the guide write them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local import up
from infra.local.running import RunningApp, TenantKeys
from infra.package import ROOT

pytestmark = pytest.mark.local_cloud
Run = Callable[[str], str]


def three_commands(page: str, heading: str) -> list[str]:
    """The first block below the heading, without remarks."""
    text = (ROOT / page).read_text(encoding="utf-8")
    block = re.search(rf"^## {heading}\n```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert block is not None, page
    return [line.partition("#")[0].strip() for line in block[1].splitlines()]


COMMANDS = three_commands("README.md", "Three commands to a paid case")


def test_readme_and_guide_say_the_same_three() -> None:
    assert three_commands("docs/guides/command-line.md", "Three commands to a paid case") == COMMANDS
    assert len(COMMANDS) == 3
    assert COMMANDS[0] == "make up"


@pytest.fixture
def clone(tmp_path: Path, local_app: RunningApp, tenant: TenantKeys, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A folder where `make up` has run: its file, and the commands that installing brings. The home is empty."""
    (tmp_path / ".local").mkdir()
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    monkeypatch.setattr(up, "FILE", tmp_path / ".local" / "amiable.json")
    up._write(local_app, [tenant])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AMIABLE_", "XDG_"))}
    environment = {**kept, "HOME": str(tmp_path / "home"), "NO_COLOR": "1"}

    def run(command: str) -> str:
        done = subprocess.run(
            command.split(), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        told = done.stdout + done.stderr
        assert done.returncode == 0, told
        assert tenant.test_key not in told
        assert tenant.live_key not in told
        return told

    return run


def test_three_commands_lead_to_a_paid_case_told_day_by_day(clone: Run, tmp_path: Path) -> None:
    """Then its proof, made, downloaded and compared with what the API says."""
    said = clone(COMMANDS[1])
    assert "kept as profile local" in said
    (kept,) = (tmp_path / "home").rglob("config.json")
    assert kept.stat().st_mode & 0o777 == 0o600
    story = clone(COMMANDS[2])
    days = re.findall(r"D\+(\d+)\s+(\S+)", story)
    assert [int(day) for day, _ in days] == sorted(int(day) for day, _ in days)
    for expected in (("1", "case.opened"), ("8", "call_task.created"), ("15", "contact.sent"), ("20", "case.closed")):
        assert expected in days
    assert "final receipt" in story
    assert "Next:" in story
    (case_id,) = set(re.findall(r"case_[0-9A-Z]{26}", story))
    assert "closed, paid" in clone(".venv/bin/amiable cases show")
    assert "VALIDE, complet" in clone(f".venv/bin/amiable verify {case_id}")
