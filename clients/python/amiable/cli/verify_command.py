"""``amiable verify``: judge an evidence pack with the verifier that needs nobody's word."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from .help_texts import helped
from .problems import CliError, Exit
from .session import Json, Session, json_of, session_of

HELP = helped(
    "Verify an evidence pack: every hash, the chain, the signature; with --head also that nothing is missing at the "
    "end. A file is judged offline; for a case the pack is made, downloaded and compared with what the API says.",
    "amiable verify pack.zip",
    "amiable verify pack.zip --head 20:9f86d081…",
    "amiable verify case_01JD… --save pack.zip",
)
HEAD = re.compile(r"[0-9]{1,9}:[0-9a-f]{64}")


def verify(
    context: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="PACK.zip|CASE", help="A pack, or the id of a case.")],
    head: Annotated[
        str | None, typer.Option("--head", metavar="SEQ:HASH", help="The last event that you know of.")
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option("--public-key", metavar="FILE", help="A public key that you have from elsewhere.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Keep the pack of a case in this file.")
    ] = None,
) -> None:
    """0 when it is valid, 1 when something does not add up, 2 when it cannot be read."""
    session = session_of(context)
    if head is not None and not HEAD.fullmatch(head):
        raise CliError(f"{head} is no head.", "A number and a hash of 64 digits: --head 20:9f86d081…")
    if pack.startswith("case_") and not Path(pack).exists():
        status = _of_case(session, pack, public_key, save)
    elif save is not None:
        raise CliError("--save keeps the pack of a case; this one is a file already.")
    else:
        if not Path(pack).is_file():
            raise CliError(f"There is no file {pack}.", "Give a pack.zip, or the id of a case.")
        status = _judge(session, Path(pack), head, public_key)
    raise typer.Exit(status)


def _of_case(session: Session, case_id: str, public_key: Path | None, save: Path | None) -> int:
    with session.working("the pack is made"):
        made = json_of(session.client.documents.create_evidence_pack(case_id))
        content = downloaded(made["download_url"])
    with tempfile.TemporaryDirectory() as folder:
        path = save or Path(folder) / f"{case_id}.zip"
        path.write_bytes(content)
        if save is not None:
            session.note(f"kept in {save}")
        return _judge(session, path, f"{made['sequence']}:{made['head_hash']}", public_key, made)


def downloaded(url: str) -> bytes:
    """What a short-lived link leads to; it carries its own right, so no key is sent."""
    import httpx

    try:
        answer = httpx.get(url, timeout=60)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise CliError("The pack could not be downloaded.", "Try again.", Exit.NETWORK) from error
    return answer.content


def _judge(session: Session, pack: Path, head: str | None, public_key: Path | None, made: Json | None = None) -> int:
    """Runs the verifier alone, without anything of this installation, and hands its verdict on."""
    from amiable import verifier

    command = [sys.executable, "-I", "-S", str(verifier.__file__), str(pack.resolve())]
    command += ["--head", head] if head else []
    command += ["--public-key", str(public_key)] if public_key else []
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    report = (done.stdout + done.stderr).strip()
    if session.is_json:
        session.document(
            {
                "object": "verification",
                "pack": None if made else str(pack),
                "case_id": made["case_id"] if made else None,
                "head": head,
                "valid": done.returncode == 0,
                "report": report.splitlines(),
            }
        )
    else:
        session.say(report, style=None if done.returncode == 0 else "red")
    return done.returncode
