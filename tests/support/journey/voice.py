"""Who speaks on the journey, and what was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.http_client import HttpAnswer, HttpClient
from tests.support.http_world import HttpWorld


@dataclass(frozen=True)
class Spoken:
    """One request and its answer; ``operation`` is the method and the template of the path.

    ``sent`` are the headers of the request, ``before`` is what the journey remembered of the world before it.
    """

    operation: tuple[str, str]
    body: Any
    answer: HttpAnswer
    path: str
    sent: Mapping[str, str]
    before: Any = None


def _nothing() -> None:
    """What a journey remembers of the world, unless somebody asks for more."""


@dataclass
class Journey:
    """Speaks with one client and remembers everything."""

    world: HttpWorld
    remember: Callable[[], Any] = _nothing
    spoken: list[Spoken] = field(default_factory=list)

    def say(self, client: HttpClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
        before = self.remember()
        answer = client.send(method, path, body, **headers)
        assert answer.status < 300, f"{method} {path}: {answer.text}"
        template, _ = client._match(path.partition("?")[0])
        sent = {**client.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.spoken.append(Spoken((method, str(template)), body, answer, path, sent, before))
        return answer.json if answer.text else None
