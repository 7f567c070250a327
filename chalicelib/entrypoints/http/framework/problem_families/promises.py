"""Problem codes of promises to pay."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {}

PROBLEMS_FR: dict[str, tuple[str, str]] = {}
