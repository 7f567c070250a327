"""Two changes at once: one commits, the other loads and decides again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from chalicelib.domain.errors import VersionConflict

RETRIES = 5
Result = TypeVar("Result")


def until_saved(attempt: Callable[[], Result]) -> Result:
    """What ``attempt`` gives once nobody was faster; it loads anew each time. Errors: its own; the fifth lost race."""
    for _ in range(RETRIES - 1):
        try:
            return attempt()
        except VersionConflict:
            continue
    return attempt()
