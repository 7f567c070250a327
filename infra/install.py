"""Make or refresh the virtual environment, when requirements*.txt changed; needs nothing but Python's own library."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed-for"
REQUIREMENTS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
OLDEST = (3, 11)


def main() -> None:
    """Install what is missing and say so; silent and quick when everything is there."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python 3.11 or newer is needed, this is {platform.python_version()}: make PYTHON=python3.11 …")
    wanted = _fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    began = time.monotonic()
    print("setting up .venv (once; about a minute)", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        sys.exit("python -m venv failed; on Debian and Ubuntu: apt install python3-venv")
    installed = subprocess.run(_command(), cwd=ROOT, check=False)
    if installed.returncode != 0:
        sys.exit("the dependencies could not be installed")
    STAMP.write_text(wanted)
    print(f"installed in {time.monotonic() - began:.0f} s", flush=True)


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{platform.python_version()} {platform.machine()} {ROOT}".encode())
    for path in REQUIREMENTS:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _command() -> list[str]:
    python = str(VENV / "bin" / "python")
    files = [word for path in REQUIREMENTS for word in ("-r", path.name)]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", python, *files]
    progress = [] if os.environ.get("CI") else ["--progress-bar", "on"]
    return [python, "-m", "pip", "install", "--disable-pip-version-check", *progress, *files]


if __name__ == "__main__":
    main()
