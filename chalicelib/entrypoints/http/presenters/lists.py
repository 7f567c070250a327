"""Lists: one page, and the cursor of the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.domain.reads import Page
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call

Item = Callable[[Any], dict[str, Any]]


def paged(item: Item) -> Callable[[Page, Call[Any, Any]], Answer]:
    """Presents a page of the store, each entry by ``item``."""

    def present(page: Page, call: Call[Any, Any]) -> Answer:
        return Answer(call.page(page, [item(entry) for entry in page.items]))

    return present


def whole(item: Item) -> Callable[[Sequence[Any], Call[Any, Any]], Answer]:
    """Presents a list that is always complete."""

    def present(entries: Sequence[Any], call: Call[Any, Any]) -> Answer:
        del call
        data = [item(entry) for entry in entries]
        return Answer({"object": "list", "data": data, "has_more": False, "next_cursor": None})

    return present
