"""The calls of two requests and what AWS answered, kept in a file: both sides are then answered from it."""

from __future__ import annotations

import base64
import json
import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE_VARIABLE = "RECORDING"
Call = tuple[str, str, dict[str, Any]]


@dataclass
class Recording:
    """``events`` are the requests as the gateway hands them over, ``calls`` those of ``GET cold``, ``POST warm``….

    ``answers`` are bodies by ``service:Operation`` and by the body that asked; ``""`` is for any other.
    """

    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: dict[str, list[Call]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    environment: dict[str, str] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Bytes travel as base64."""
        path.write_text(json.dumps(self.__dict__, default=_wrapped), encoding="utf-8")


def read_recording(path: Path | None = None) -> Recording:
    """The recording at the path, or the one that the environment names."""
    text = (path or Path(os.environ[FILE_VARIABLE])).read_text(encoding="utf-8")
    return Recording(**json.loads(text, object_hook=_unwrapped))


def recorded_calls() -> Mapping[str, list[Call]]:
    """The calls by method and temperature of their request."""
    return read_recording().calls


def _wrapped(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"not recorded: {type(value).__name__}")


def _unwrapped(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["base64"]) if set(value) == {"base64"} else value
