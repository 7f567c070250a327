"""Make or refresh the virtual environment, when requirements*.txt changed; needs nothing but Python's own library."""

from __future__ import annotations

import hashlib
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
CONSTRAINTS = ROOT / "constraints.txt"
LOG = VENV / "install.log"
OLDEST = (3, 11)
TELL_EVERY = 10  # seconds


def main() -> None:
    """Install what is missing and say so; silent and quick when everything is there."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python 3.11 or newer is needed, this is {platform.python_version()}: make PYTHON=python3.11 …")
    wanted = _fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    if VENV.is_symlink():
        sys.exit(f"{VENV} is a link: what it leads to would be emptied; remove the link first")
    began = time.monotonic()
    print("setting up .venv (once; about a minute)", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        sys.exit("python -m venv failed; on Debian and Ubuntu: apt install python3-venv")
    if _install(began) != 0:
        sys.exit(f"the dependencies could not be installed; the whole log is {LOG}\n{LOG.read_text()[-2000:]}")
    STAMP.write_text(wanted)
    print(f"installed in {time.monotonic() - began:.0f} s", flush=True)


def _install(began: float) -> int:
    """Install with progress: one line that changes on a terminal, a line every ten seconds elsewhere."""
    told = began
    with LOG.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(_command(), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for line in process.stdout or ():
            log.write(line)
            seconds = time.monotonic() - began
            if sys.stdout.isatty():
                print(f"\r\033[K{seconds:4.0f} s  {line.strip()[:70]}", end="", flush=True)
            elif time.monotonic() - told > TELL_EVERY:
                told = time.monotonic()
                print(f"{seconds:4.0f} s  {line.strip()[:70]}", flush=True)
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    return process.wait()


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{platform.python_version()} {platform.machine()} {ROOT}".encode())
    for path in (*REQUIREMENTS, CONSTRAINTS):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _command() -> list[str]:
    python = str(VENV / "bin" / "python")
    files = [word for path in REQUIREMENTS for word in ("-r", path.name)] + ["-c", CONSTRAINTS.name]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", python, *files]
    return [python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", *files]


if __name__ == "__main__":
    main()
