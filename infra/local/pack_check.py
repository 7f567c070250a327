"""The pack that the journey « Evidence pack » made, fetched again and given to the stand-alone verifier."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.local.api_client import ApiClient
from infra.local.respect import Report
from infra.package import ROOT

STEP = "make-the-pack"
VERIFIER = ROOT / "chalicelib" / "verifier" / "verify.py"


def pack_objections(report: Report, client: ApiClient) -> tuple[str, ...]:
    """What speaks against the pack of this run: other bytes than told, or a verifier that does not accept its head.

    A run without a pack has nothing against it. The link in the report is no use: respect masks what looks secret.
    """
    told = report.answers.get(STEP)
    if told is None:
        return ()
    _, content = client.download(told["document_id"])
    if (hashlib.sha256(content).hexdigest(), len(content)) != (told["sha256"], told["size"]):
        return ("the pack's bytes are not those that its answer tells",)
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "pack.zip"
        pack.write_bytes(content)
        head = f"{told['sequence']}:{told['head_hash']}"
        command = [sys.executable, "-I", str(VERIFIER), str(pack), "--head", head]
        verified = subprocess.run(command, capture_output=True, text=True, check=False)
    return () if verified.returncode == 0 else (f"the verifier refuses the pack: {verified.stdout[-400:]}",)
