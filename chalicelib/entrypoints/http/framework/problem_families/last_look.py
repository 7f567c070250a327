"""Problem codes of the last look before a contact, and deviations from a scenario."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {}

PROBLEMS_FR: dict[str, tuple[str, str]] = {}
