"""What an action of the page answers, before it becomes an HTTP response."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

HTML = "text/html; charset=utf-8"
_WITHIN = re.compile(r"([a-z]+(-[a-z]+)*(\?[A-Za-z0-9_=&%+.-]*)?)?")


@dataclass(frozen=True)
class PageAnswer:
    """``location`` lies within the link: the name of an action with its query, empty for the first page.

    ``verified``: a one-time code was confirmed in this browser; ``language``: the person chose one.
    """

    body: str | bytes = ""
    status: int = 200
    media_type: str = HTML
    location: str | None = None
    file_name: str | None = None
    verified: bool = False
    language: str | None = None

    @classmethod
    def html(cls, body: str, status: int = 200) -> PageAnswer:
        """A whole page; its one style sheet stands in it as ``<style>`` and is allowed by its hash."""
        return cls(body, status)

    @classmethod
    def see_other(cls, path: str = "") -> PageAnswer:
        """Leads on by GET, to ``promise`` or ``promise?done=1``; never out of the link. ``ValueError`` otherwise."""
        if _WITHIN.fullmatch(path) is None:
            raise ValueError("a redirection stays within the link")
        return cls(status=303, location=path)

    @classmethod
    def file(cls, content: bytes, media_type: str, name: str) -> PageAnswer:
        """A download, at most ``MOST_FILE_BYTES`` long."""
        return cls(content, 200, media_type, file_name=name)

    def and_verified(self) -> PageAnswer:
        """After a one-time code: what needs one is open to this browser for half an hour, on this link alone."""
        return replace(self, verified=True)

    def in_language(self, language: str) -> PageAnswer:
        """``fr`` or ``en`` from now on, in this browser."""
        return replace(self, language=language)


MOST_FILE_BYTES = 4_000_000
"""What a function may answer is 6 MB, written in base64."""
