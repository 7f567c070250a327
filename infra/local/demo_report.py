"""What the demo prints and leaves: the table, day by day, and every document of the case."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from infra.local.api_client import ApiClient, fetch

Json = dict[str, Any]
PARIS = ZoneInfo("Europe/Paris")
WIDTHS = (10, 5, 9, 27, 17, 30, 44, 12)
HEAD = ("date", "day", "phase", "what happened", "channel", "recipient", "why", "owed")
FOLDERS = {"email": "messages", "sms": "messages", "letter": "letters", "formal_notice": "letters"}
SHOWN = {
    "step.skipped",
    "step.blocked",
    "contact.sent",
    "contact.failed",
    "contact.bounced",
    "call_task.created",
    "call_task.done",
    "payment.recorded",
    "payment.reversed",
    "receipt.issued",
    "case.opened",
    "case.paused",
    "case.resumed",
    "case.needs_attention",
    "case.decision_required",
    "case.closed",
    "letter.posted",
    "letter.presented",
    "letter.received",
    "letter.unclaimed",
    "letter.returned",
}


def table(client: ApiClient, case: Json) -> list[str]:
    """A line for each thing that happened, oldest first."""
    day_zero = date.fromisoformat(case["day_zero"])
    lines = [_line(HEAD), _line(tuple("-" * width for width in WIDTHS))]
    owed: dict[date, str] = {}
    moved: dict[str | None, str] = {}
    for event in client.pages(f"/cases/{case['id']}/timeline"):
        day = datetime.fromisoformat(event["occurred_at"]).astimezone(PARIS).date()
        if event["type"] == "step.moved":
            rules = (move["rule"] for move in event["data"]["moves"])
            moved[event["data"]["step_id"]] = ", ".join(dict.fromkeys(rules))
        if event["type"] not in SHOWN:
            continue
        if day not in owed:
            owed[day] = _owed(client, case["id"], day)
        why = _why(event)
        if event["type"] in ("contact.sent", "call_task.created") and event["data"]["step_id"] in moved:
            why = f"{why} (moved: {moved.pop(event['data']['step_id'])})"
        row = (
            f"{day:%d/%m/%Y}",
            f"D+{(day - day_zero).days}",
            "judicial" if event["type"] == "handover.ready" else "amicable",
            event["type"],
            str(event["data"].get("channel") or ("call" if "call_task" in event["type"] else "")),
            str(event["data"].get("recipient") or event["data"].get("phone") or "").replace("\n", ", "),
            why,
            owed[day],
        )
        lines.append(_line(row))
    return lines


def _line(cells: tuple[str, ...]) -> str:
    return "  ".join(_fit(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


def _fit(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"


def _owed(client: ApiClient, case_id: str, day: date) -> str:
    statement = client.get(f"/cases/{case_id}/statement", as_of=day.isoformat())
    total = statement["balance"]["total"]["amount"] if statement.get("balance") else 0
    return f"{total / 100:,.2f}".replace(",", " ").rjust(WIDTHS[-1])


def _why(event: Json) -> str:
    data = event["data"]
    if event["type"] == "payment.recorded":
        return f"received {data['amount']['amount'] / 100:,.2f} by {data['method']}".replace(",", " ")
    if event["type"] == "call_task.done":
        return f"outcome: {data['outcome']}"
    if event["type"].startswith("letter."):
        return "presumed" if data.get("presumed") else "carrier's report"
    if event["type"] == "case.opened":
        return f"scenario {data['scenario']} v{data['scenario_version']}"
    if event["type"] == "receipt.issued":
        return "final receipt" if data["is_final"] else "receipt of a part payment"
    parts = (data.get("step_id"), data.get("template"), data.get("reason"), data.get("outcome"), data.get("code"))
    return ", ".join(dict.fromkeys(str(part) for part in parts if part))


def leave(client: ApiClient, case_id: str, out: Path) -> list[Path]:
    """Every document of the case as a file; returns their paths."""
    made = []
    for number, document in enumerate(reversed(client.pages(f"/cases/{case_id}/documents")), start=1):
        folder = out / FOLDERS.get(document["kind"], f"{document['kind']}s")
        folder.mkdir(parents=True, exist_ok=True)
        name, content = client.download(document["id"])
        path = folder / f"{number:02d}-{name}"
        path.write_bytes(content)
        made.append(path)
    return made


def evidence_pack(client: ApiClient, case_id: str, out: Path) -> tuple[Path, str]:
    """Builds the pack, downloads it, and runs the verifier that lies inside; returns path and the verifier's words."""
    made = client.post(f"/cases/{case_id}/evidence-pack", {})
    pack = out / "evidence-pack.zip"
    pack.write_bytes(fetch(made["download_url"]))
    verifier = out / "verify.py"
    with ZipFile(pack) as archive:
        name = next(entry for entry in archive.namelist() if entry.endswith("verify.py"))
        verifier.write_bytes(archive.read(name))
    head = f"{made['sequence']}:{made['head_hash']}"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(verifier), str(pack), "--head", head],
        capture_output=True,
        text=True,
        check=False,
    )
    return pack, (done.stdout + done.stderr).strip()
