"""Problem codes of templates and brands."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {}

PROBLEMS_FR: dict[str, tuple[str, str]] = {}
