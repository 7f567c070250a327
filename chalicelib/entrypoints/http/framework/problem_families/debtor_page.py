"""Problem codes of the debtor page and its links."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {}

PROBLEMS_FR: dict[str, tuple[str, str]] = {}
