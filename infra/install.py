"""Make or refresh the virtual environment, when requirements*.txt changed; needs nothing but Python's own library.

The Python client is installed in it from its folder, and generated anew when the contract changed.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed-for"
REQUIREMENTS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
CONSTRAINTS = ROOT / "constraints.txt"
CLIENT = ROOT / "clients" / "python"
CLIENT_SOURCES = (CLIENT / "pyproject.toml", CLIENT / "hatch_build.py")
CLIENT_STAMP = VENV / "client-installed-for"
LOG = VENV / "install.log"
OLDEST = (3, 11)
TELL_EVERY = 10  # seconds


def main() -> None:
    """Install what is missing and say so; silent and quick when everything is there."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python 3.11 or newer is needed, this is {platform.python_version()}: make PYTHON=python3.11 …")
    began = time.monotonic()
    _once(STAMP, _fingerprint(*REQUIREMENTS, CONSTRAINTS), lambda: _set_up(began))
    _once(CLIENT_STAMP, _fingerprint(STAMP, *CLIENT_SOURCES), lambda: _install(began, *_client()))
    if subprocess.run([str(VENV / "bin" / "python"), str(CLIENT / "generate.py")], check=False).returncode != 0:
        sys.exit("the Python client could not be generated from openapi.yaml")


def _once(stamp: Path, wanted: str, install: Callable[[], None]) -> None:
    if not stamp.exists() or stamp.read_text() != wanted:
        install()
        stamp.write_text(wanted)


def _set_up(began: float) -> None:
    if VENV.is_symlink():
        sys.exit(f"{VENV} is a link: what it leads to would be emptied; remove the link first")
    print("setting up .venv (once; a minute or two)", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        sys.exit("python -m venv failed; on Debian and Ubuntu: apt install python3-venv")
    _install(began, *_requirements())
    print(f"installed in {time.monotonic() - began:.0f} s", flush=True)


def _install(began: float, *words: str) -> None:
    """Install with progress, also while the installer says nothing: on a terminal one line that changes."""
    shown = sys.stdout.isatty()
    with LOG.open("a", encoding="utf-8") as log:
        process = subprocess.Popen([*_installer(), *words], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        while not _has_ended(process, within=1 if shown else TELL_EVERY):
            told = f"{time.monotonic() - began:4.0f} s  {_last_words()}"
            print(f"\r\033[K{told}" if shown else told, end="" if shown else "\n", flush=True)
    if shown:
        print("\r\033[K", end="")
    if process.returncode != 0:
        sys.exit(f"the dependencies could not be installed; the whole log is {LOG}\n{LOG.read_text()[-2000:]}")


def _has_ended(process: subprocess.Popen[bytes], within: float) -> bool:
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        return False
    return True


def _last_words() -> str:
    """What the installer said last, short enough for one line."""
    lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
    return lines[-1].strip()[:66]


def _fingerprint(*sources: Path) -> str:
    digest = hashlib.sha256(f"{platform.python_version()} {platform.machine()} {ROOT}".encode())
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _installer() -> list[str]:
    python = str(VENV / "bin" / "python")
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", python]
    return [python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]


def _requirements() -> list[str]:
    return [word for path in REQUIREMENTS for word in ("-r", path.name)] + ["-c", CONSTRAINTS.name]


def _client() -> list[str]:
    """Without its dependencies, which are pinned in requirements-dev.txt, and built with what is there already."""
    return ["--no-build-isolation", "--no-deps", "--editable", str(CLIENT)]


if __name__ == "__main__":
    main()
