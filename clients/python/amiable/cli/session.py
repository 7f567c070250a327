"""What every command shares: the options for connection and output, the connection, and where to write what."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from .problems import CliError
from .profiles import Profile, ProfileFile, chosen_profile

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from amiable import Amiable

Json = dict[str, Any]
FORMATS = ("table", "json")
_UTC_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")


def connect(profile: Profile) -> Amiable:
    """The client for a profile. Retries and idempotency keys are the client's own."""
    from amiable import Amiable

    return Amiable(profile.api_key, base_url=profile.base_url)


def json_of(model: Any) -> Json:
    """An object of the API as JSON, with instants in UTC ending in ``Z`` as the API writes them."""
    document: Json = _as_written(model.to_dict())
    return document


def _as_written(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: _as_written(part) for name, part in node.items()}
    if isinstance(node, list):
        return [_as_written(part) for part in node]
    if isinstance(node, str) and _UTC_INSTANT.fullmatch(node):
        return node.removesuffix("+00:00") + "Z"
    return node


@dataclass
class Session:
    """One command's run. ``given`` holds the shared options; results go to stdout, everything else to stderr."""

    given: dict[str, str | None] = field(default_factory=dict)
    _client: Amiable | None = None
    _profile: Profile | None = None
    _live: Console | None = None

    @property
    def is_json(self) -> bool:
        return self.given.get("output") == "json"

    @property
    def out(self) -> Console:
        from .terminal import console

        return console(stderr=False)

    @property
    def err(self) -> Console:
        from .terminal import console

        return console(stderr=True)

    @property
    def profile(self) -> Profile:
        """The account that this command speaks for."""
        if self._profile is None:
            self._profile = chosen_profile(self.given, ProfileFile(), os.environ)
        return self._profile

    @property
    def client(self) -> Amiable:
        """The connection, made when it is first needed; a live key is pointed out once."""
        if self._client is None:
            if not self.profile.is_test:
                self.err.print("LIVE MODE: what this command does is real.", style="bold red")
            self._client = connect(self.profile)
        return self._client

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def only_in_test_mode(self, what: str) -> None:
        """Raises unless the key is one of test mode."""
        if not self.profile.is_test:
            raise CliError(f"{what} exists in test mode only, and this key is live.", "Use a key sk_test_…")

    def note(self, text: str, style: str = "dim") -> None:
        """A remark for the person; never part of the result."""
        from .terminal import harmless

        (self._live or self.err).print(harmless(text), style=style, highlight=False, markup=False, soft_wrap=True)

    def say(self, text: str = "", style: str | None = None) -> None:
        """A line of a story: the result of a table, a remark beside JSON."""
        from .terminal import harmless

        console = self._live or (self.err if self.is_json else self.out)
        console.print(harmless(text), style=style, highlight=False, markup=False, soft_wrap=True)

    def show(self, document: Any, *parts: Callable[[], RenderableType | None]) -> None:
        """The result: as the API's own object, or as the parts that a person reads."""
        if self.is_json:
            self.document(document)
            return
        shown = [made for part in parts if (made := part()) is not None]
        for place, each in enumerate(shown):
            self.out.print(*([""] if place else []), each, sep="\n", highlight=False)

    def document(self, document: Any) -> None:
        """One JSON document on stdout."""
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))

    @contextmanager
    def working(self, text: str) -> Iterator[Callable[[str], None]]:
        """A live line while something takes time; gives what changes its text.

        Silent unless both stdout and stderr are the terminal: what is said meanwhile is printed above the live line,
        by the console that draws it.
        """
        console = self.err
        if not (console.is_terminal and self.out.is_terminal):
            yield lambda _: None
            return
        with console.status(text) as status:
            self._live = console
            try:
                yield status.update
            finally:
                self._live = None


def session_of(context: typer.Context) -> Session:
    """The session of this run."""
    session: Session = context.ensure_object(Session)
    return session
