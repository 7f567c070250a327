"""Make ``amiable/contract`` (models and one function per operation) from ``openapi.yaml``.

Nothing happens when it was made from the same contract already. The folder is replaced as a whole, so that whoever
imports it meanwhile never sees half of it.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONTRACT = HERE.parent.parent / "openapi.yaml"
SETTINGS = HERE / "generate.yaml"
MADE = HERE / "amiable" / "contract"
STAMP = MADE / "made-from"


def main() -> None:
    """Generate when the contract or the settings changed."""
    wanted = _fingerprint()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    with tempfile.TemporaryDirectory(dir=HERE) as folder:
        fresh = Path(folder) / "contract"
        subprocess.run(_command(fresh), check=True, stdout=subprocess.DEVNULL)
        (fresh / "made-from").write_text(wanted, encoding="utf-8")
        if MADE.exists():
            MADE.rename(Path(folder) / "old")
        shutil.move(fresh, MADE)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in (CONTRACT, SETTINGS, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _command(output: Path) -> list[str]:
    tool = Path(sys.executable).parent / "openapi-python-client"
    return [
        str(tool if tool.exists() else "openapi-python-client"),
        *("generate", "--path", str(CONTRACT), "--config", str(SETTINGS)),
        *("--meta", "none", "--output-path", str(output)),
    ]


if __name__ == "__main__":
    main()
