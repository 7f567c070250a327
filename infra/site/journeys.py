"""The chapter « Journeys » of the documentation page, told from the Arazzo documents that `make judges` runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from infra.journeys import FOLDER, JOURNEYS, Journey, Step, read_journey

NAME, TITLE = "journeys", "Journeys"
_INTRODUCTION = f"""
Guides that run: each is an [Arazzo](https://spec.openapis.org/arazzo/v1.0.1.html) document in `{FOLDER}`, and every
change of the API runs all of them. Run one yourself with a key of test mode; it makes what it needs.

```
npx @redocly/cli@VERSION respect {FOLDER}/first-case.arazzo.yaml \\
  --server amiable=SERVER --input api_key=sk_test_…
```
"""


def journeys_text(document: dict[str, Any], source: Path, server: str) -> str:
    """Markdown: what each journey shows, and its steps with the request that each makes."""
    calls = {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict) and "operationId" in operation
    }
    told = [_told(read_journey(name, source), calls) for name in JOURNEYS]
    pinned = json.loads((source / "infra/judges/package.json").read_text(encoding="utf-8"))["devDependencies"]
    introduction = _INTRODUCTION.replace("SERVER", server).replace("VERSION", pinned["@redocly/cli"])
    return "\n\n".join([introduction.strip(), *told])


def _told(journey: Journey, calls: dict[str, str]) -> str:
    lines = [f"## {journey.title}", "", f"**{journey.summary}** {journey.description.strip()}", "", journey.needs, ""]
    lines += [f"{number}. {_line(step, calls)}" for number, step in enumerate(journey.steps, start=1)]
    return "\n".join(lines)


def _line(step: Step, calls: dict[str, str]) -> str:
    """A step that calls a building block makes no request of its own to name."""
    description = " ".join(step.description.split())
    return description if step.operation is None else f"`{calls[step.operation]}`: {description}"
