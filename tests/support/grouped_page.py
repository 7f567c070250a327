"""Cases of one debtor that one message spoke for, with the page of each: played over HTTP on a test clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib import bootstrap
from chalicelib.domain.contact import Contact
from chalicelib.domain.parties import Scope
from chalicelib.usecases.page_links import VaultPageLinks
from chalicelib.usecases.recording import CaseFile, load_case_file

from .http_client import HttpAnswer
from .living_http import LivingHttp, living_http
from .page_browser import PageBrowser, path_of

DUE = date(2026, 1, 5)
CLOCK = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


@dataclass
class GroupedPage:
    """``debtor_id`` is theirs, once the first case is open."""

    living: LivingHttp
    clock_id: str
    debtor_id: str = ""
    browser: PageBrowser = field(init=False)

    def __post_init__(self) -> None:
        self.browser = PageBrowser(self.living.client)

    @property
    def scope(self) -> Scope:
        return Scope(self.living.tenant.id, livemode=False)

    @property
    def links(self) -> VaultPageLinks:
        return bootstrap.deps().page_links

    @property
    def calls(self) -> Any:
        """How often the store was asked, by what."""
        return self.living.world.memory.calls

    def open(self, cents: int, *, days: int = 0, **more: Any) -> str:
        """A case of the debtor for one invoice that is due ``days`` after the first one's."""
        due = DUE + timedelta(days=days)
        if not self.debtor_id:
            case_id = self.living.open("dettes@debiteur.example", due=due, clock_id=self.clock_id, cents=cents, **more)
            self.debtor_id = str(self.living.say("GET", f"/v1/cases/{case_id}")["debtor_id"])
            return case_id
        self.living.opened += 1
        invoice = {
            "number": f"FA-{self.living.opened:04}",
            "issue_date": (due - timedelta(days=30)).isoformat(),
            "due_date": due.isoformat(),
            "completed_on": (due - timedelta(days=34)).isoformat(),
            "amount_incl_tax": {"amount": cents, "currency": "EUR"},
        }
        body = {
            "creditor_id": self.living.creditor_id,
            "debtor_id": self.debtor_id,
            "invoices": [invoice],
            "test_clock_id": self.clock_id,
        }
        return str(self.living.say("POST", "/v1/cases", {**body, **more})["id"])

    def advance(self, day: int) -> None:
        """To the morning of a day after the first invoice was due."""
        self.living.advance(self.clock_id, CLOCK + timedelta(days=day - 7))

    def case_file(self, case_id: str) -> CaseFile:
        return load_case_file(self.scope, case_id, bootstrap.deps().recording)

    def contacts(self, case_id: str) -> list[Contact]:
        return [each for each in self.living.world.memory._all(Contact) if each.case_id == case_id]

    def path(self, case_id: str) -> str:
        """The link of the case, made now."""
        return path_of(self.links.link_for(self.case_file(case_id)))

    def page(self, case_id: str) -> HttpAnswer:
        return self.browser.get(self.path(case_id))


@contextmanager
def grouped_page() -> Iterator[GroupedPage]:
    """One debtor without a case."""
    with living_http() as living:
        yield GroupedPage(living, living.clock(CLOCK))
