"""All cases of a debtor, page after page, by the debtor's own index."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import CaseSummary, ListFilter

from .store_ports import Store

PAGE = 100


def cases_of(scope: Scope, debtor_id: str, store: Store) -> Iterator[CaseSummary]:
    """Open and closed ones, newest first."""
    position: str | None = None
    while True:
        page = store.cases(scope, ListFilter(debtor_id=debtor_id), limit=PAGE, position=position)
        yield from page.items
        position = page.position
        if position is None:
            return
