"""Who speaks on the journey, and what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .http_client import HttpAnswer, HttpClient
from .http_world import HttpWorld


@dataclass(frozen=True)
class Spoken:
    """One request and its answer; ``operation`` is the method and the template of the path."""

    operation: tuple[str, str]
    body: Any
    answer: HttpAnswer


@dataclass
class Journey:
    """Speaks with one client and remembers everything."""

    world: HttpWorld
    spoken: list[Spoken] = field(default_factory=list)

    def say(self, client: HttpClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = client.send(method, path, body, **headers)
        assert answer.status < 300, f"{method} {path}: {answer.text}"
        template, _ = client._match(path.partition("?")[0])
        self.spoken.append(Spoken((method, str(template)), body, answer))
        return answer.json if answer.text else None
