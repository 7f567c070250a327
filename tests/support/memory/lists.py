"""The lists of the store in memory, one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from chalicelib.adapters.dynamodb import codec, index_keys, keys
from chalicelib.domain.call_task import CallTask, CallTaskStatus
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Channel, Contact
from chalicelib.domain.document import Document
from chalicelib.domain.parties import Creditor, Debtor, Scope
from chalicelib.domain.reads import CallTaskFilter, ListFilter, Page
from chalicelib.domain.scenarios.own import OwnScenario
from chalicelib.domain.writes import StoredEvent

from .tables import call
from .work import MemoryWork

T = TypeVar("T")


class MemoryLists(MemoryWork):
    """Newest first, as the indexes of the table give them."""

    @call
    def cases(self, scope: Scope, filters: ListFilter, *, limit: int, position: str | None) -> Page:
        chosen = [codec.summary_of(case) for case in self._all(Case, scope) if _fits(case, filters)]
        return _page(chosen, lambda each: index_keys.created(each.created_at, each.id), limit, position)

    @call
    def creditors(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        return _page(self._all(Creditor, scope), _created, limit, position)

    @call
    def debtors(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        readable = [each for each in self._all(Debtor, scope) if (scope, each.id) in self._keys]
        return _page(readable, _created, limit, position)

    @call
    def contacts(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        return self._of_case(Contact, scope, case_id, limit, position)

    @call
    def documents(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        return self._of_case(Document, scope, case_id, limit, position)

    @call
    def compliance_log(self, scope: Scope, debtor_id: str, *, limit: int, position: str | None) -> Page:
        self._get(Debtor, scope, debtor_id)
        kept = [entry for entry in self._compliance.values() if (entry.scope, entry.debtor_id) == (scope, debtor_id)]
        return _page(kept, lambda entry: keys.compliance_entry(entry).sk, limit, position)

    @call
    def open_call_tasks(self, scope: Scope, filters: CallTaskFilter, *, limit: int, position: str | None) -> Page:
        tasks = [task for task in self._all(CallTask, scope) if _is_listed(task, filters)]
        readable = [task for task in tasks if (scope, task.debtor_id) in self._keys]
        return _page(readable, lambda task: index_keys.ranked(task.rank, task.id), limit, position)

    @call
    def events(self, scope: Scope, case_id: str, *, limit: int, position: str | None) -> Page:
        known = self._events[scope, case_id]
        later = [known[number] for number in sorted(known) if number > int(position or 0)]
        return Page(tuple(later[:limit]), str(later[limit - 1].header.sequence) if len(later) > limit else None)

    @call
    def event_range(self, scope: Scope, case_id: str, first: int, last: int) -> tuple[StoredEvent, ...]:
        known = self._events[scope, case_id]
        return tuple(known[number] for number in sorted(known) if first <= number <= last)

    @call
    def contact_of_message(self, provider_message_id: str) -> tuple[Scope, str] | None:
        found = (c for c in self._all(Contact) if _reported_as(c) == provider_message_id)
        return next(((contact.scope, contact.id) for contact in found), None)

    def _of_case(
        self, kind: type[Contact | Document], scope: Scope, case_id: str, limit: int, position: str | None
    ) -> Page:
        chosen = [each for each in self._all(kind, scope) if each.case_id == case_id]
        for each in chosen:
            self._key(scope, each.debtor_id)
        return _page(chosen, lambda each: each.id, limit, position)


def _reported_as(contact: Contact) -> str | None:
    return contact.provider_message_id or (contact.id if contact.channel is Channel.EMAIL else None)


def _is_listed(task: CallTask, filters: CallTaskFilter) -> bool:
    claim = task.claim
    of_creditor = filters.creditor_id in (None, task.creditor_id)
    of_caller = filters.claimed_by is None or (claim is not None and claim.by == filters.claimed_by)
    fits = filters.takes(task.due_on, claim.until if claim else None)
    return task.status is CallTaskStatus.OPEN and of_creditor and of_caller and fits


def _created(entity: Creditor | Debtor | OwnScenario) -> str:
    return index_keys.created(entity.created_at, entity.id)


def _fits(case: Case, filters: ListFilter) -> bool:
    asked = (
        (filters.creditor_id, case.creditor_id),
        (filters.debtor_id, case.debtor_id),
        (filters.external_reference, case.external_reference),
        (filters.status, case.status.value),
    )
    after = filters.created_from is None or case.created_at >= filters.created_from
    before = filters.created_to is None or case.created_at <= filters.created_to
    return after and before and all(wanted in (None, found) for wanted, found in asked)


def _page(chosen: Sequence[T], sort: Callable[[T], str], limit: int, position: str | None) -> Page:
    rows = sorted((each for each in chosen if position is None or sort(each) < position), key=sort, reverse=True)
    return Page(tuple(rows[:limit]), sort(rows[limit - 1]) if len(rows) > limit else None)
