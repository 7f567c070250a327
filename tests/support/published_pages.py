"""What the API publishes, made from this tree when it is asked for: in process nothing was packaged."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from chalicelib.entrypoints.http.framework import published

ROOT = Path(__file__).parents[2]


@cache
def made() -> dict[str, str]:
    """Every published file by its name."""
    from infra.site.publish import publications  # a YAML reader and a Markdown renderer: for the few tests that ask

    return publications(ROOT)


def publish_in_process() -> None:
    """The application of this process answers with what this tree makes."""
    published.read = lambda name: made()[name]
