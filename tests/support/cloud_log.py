"""What the functions asked of the local cloud, by their roles."""

from __future__ import annotations

import re

from infra.local.running import RunningApp
from infra.local.server import DENIED

ROLE = re.compile(r"assumed-role/amiable-app-local-(\w+Role)-\w+/amiable-local-")


def log_of(app: RunningApp, beginning: str) -> list[tuple[str, str]]:
    """Role and action of each line that begins so; what a test asked for itself has no function in its name."""
    text = (app.cloud.folder / "cloud.log").read_text(encoding="utf-8", errors="replace")
    lines = [line.split() for line in text.splitlines() if line.startswith(beginning)]
    return [(role[1], words[3]) for words in lines if (role := ROLE.search(words[2]))]


def denied(app: RunningApp) -> list[tuple[str, str]]:
    """What a function asked for and its role does not allow."""
    return log_of(app, DENIED)
