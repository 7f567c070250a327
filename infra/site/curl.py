"""A command line for an operation, with the contract's own example as its body."""

from __future__ import annotations

import json
import re
from typing import Any

Json = dict[str, Any]
_BODY_LINE = 88


def curl(server: str, method: str, path: str, told: Json, parameters: list[Json], example: str | None) -> str:
    """Ids of the path and the key are shell variables; only what is required is sent."""
    url = server + re.sub(r"\{(\w+)\}", lambda name: f"${name[1].upper()}", path)
    query = [p["name"] + "=…" for p in parameters if p["in"] == "query" and p.get("required")]
    lines = [f'curl -sS "{url}{"?" if query else ""}{"&".join(query)}"']
    if method not in ("GET", "POST") or (method == "POST" and example is None):
        lines[0] = lines[0].replace("curl -sS", f"curl -sS -X {method}")
    keys = [name for choice in told.get("security", ()) for name in choice]
    if keys:
        key = "OPERATOR_KEY" if keys[0] == "operatorKey" else "KEY"
        lines.append(f'-H "Authorization: Bearer ${key}"')
    headers = {p["name"]: p.get("required", False) for p in parameters if p["in"] == "header"}
    if headers.get("If-Match"):
        lines.append('-H "If-Match: $ETAG"')
    if "Idempotency-Key" in headers:
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if example is not None:
        lines += ['-H "Content-Type: application/json"', f"-d '{_body(example)}'"]
    return " \\\n  ".join(lines)


def _body(example: str) -> str:
    """On one line where it fits; an apostrophe leaves the shell's quotes and comes back."""
    short = json.dumps(json.loads(example), ensure_ascii=False)
    return (short if len(short) <= _BODY_LINE else example).replace("'", "'\\''")
