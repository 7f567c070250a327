"""The journeys of `docs/journeys`: executable guides in Arazzo, which `redocly respect` runs and the page tells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = "docs/journeys"
BUILDING_BLOCKS = "building-blocks"
JOURNEYS = (
    "first-case",
    "preview-and-errors",
    "bulk-import",
    "calls",
    "part-payment",
    "stop",
    "dispute",
    "payment-plan",
    "test-clock",
    "evidence-pack",
    "webhook-replay",
    "key-rotation",
    "optimistic-concurrency",
    "calculations",
)
"""In reading order; `building-blocks` is what they share."""

Document = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One request; ``operation`` is its id in the contract, none where the step calls a building block."""

    id: str
    description: str
    operation: str | None


@dataclass(frozen=True)
class Journey:
    """A guide: what it shows, and its steps in order."""

    name: str
    title: str
    summary: str
    description: str
    needs: str
    steps: tuple[Step, ...]


def path_of(name: str, root: Path) -> Path:
    """The file of a journey."""
    return root / FOLDER / f"{name}.arazzo.yaml"


def read_document(name: str, root: Path) -> Document:
    """The Arazzo document as it is; raises OSError when there is none."""
    document: Document = yaml.safe_load(path_of(name, root).read_text(encoding="utf-8"))
    return document


def read_journey(name: str, root: Path) -> Journey:
    """A journey has one workflow, named like its file; raises ValueError otherwise."""
    document = read_document(name, root)
    workflows = document["workflows"]
    if [workflow["workflowId"] for workflow in workflows] != [name]:
        raise ValueError(f"{name}: a journey has one workflow, named like its file")
    told, workflow = document["info"], workflows[0]
    steps = tuple(Step(s["stepId"], s["description"].strip(), s.get("operationId")) for s in workflow["steps"])
    return Journey(name, told["title"], told["summary"], told["description"], workflow["description"], steps)
