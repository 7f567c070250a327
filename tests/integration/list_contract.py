"""What every store promises about lists: order, pages, filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.call_task import CallTaskStatus
from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.compliance import ComplianceEntry, EntryKind, Told
from chalicelib.domain.contact_guard import Decision, GuardReason
from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import CallTaskFilter, ListFilter, Page
from chalicelib.domain.writes import (
    AppendEvents,
    Create,
    KeepComplianceEntry,
    Update,
    Write,
)
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, OTHER_TENANT, TEST, WRAPPED


def all_pages(read: Callable[[str | None], Page]) -> list[Any]:
    """Every item of a list, page by page, until it says that it ends."""
    found: list[Any] = []
    position: str | None = None
    for _ in range(100):
        page = read(position)
        found.extend(page.items)
        position = page.position
        if position is None:
            return found
    raise AssertionError("the list never ends")


def told_at(number: int, scope: Scope = TEST, debtor_id: str = "deb_1") -> KeepComplianceEntry:
    """A line of the compliance log, recorded that many minutes after the others began."""
    at = NOW + timedelta(minutes=number)
    reasons = (GuardReason("CON_03", "a public holiday"),)
    told = Told(EntryKind.MOVED, "email", "first_reminder", decision=Decision.DEFERRED, allowed_at=at, reasons=reasons)
    return KeepComplianceEntry(ComplianceEntry(scope, debtor_id, at, at, told, case_id="case_1", sequence=number))


class ListContract:
    """A subclass gives the fixture ``store``: the store under test, empty."""

    def test_a_compliance_log_is_read_newest_first_over_pages(self, store: Any) -> None:
        """R-066: what was kept comes back as it was."""
        store.commit([*things.new_debtor(), *(told_at(n) for n in range(1, 8))])
        found = all_pages(lambda position: store.compliance_log(TEST, "deb_1", limit=3, position=position))
        assert found == [told_at(n).entry for n in range(7, 0, -1)]

    @pytest.mark.parametrize("limit", [1, 2, 3, 5])
    def test_lines_of_the_same_instant_are_read_once_each_over_any_pages(self, store: Any, limit: int) -> None:
        """R-066: two cases, and two lines of one event, all at one instant."""
        line = told_at(1).entry
        same = [
            replace(line, case_id=f"case_{case}", sequence=number, place=place)
            for case in (1, 2)
            for number in (9, 10)
            for place in (0, 1)
        ]
        store.commit([*things.new_debtor(), *(KeepComplianceEntry(each) for each in same)])
        found = all_pages(lambda position: store.compliance_log(TEST, "deb_1", limit=limit, position=position))
        assert len(found) == len(same)
        assert all(each in found for each in same)

    def test_a_compliance_log_is_of_one_debtor_in_one_world(self, store: Any) -> None:
        store.commit([*things.new_debtor(), *things.new_debtor(debtor_id="deb_2"), *things.new_debtor(LIVE)])
        store.commit([told_at(1), told_at(2, debtor_id="deb_2"), told_at(3, LIVE)])
        page = store.compliance_log(TEST, "deb_1", limit=10, position=None)
        assert page.items == (told_at(1).entry,)
        with pytest.raises(NotFound):
            store.compliance_log(OTHER_TENANT, "deb_1", limit=10, position=None)

    def test_a_compliance_log_may_be_empty_and_outlives_the_debtors_key(self, store: Any) -> None:
        """R-142: nothing in it is sealed, and nothing in it is personal."""
        store.commit(things.new_debtor())
        assert store.compliance_log(TEST, "deb_1", limit=10, position=None) == Page((), None)
        store.commit([told_at(1)])
        store.erase_debtor_key(TEST, "deb_1")
        assert len(store.compliance_log(TEST, "deb_1", limit=10, position=None).items) == 1

    def test_cases_are_listed_newest_first_over_months_and_pages(self, store: Any) -> None:
        days = [NOW - timedelta(days=17 * n) for n in range(13)]
        store.commit([Create(things.tenant()), *(Create(aged(n, day)) for n, day in enumerate(days))])
        listed = all_pages(lambda position: store.cases(TEST, ListFilter(), limit=3, position=position))
        assert [each.id for each in listed] == [f"case_{n:02d}" for n in range(13)]

    def test_cases_older_than_two_years_are_reached_in_the_end(self, store: Any) -> None:
        old = NOW - timedelta(days=365 * 4)
        store.commit([Create(things.tenant(created_at=old)), Create(aged(1, old + timedelta(hours=1)))])
        listed = all_pages(lambda position: store.cases(TEST, ListFilter(), limit=3, position=position))
        assert [each.id for each in listed] == ["case_01"]

    def test_a_list_can_be_narrowed_to_a_status_and_a_range(self, store: Any) -> None:
        days = [NOW - timedelta(days=n) for n in range(9)]
        store.commit([Create(things.tenant()), *(Create(aged(n, day)) for n, day in enumerate(days))])
        for anchor in ({}, {"creditor_id": "cred_1"}, {"debtor_id": "deb_1"}, {"external_reference": "D-42"}):
            chosen = ListFilter(**anchor, status="paused", created_from=days[6], created_to=days[1])
            listed = all_pages(partial(_cases, store, chosen))
            assert [each.id for each in listed] == ["case_01", "case_03", "case_05"]

    def test_a_range_counts_to_the_microsecond(self, store: Any) -> None:
        store.commit([Create(things.tenant()), Create(aged(1, NOW.replace(microsecond=500)))])
        later, earlier = NOW.replace(microsecond=501), NOW.replace(microsecond=499)
        for chosen in (ListFilter(created_from=later), ListFilter(created_to=earlier)):
            assert store.cases(TEST, chosen, limit=2, position=None).items == ()

    def test_a_summary_says_where_the_case_stands(self, store: Any) -> None:
        store.commit([Create(things.tenant()), Create(things.case())])
        closed = things.case(version=2, status=CaseStatus.CLOSED, outcome=Outcome.PAID, next_step=None)
        store.commit([Update(closed)])
        (found,) = store.cases(TEST, ListFilter(), limit=2, position=None).items
        assert (found.status, found.outcome, found.next_action, found.principal) == ("closed", "paid", None, 240_003)

    def test_creditors_and_debtors_are_listed_newest_first(self, store: Any) -> None:
        writes: list[Write] = [Create(things.tenant())]
        for n in range(5):
            at = NOW - timedelta(days=20 * n)
            writes += [Create(things.creditor(creditor_id=f"cred_{n}", created_at=at))]
            writes += things.new_debtor(debtor_id=f"deb_{n}", created_at=at)
        store.commit(writes)
        creditors = all_pages(lambda position: store.creditors(TEST, limit=2, position=position))
        debtors = all_pages(lambda position: store.debtors(TEST, limit=2, position=position))
        assert [each.id for each in creditors] == [f"cred_{n}" for n in range(5)]
        assert [each.id for each in debtors] == [f"deb_{n}" for n in range(5)]

    def test_contacts_and_documents_of_a_case_are_listed_newest_first(self, store: Any) -> None:
        store.commit([*things.new_debtor()])
        for n in range(5):
            contact, document = things.contact(contact_id=f"ctc_{n}"), things.document(document_id=f"doc_{n}")
            store.commit([Create(contact, WRAPPED), Create(document, WRAPPED)])
        store.commit([Create(things.contact(contact_id="ctc_9", case_id="case_2"), WRAPPED)])
        contacts = all_pages(lambda position: store.contacts(TEST, "case_1", limit=2, position=position))
        documents = all_pages(lambda position: store.documents(TEST, "case_1", limit=2, position=position))
        assert [each.id for each in contacts] == [f"ctc_{n}" for n in (4, 3, 2, 1, 0)]
        assert [each.id for each in documents] == [f"doc_{n}" for n in (4, 3, 2, 1, 0)]

    def test_a_call_task_leaves_the_list_when_it_is_done(self, store: Any) -> None:
        store.commit([*things.new_debtor()])
        store.commit([Create(things.call_task(task_id=f"tsk_{n}"), WRAPPED) for n in range(3)])
        store.commit([Update(things.call_task(task_id="tsk_1", version=2, status=CallTaskStatus.DONE), WRAPPED)])
        wanted = CallTaskFilter(NOW)
        listed = all_pages(lambda position: store.open_call_tasks(TEST, wanted, limit=1, position=position))
        assert [each.id for each in listed] == ["tsk_2", "tsk_0"]

    def test_events_are_listed_oldest_first(self, store: Any) -> None:
        events = tuple(things.event(n) for n in range(1, 13))
        store.commit([AppendEvents(TEST, "case_1", events)])
        assert all_pages(lambda position: store.events(TEST, "case_1", limit=5, position=position)) == list(events)
        assert store.event_range(TEST, "case_1", 9, 11) == events[8:11]
        assert store.event_range(TEST, "case_1", 3, 2) == ()


def _cases(store: Any, chosen: ListFilter, position: str | None) -> Page:
    page: Page = store.cases(TEST, chosen, limit=2, position=position)
    return page


def aged(number: int, created_at: datetime) -> Case:
    """Case ``number``, created then; the odd ones are paused."""
    status = CaseStatus.PAUSED if number % 2 else CaseStatus.OPEN
    return things.case(case_id=f"case_{number:02d}", created_at=created_at, status=status, external_reference="D-42")
