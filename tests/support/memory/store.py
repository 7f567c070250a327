"""The store in memory: same protocols and semantics as the table, with counters and faults at every call."""

from __future__ import annotations

from typing import TypeVar

from chalicelib.domain.call_task import CallTask
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Contact
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.document import Document
from chalicelib.domain.negotiation.one_time_code import DebtorCodes
from chalicelib.domain.parties import Creditor, Debtor, Scope
from chalicelib.domain.reads import Parties
from chalicelib.domain.scenarios.own import OwnScenario
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.tenant import ApiKey, Tenant
from chalicelib.domain.test_clock import TestClock
from chalicelib.domain.writes import (
    KeepClockEvent,
    StoreAnswer,
)

from .erasing import MemoryErasing
from .imports import MemoryImports
from .tables import call
from .templates import MemoryTemplates

T = TypeVar("T")


class MemoryStore(MemoryTemplates, MemoryErasing, MemoryImports):
    """Store, outbox, schedule and clock room. What was erased reads as it does from the table."""

    # --- single objects -------------------------------------------------------------------------------------------

    @call
    def case(self, scope: Scope, case_id: str) -> Case:
        return self._get(Case, scope, case_id)

    @call
    def parties(
        self,
        scope: Scope,
        *,
        creditor_id: str | None = None,
        debtor_id: str | None = None,
        sender: str | None = None,
        clock_id: str | None = None,
        scenario: tuple[str, int] | None = None,
        own_scenario_id: str | None = None,
    ) -> Parties:
        log = None
        if debtor_id and sender:
            log = self._logs.get((scope, debtor_id, sender), ContactLog(scope, debtor_id, sender))
        return Parties(
            creditor=self._get(Creditor, scope, creditor_id) if creditor_id else None,
            debtor=self._unsealed(Debtor, scope, debtor_id) if debtor_id else None,
            debtor_key=self._key(scope, debtor_id) if debtor_id else None,
            log=log,
            clock=self._get(TestClock, scope, clock_id) if clock_id else None,
            scenario=self.definition_of(scope, scenario) if scenario else None,
            own_scenario=self._entities.get((OwnScenario, scope, own_scenario_id)) if own_scenario_id else None,
        )

    @call
    def tenant(self, tenant_id: str) -> Tenant:
        return self._get(Tenant, None, tenant_id)

    @call
    def api_key_by_hash(self, secret_hash: str) -> ApiKey | None:
        return next((key for key in self._all(ApiKey) if key.secret_hash == secret_hash), None)

    @call
    def api_key(self, scope: Scope, key_id: str) -> ApiKey:
        return self._get(ApiKey, scope, key_id)

    @call
    def api_keys(self, scope: Scope) -> tuple[ApiKey, ...]:
        return tuple(sorted(self._all(ApiKey, scope), key=lambda key: key.id, reverse=True))

    @call
    def creditor(self, scope: Scope, creditor_id: str) -> Creditor:
        return self._get(Creditor, scope, creditor_id)

    @call
    def debtor(self, scope: Scope, debtor_id: str) -> tuple[Debtor, WrappedKey]:
        return self._unsealed(Debtor, scope, debtor_id), self._key(scope, debtor_id)

    @call
    def test_clock(self, scope: Scope, clock_id: str) -> TestClock:
        return self._get(TestClock, scope, clock_id)

    @call
    def contact(self, scope: Scope, contact_id: str) -> Contact:
        return self._unsealed(Contact, scope, contact_id)

    @call
    def call_task(self, scope: Scope, task_id: str) -> CallTask:
        return self._unsealed(CallTask, scope, task_id)

    @call
    def document(self, scope: Scope, document_id: str) -> tuple[Document, WrappedKey]:
        document = self._unsealed(Document, scope, document_id)
        return document, self._key(scope, document.debtor_id)

    @call
    def debtor_codes(self, scope: Scope, debtor_id: str) -> DebtorCodes | None:
        codes: DebtorCodes | None = self._entities.get((DebtorCodes, scope, debtor_id))
        if codes is None:
            return None
        self._key(scope, debtor_id)
        return codes

    @call
    def clock_event(self, scope: Scope, event_id: str) -> KeepClockEvent | None:
        return self._clock_events.get((scope, event_id))

    @call
    def answer(self, scope: Scope, idempotency_key: str) -> StoreAnswer | None:
        kept = self._answers.get((scope, idempotency_key))
        if kept is None or kept.key is None:
            return kept
        self._key(scope, str(kept.debtor_id))
        return StoreAnswer(**{**kept.__dict__, "key": None})

    @call
    def debtor_key(self, scope: Scope, debtor_id: str) -> WrappedKey | None:
        return self._keys.get((scope, debtor_id))

    @call
    def erase_debtor_key(self, scope: Scope, debtor_id: str) -> None:
        self._keys.pop((scope, debtor_id), None)
