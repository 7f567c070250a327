"""The one table as the use cases see it: entities, outbox, schedule of live cases, rooms of test clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.call_task import CallTask
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Contact
from chalicelib.domain.document import Document
from chalicelib.domain.negotiation.one_time_code import DebtorCodes
from chalicelib.domain.outgoing import Attachment as Attachment
from chalicelib.domain.outgoing import OutgoingEmail as OutgoingEmail
from chalicelib.domain.outgoing import OutgoingLetter as OutgoingLetter
from chalicelib.domain.outgoing import OutgoingSms as OutgoingSms
from chalicelib.domain.outgoing import ProviderReceipt as ProviderReceipt
from chalicelib.domain.parties import Creditor, Debtor, Scope
from chalicelib.domain.reads import CallTaskFilter
from chalicelib.domain.reads import CaseSummary as CaseSummary
from chalicelib.domain.reads import ListFilter as ListFilter
from chalicelib.domain.reads import OutboxRow as OutboxRow
from chalicelib.domain.reads import Page as Page
from chalicelib.domain.reads import ParkedCase as ParkedCase
from chalicelib.domain.reads import Parties as Parties
from chalicelib.domain.reads import RunningMark as RunningMark
from chalicelib.domain.scenarios.own import OwnScenario, ScenarioVersion
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.templates.model import Template
from chalicelib.domain.tenant import ApiKey, Tenant
from chalicelib.domain.test_clock import TestClock

from .writes import StoreAnswer, StoredEvent, Write


class Store(Protocol):
    """The one table. Every read names its scope; every write is part of one ``commit``."""

    def commit(self, writes: Sequence[Write]) -> None:
        """One transaction. Raises ``AnswerAlreadyStored`` first, then ``InvoiceAlreadyInCase``, ``VersionConflict``."""

    def case(self, scope: Scope, case_id: str) -> Case:
        """One Query. ``NotFound`` if it does not exist in this scope."""

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
        """One BatchGetItem of what is named; ``NotFound`` names the first that does not exist.

        ``scenario`` is a version of an own one; it and ``own_scenario_id`` may be missing, and are ``None`` then.
        """

    def tenant(self, tenant_id: str) -> Tenant: ...
    def api_key_by_hash(self, secret_hash: str) -> ApiKey | None: ...
    def api_key(self, scope: Scope, key_id: str) -> ApiKey: ...
    def api_keys(self, scope: Scope) -> tuple[ApiKey, ...]: ...
    def creditor(self, scope: Scope, creditor_id: str) -> Creditor: ...
    def debtor(self, scope: Scope, debtor_id: str) -> tuple[Debtor, WrappedKey]:
        """The debtor and its wrapped key."""

    def scenario(self, scope: Scope, scenario_id: str) -> OwnScenario: ...
    def scenario_version(self, scope: Scope, scenario_id: str, version: int) -> ScenarioVersion: ...
    def scenarios(self, scope: Scope, *, limit: int, position: str | None) -> Page: ...
    def scenario_versions(self, scope: Scope, scenario_id: str, *, limit: int, position: str | None) -> Page:
        """``ScenarioVersion`` items of an own scenario, newest first."""

    def test_clock(self, scope: Scope, clock_id: str) -> TestClock: ...
    def contact(self, scope: Scope, contact_id: str) -> Contact: ...
    def template(self, scope: Scope, template_id: str, version: int | None = None) -> Template:
        """A tenant's own text, as it stands or in one version."""

    def logo(self, scope: Scope, creditor_id: str, sha256: str) -> bytes:
        """The PNG of a creditor's logo (R-056)."""

    def templates(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        """Tenants' own texts as they stand, newest first."""

    def call_task(self, scope: Scope, task_id: str) -> CallTask: ...
    def document(self, scope: Scope, document_id: str) -> tuple[Document, WrappedKey]:
        """The document's metadata and the wrapped key its bytes are sealed with."""

    def debtor_codes(self, scope: Scope, debtor_id: str) -> DebtorCodes | None:
        """The one-time codes of a debtor, for all their cases (R-127)."""

    def creditors(self, scope: Scope, *, limit: int, position: str | None) -> Page: ...
    def debtors(self, scope: Scope, *, limit: int, position: str | None) -> Page: ...
    def cases(self, scope: Scope, filters: ListFilter, *, limit: int, position: str | None) -> Page:
        """``CaseSummary`` items, newest first."""

    def contacts(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page: ...
    def documents(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page: ...
    def compliance_log(self, scope: Scope, debtor_id: str, *, limit: int, position: str | None) -> Page:
        """``ComplianceEntry`` items, newest first. ``NotFound`` for a debtor that never was."""

    def open_call_tasks(self, scope: Scope, filters: CallTaskFilter, *, limit: int, position: str | None) -> Page:
        """The highest priority first."""

    def events(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        """``StoredEvent`` items, oldest first."""

    def event_range(self, scope: Scope, case_id: str, first: int, last: int) -> tuple[StoredEvent, ...]: ...
    def contact_of_message(self, provider_message_id: str) -> tuple[Scope, str] | None:
        """Which contact a provider's notification is about."""

    def answer(self, scope: Scope, idempotency_key: str) -> StoreAnswer | None:
        """The kept answer; ``key`` is not filled, ``body`` is plain."""

    def debtor_key(self, scope: Scope, debtor_id: str) -> WrappedKey | None:
        """The debtor's wrapped key alone; ``None`` once it is erased."""

    def erase_debtor_key(self, scope: Scope, debtor_id: str) -> None: ...


class Outbox(Protocol):
    """Rows written with their cause, worked on by queues, replayed by the sweep."""

    def row(self, key: tuple[str, str]) -> OutboxRow | None: ...
    def inserted(self, record: Mapping[str, Any]) -> OutboxRow | None:
        """The row that a record of the table's stream brought in; ``None`` for every other record."""

    def finish(self, key: tuple[str, str]) -> None: ...
    def older_than(self, instant: datetime, *, limit: int) -> tuple[OutboxRow, ...]: ...


class Schedule(Protocol):
    """The due index of live cases, for the sweep."""

    def overdue(self, before: datetime, *, shard: int, limit: int) -> tuple[tuple[Scope, str], ...]: ...


class ClockRoom(Protocol):
    """Where cases of test clocks wait: parked in one partition, running in another."""

    def running(self, scope: Scope, clock_id: str) -> tuple[RunningMark, ...]: ...
    def first_parked(self, scope: Scope, clock_id: str, until: datetime, *, limit: int) -> tuple[ParkedCase, ...]: ...
    def release(self, scope: Scope, clock_id: str, parked: ParkedCase, since: datetime) -> bool:
        """Parked item out, running mark (with its token) in, as one transaction. False if it was released already."""

    def settle(self, scope: Scope, clock_id: str, case_id: str, run: int) -> None:
        """Removes the running mark of this run; nothing happens if it is gone."""
