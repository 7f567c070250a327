"""The ``amiable`` command: the API from a terminal."""

from __future__ import annotations


def main() -> None:
    """The entry point. What it needs is imported when it runs; Ctrl-C ends it quietly even meanwhile."""
    try:
        from .app import app

        app(prog_name="amiable")
    except KeyboardInterrupt:
        from .problems import Exit

        raise SystemExit(Exit.INTERRUPTED) from None
