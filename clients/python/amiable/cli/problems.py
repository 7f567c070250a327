"""What went wrong, in words and as an exit status. No command ever shows a traceback for these."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses, which scripts may rely on."""

    REFUSED = 1
    USAGE = 2
    NETWORK = 3
    INTERRUPTED = 130


class CliError(Exception):
    """The command cannot go on: ``message`` says why, ``cure`` what to do about it."""

    def __init__(self, message: str, cure: str | None = None, status: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.status = status
