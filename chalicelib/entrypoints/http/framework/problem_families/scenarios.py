"""Problem codes of scenarios, their rules and migrations."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {}

PROBLEMS_FR: dict[str, tuple[str, str]] = {}
