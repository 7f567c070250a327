"""Writes the linter's findings into the guide on scenarios, from the catalogue that the linter itself tells by.

Run it as ``.venv/bin/python -m infra.scenario_findings``.
"""

from __future__ import annotations

from pathlib import Path

from chalicelib.domain.scenarios.lint_findings import CATALOGUE

GUIDE = Path(__file__).parents[1] / "docs" / "guides" / "scenarios.md"
BEGIN, END = "<!-- findings -->\n", "<!-- /findings -->"


def table() -> str:
    """One row a code, in the order of the catalogue."""
    rows = (
        f"| `{code}` | {told.severity.value} | {told.rule} | {told.meaning} {told.cure} |"
        for code, told in CATALOGUE.items()
    )
    return "\n".join(("| code | | rule | what is wrong, and the cure |", "|---|---|---|---|", *rows)) + "\n"


def with_table(text: str) -> str:
    """The guide with the present table in its place."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    GUIDE.write_text(with_table(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
