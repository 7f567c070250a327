"""What the API publishes about itself, made when it is packaged: the contract in two forms and the documentation page.

Made here, not on Lambda: neither a YAML reader nor a Markdown renderer is in the layer, and a request reads a file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from chalicelib.domain.french import typeset
from chalicelib.domain.imports.columns import COLUMNS
from chalicelib.domain.imports.table import write_table
from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS
from chalicelib.entrypoints.http.framework.problem_catalogue_fr import PROBLEMS_FR

from .contract import Contract
from .journeys import NAME as JOURNEYS
from .journeys import TITLE as JOURNEYS_TITLE
from .journeys import journeys_text
from .prose import Prose, Targets
from .scenario_schema import scenario_schema

HERE = Path(__file__).parent
GUIDES = (
    "docs/guides/first-case.md",
    "docs/guides/test-mode.md",
    "docs/guides/simulated-debtors.md",
    "docs/guides/scenarios.md",
    "docs/guides/scenarios-played.md",
    "docs/guides/templates.md",
    "docs/guides/bulk-import.md",
    "docs/guides/calls.md",
    "docs/guides/deviations.md",
    "docs/guides/last-look.md",
    "docs/guides/negotiation.md",
    "docs/webhooks.md",
    "docs/guides/command-line.md",
    "docs/guides/client.md",
    "docs/guides/errors.md",
    "docs/guides/keys.md",
    "docs/guides/idempotency.md",
    "docs/guides/lists.md",
    "docs/guides/mandate.md",
    "docs/guides/law.md",
    "docs/guides/versioning.md",
)
"""In reading order; a guide's commands go on from those before it."""


@dataclass(frozen=True)
class Guide:
    """A guide on the page."""

    name: str
    title: str
    html: Markup


def publications(source: Path) -> dict[str, str]:
    """Each published file by its name, made from the tree at ``source``.

    The addresses in them are those of the contract; the API puts its own in their place when it answers.
    """
    text = (source / "openapi.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe loaders both
    return {
        "openapi.yaml": text,
        "openapi.json": json.dumps(document, ensure_ascii=False, separators=(",", ":")),
        "docs.html": page(document, source),
        "import-template.csv": import_template(),
        "scenario.schema.json": json.dumps(scenario_schema(document), ensure_ascii=False, separators=(",", ":")),
    }


def import_template() -> str:
    """A header of every column of an import, and a line; made from the columns that the application reads."""
    example = tuple(column.example for column in COLUMNS)
    return write_table(tuple(column.name for column in COLUMNS), iter([example]), ";").decode()


def publish(source: Path, folder: Path) -> None:
    """Write every published file into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in publications(source).items():
        (folder / name).write_text(text, encoding="utf-8")


def page(document: dict[str, Any], source: Path) -> str:
    """The documentation page, complete in itself: no script, and nothing loaded from anywhere."""
    contract = Contract(document)
    problems = {code: f"{contract.server}/problems/{code}" for code in PROBLEMS}
    events = contract.events()
    places = {event.type: f"#{event.anchor}" for event in events if "." in event.type}  # `ping` is a plain word too
    prose = Prose(Targets(contract.anchors(), places, problems))
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"prose": prose.html, "line": prose.inline}
    return environment.get_template("page.html.jinja").render(
        contract=contract,
        resources=contract.resources(),
        events=events,
        schemas=contract.schemas(),
        guides=[*(_guide(source / name, prose) for name in GUIDES), _journeys(document, source, prose)],
        problems={code: (*PROBLEMS[code], _french(code), address) for code, address in problems.items()},
        style=Markup((HERE / "style.css").read_text(encoding="utf-8")),  # noqa: S704 - this folder's own file
    )


def _french(code: str) -> str:
    title, cure = PROBLEMS_FR[code]
    return typeset(f"{title}. {cure}")


def _guide(path: Path, prose: Prose) -> Guide:
    text = path.read_text(encoding="utf-8")
    found = re.match(r"# (.+)\n", text)
    if found is None:
        raise ValueError(f"{path.name} begins without a title")
    return Guide(path.stem, found[1], prose.html(text[found.end() :], below=1, ids=f"guide-{path.stem}"))


def _journeys(document: dict[str, Any], source: Path, prose: Prose) -> Guide:
    text = journeys_text(document, source, Contract(document).server)
    return Guide(JOURNEYS, JOURNEYS_TITLE, prose.html(text, below=1, ids=f"guide-{JOURNEYS}"))
