"""A world with a case and the link to its debtor's page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from chalicelib.domain.parties import Scope
from chalicelib.usecases.page_links import VaultPageLinks
from chalicelib.usecases.recording import CaseFile, load_case_file

from .http_client import HttpClient
from .http_world import HttpWorld, http_world
from .memory.page_visits import MemoryPageVisits
from .page_browser import PageBrowser, path_of
from .sample_requests import CREDITOR, DEBTOR, INVOICE


@dataclass(frozen=True)
class PageWorld:
    """One tenant, and its case in test mode with the path of the debtor's link."""

    world: HttpWorld
    tenant_id: str
    client: HttpClient
    case_id: str
    path: str

    @property
    def links(self) -> VaultPageLinks:
        return self.world.deps.page_links

    @property
    def visits(self) -> MemoryPageVisits:
        """Where requests are counted."""
        return cast("MemoryPageVisits", self.world.deps.visits.counted)

    @property
    def scope(self) -> Scope:
        return Scope(self.tenant_id, livemode=False)

    @property
    def case_file(self) -> CaseFile:
        return load_case_file(self.scope, self.case_id, self.world.deps.recording)

    def browser(self, **options: Any) -> PageBrowser:
        return PageBrowser(self.world.anonymous, **options)

    def link_of(self, case_id: str) -> str:
        """The path of a case's link, made now."""
        return path_of(self.links.link_for(load_case_file(self.scope, case_id, self.world.deps.recording)))


def opened_case(client: HttpClient, number: str = "F-2026-001", **debtor: Any) -> dict[str, Any]:
    """A case of a creditor and a debtor of its own."""
    creditor = client.post("/v1/creditors", CREDITOR)
    assert creditor.status == 201, creditor.text
    body = {
        "creditor_id": creditor.json["id"],
        "debtor": {**DEBTOR, **debtor},
        "invoices": [{**INVOICE, "number": number}],
    }
    answer = client.post("/v1/cases", body)
    assert answer.status == 201, answer.text
    return dict(answer.json)


@contextmanager
def page_world(**debtor: Any) -> Iterator[PageWorld]:
    """A fresh world whose pages are published at ``https://page.example``."""
    with http_world() as world:
        tenant = world.tenant()
        case_id = opened_case(tenant.test, **debtor)["id"]
        made = PageWorld(world, tenant.id, tenant.test, case_id, "")
        yield PageWorld(world, tenant.id, tenant.test, case_id, made.link_of(case_id))
