"""The table of layers holds: import-linter reads the contracts of pyproject.toml; app.py is read here."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_layer_imports_what_it_may_not() -> None:
    script = "from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-c", script, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_application_imports_chalice_and_entry_points_only() -> None:
    imported = set()
    for node in ast.walk(ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    allowed = ("__future__", "chalice", "chalicelib.entrypoints")
    assert not [name for name in imported if not name.startswith(allowed) or name == "chalicelib"]


def test_the_application_is_thirty_lines_at_most() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 30
