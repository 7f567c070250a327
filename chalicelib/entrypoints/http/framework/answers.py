"""What an operation answers, before it becomes an HTTP response."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Response


@dataclass(frozen=True)
class Answer:
    """``body`` is JSON (``None``: no content). ``once`` names fields that are shown once: a kept answer has them null."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    once: Sequence[str] = ()

    @property
    def etag(self) -> str | None:
        return self.headers.get("ETag")

    def kept_text(self) -> str:
        """The body as it is kept for replays, without what is shown once."""
        return to_json({**self.body, **dict.fromkeys(self.once)} if self.once else self.body)

    def to_response(self) -> Response:
        headers: dict[str, str | list[str]] = {
            "Cache-Control": "private, no-cache" if self.etag else "no-store",
            **self.headers,
        }
        if self.body is None:
            return Response("", headers, self.status)
        return Response(to_json(self.body), {**headers, "Content-Type": "application/json"}, self.status)


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
