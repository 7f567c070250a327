"""What an operation answers, before it becomes an HTTP response."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Response


@dataclass(frozen=True)
class Answer:
    """``body`` is JSON (``None``: no content), or bytes with their ``Content-Type`` among the headers.

    Where it shows a secret, ``kept`` is what a replay gets.
    """

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kept: Any = None

    @property
    def etag(self) -> str | None:
        return self.headers.get("ETag")

    def kept_text(self) -> str:
        """The body as it is kept for replays, without what is shown once."""
        return to_json(self.body if self.kept is None else self.kept)

    def to_response(self) -> Response:
        headers: dict[str, str | list[str]] = {
            "Cache-Control": "private, no-cache" if self.etag else "no-store",
            **self.headers,
        }
        if self.body is None:  # what is not sent has no type
            bare = {name: value for name, value in headers.items() if not name.startswith("Content-")}
            return Response("", bare, self.status)
        if isinstance(self.body, bytes):
            return Response(self.body, headers, self.status)
        return Response(to_json(self.body), {**headers, "Content-Type": "application/json"}, self.status)


def to_json(value: Any) -> str:
    """Compact JSON, in UTF-8 characters."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
