"""Taking test data out of the store in memory, as it goes out of the table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.domain.call_task import CallTask
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Contact
from chalicelib.domain.document import Document
from chalicelib.domain.imports.case_import import CaseImport
from chalicelib.domain.negotiation.one_time_code import DebtorCodes
from chalicelib.domain.parties import Creditor, Debtor, Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.test_clock import TestClock
from chalicelib.domain.test_data_erasure import Stage, TestDataErasure

from .lists import _page
from .scenarios import MemoryScenarios
from .tables import call

KINDS: dict[Stage, type] = {
    Stage.CLOCKS: TestClock,
    Stage.IMPORTS: CaseImport,
    Stage.CASES: Case,
    Stage.DEBTORS: Debtor,
    Stage.CREDITORS: Creditor,
}


class MemoryErasing(MemoryScenarios):
    """Each removal takes all that belongs to a thing with it."""

    @call
    def test_data_erasure(self, scope: Scope, erasure_id: str) -> TestDataErasure:
        return self._get(TestDataErasure, scope, erasure_id)

    @call
    def erasable(self, scope: Scope, stage: Stage, until: datetime, *, limit: int, position: str | None) -> Page:
        every: list[Any] = self._all(KINDS[stage], scope)
        old = [each for each in every if each.created_at <= until]
        page = _page(old, lambda each: f"{each.created_at.isoformat()}#{each.id}", limit, position)
        return Page(tuple(each.id for each in page.items), page.position)

    @call
    def erase_clock(self, scope: Scope, clock_id: str) -> bool:
        self._marks.pop((scope, clock_id), None)
        self._parked.pop((scope, clock_id), None)
        for (owner, event_id), event in list(self._clock_events.items()):
            if owner == scope and event.clock_id == clock_id:
                del self._clock_events[owner, event_id]
                self._forget_rows(scope, event_id)
        self._forget_rows(scope, clock_id)
        return self._take_out(TestClock, scope, clock_id)

    @call
    def erase_case(self, scope: Scope, case_id: str) -> bool:
        for held, holder in list(self._held.items()):
            if held[0] == scope and holder == case_id:
                del self._held[held]
        self._events.pop((scope, case_id), None)
        for kind in (Contact, CallTask, Document):
            every: list[Any] = self._all(kind, scope)
            for each in every:
                if each.case_id == case_id:
                    self._take_out(kind, scope, each.id)
        self._forget_rows(scope, case_id)
        return self._take_out(Case, scope, case_id)

    @call
    def erase_debtor(self, scope: Scope, debtor_id: str) -> bool:
        self._keys.pop((scope, debtor_id), None)
        self._logs = {at: log for at, log in self._logs.items() if at[:2] != (scope, debtor_id)}
        of_debtor = (scope, debtor_id)
        self._compliance = {k: e for k, e in self._compliance.items() if (e.scope, e.debtor_id) != of_debtor}
        self._take_out(DebtorCodes, scope, debtor_id)
        self._forget_rows(scope, debtor_id)
        return self._take_out(Debtor, scope, debtor_id)

    @call
    def erase_creditor(self, scope: Scope, creditor_id: str) -> bool:
        return self._take_out(Creditor, scope, creditor_id)

    def _take_out(self, kind: type, scope: Scope, id_: str) -> bool:
        return self._entities.pop((kind, scope, id_), None) is not None

    def _forget_rows(self, scope: Scope, id_: str) -> None:
        start = f"T#{scope.tenant_id}#{scope.mode}#OUT#{id_}"
        self._outbox = {key: at for key, at in self._outbox.items() if key[0] != start}
