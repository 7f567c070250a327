"""Every link to a debtor's page made so far opens nothing any more: one was forwarded, or fell into wrong hands."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.parties import Debtor, Scope

from .ports import Reply
from .store_ports import Store
from .writes import Update


def revoke_page_links(scope: Scope, debtor_id: str, *, store: Store, reply: Reply) -> Debtor:
    """The next messages carry new links; browsers that had opened a page are out too. ``key_erased`` (410)."""
    debtor, key = store.debtor(scope, debtor_id)
    changed = replace(debtor, version=debtor.version + 1, page_links_revoked=debtor.page_links_revoked + 1)
    store.commit([Update(changed, key), *reply(changed, debtor_id=debtor.id, key=key)])
    return changed
