"""What lets a third party check an evidence pack without us: the verifier, and the page that explains it."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def verifier_source() -> bytes:
    """The stand-alone verifier, as it goes into every pack."""
    return (_FOLDER / "verify.py").read_bytes()


def readme_template() -> str:
    """README.txt of the pack, in French; placeholders of ``string.Template``."""
    return (_FOLDER / "README.txt").read_text(encoding="utf-8")
