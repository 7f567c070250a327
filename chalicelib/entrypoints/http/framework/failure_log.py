"""What nobody foresaw, in the log: its kind and where it happened, never its text, which may hold personal data."""

from __future__ import annotations

import traceback

from chalicelib.observability import logger


def log_failure(error: Exception) -> None:
    """One line at level ERROR."""
    frames = traceback.extract_tb(error.__traceback__)
    cause = type(error.__cause__).__name__ if error.__cause__ else None
    logger.error(
        "request failed",
        error=type(error).__name__,
        cause=cause,
        at=[f"{frame.filename.rpartition('chalicelib/')[2]}:{frame.lineno}" for frame in frames[-12:]],
    )
