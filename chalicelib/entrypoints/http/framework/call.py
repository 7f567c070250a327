"""What an operation's handler is given: who calls, what they sent, and the ports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from chalicelib.bootstrap import Deps
from chalicelib.domain.parties import Scope
from chalicelib.usecases.ports import Page, Reply

from .authentication import Caller
from .cursors import Cursors, list_purpose
from .exchange import Exchange

Body = TypeVar("Body")
Query = TypeVar("Query")


@dataclass(frozen=True)
class Call(Generic[Body, Query]):
    """``expected`` is what ``If-Match`` allows (``None``: any version); ``reply`` keeps the idempotent answer."""

    deps: Deps
    caller: Caller
    exchange: Exchange
    path: Mapping[str, str]
    body: Body
    query: Query
    reply: Reply
    expected: frozenset[int] | None = None

    @property
    def scope(self) -> Scope:
        return self.caller.scope

    @property
    def actor(self) -> str:
        """Who stands in the events: the key's id."""
        return self.caller.actor

    def id(self, name: str) -> str:
        """An id of the path; its form was checked."""
        return self.path[name]

    def position(self, cursor: str | None) -> str | None:
        """Where the list goes on, from the cursor the caller sent."""
        if cursor is None:
            return None
        purpose = list_purpose(self.exchange.path, self.exchange.query)
        return Cursors(self.deps.cursor_secret).open(cursor, self.scope, purpose)

    def page(self, page: Page, items: list[dict[str, Any]]) -> dict[str, Any]:
        """A list's body; ``items`` are the page's, presented."""
        purpose = list_purpose(self.exchange.path, self.exchange.query)
        cursors = Cursors(self.deps.cursor_secret)
        next_cursor = None if page.position is None else cursors.seal(page.position, self.scope, purpose)
        return {"object": "list", "data": items, "has_more": next_cursor is not None, "next_cursor": next_cursor}
