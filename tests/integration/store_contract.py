"""What every store promises, told once and run on the fake and on the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.call_task import CallTaskStatus
from chalicelib.domain.case import Case, CaseStatus, Outcome, ReceiptState
from chalicelib.domain.contact_log import ContactLog, Solicitation
from chalicelib.domain.errors import AnswerAlreadyStored, InvoiceAlreadyInCase, NotFound, VersionConflict
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import ListFilter, Page
from chalicelib.domain.sealed_event import KeyErased
from chalicelib.domain.writes import (
    AppendEvents,
    ClaimInvoice,
    Create,
    KeepDebtorKey,
    ReleaseInvoice,
    SaveContactLog,
    StoreAnswer,
    Update,
    Write,
)
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, OTHER_TENANT, TEST, WRAPPED

OTHER_WORLDS = (LIVE, OTHER_TENANT)


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


class StoreContract:
    """A subclass gives the fixture ``store``: the store under test, empty."""

    # --- cases ------------------------------------------------------------------------------------------------------

    def test_a_case_comes_back_as_it_was_stored(self, store: Any) -> None:
        paid = (things.payment(1), things.payment(2))
        case = things.case(
            payments=paid,
            receipts=tuple(things.receipt(p) for p in paid),
            credit_notes=(things.credit_note(1),),
            metadata=(("batch", "7"),),
            external_reference="D-42",
        )
        store.commit([Create(case)])
        assert store.case(TEST, "case_1") == case

    def test_payments_come_back_in_the_order_of_recording_whatever_their_ids(self, store: Any) -> None:
        store.commit([Create(things.case(payments=(things.payment(1), things.payment(2), things.payment(3))))])
        assert [p.sequence for p in store.case(TEST, "case_1").payments] == [1, 2, 3]

    def test_sixty_invoices_come_back_in_their_order(self, store: Any) -> None:
        case = things.case(invoices=tuple(things.invoice(n) for n in range(60)))
        store.commit([Create(case)])
        assert store.case(TEST, "case_1").invoices == case.invoices

    def test_a_case_is_created_once(self, store: Any) -> None:
        store.commit([Create(things.case())])
        with pytest.raises(VersionConflict):
            store.commit([Create(things.case())])

    def test_an_update_needs_the_version_before(self, store: Any) -> None:
        store.commit([Create(things.case())])
        store.commit([Update(things.case(version=2, run=5))])
        with pytest.raises(VersionConflict):
            store.commit([Update(things.case(version=2, run=9))])
        assert store.case(TEST, "case_1").run == 5

    def test_an_update_of_what_does_not_exist_is_refused(self, store: Any) -> None:
        with pytest.raises(VersionConflict):
            store.commit([Update(things.case(version=2))])

    def test_an_update_adds_a_payment_and_changes_a_receipt(self, store: Any) -> None:
        first, second = things.payment(1), things.payment(2)
        store.commit([Create(things.case(payments=(first,), receipts=(things.receipt(first),)))])
        read = store.case(TEST, "case_1")
        issued = replace(things.receipt(first), state=ReceiptState.ISSUED, document_id="doc_9")
        changed = replace(
            read,
            version=2,
            payments=(first, second),
            receipts=(issued, things.receipt(second)),
            status=CaseStatus.PAUSED,
        )
        store.commit([Update(changed)])
        assert store.case(TEST, "case_1") == changed

    def test_a_transaction_happens_as_a_whole_or_not_at_all(self, store: Any) -> None:
        store.commit([Create(things.case())])
        with pytest.raises(VersionConflict):
            store.commit([Create(things.case(case_id="case_2")), Update(things.case(version=7))])
        with pytest.raises(NotFound):
            store.case(TEST, "case_2")

    def test_an_empty_commit_does_nothing(self, store: Any) -> None:
        store.commit([])

    # --- isolation --------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("world", OTHER_WORLDS)
    def test_nothing_of_one_world_exists_in_another(self, store: Any, world: Scope) -> None:
        store.commit([*everything(TEST)])
        store.commit([Create(things.tenant("ten_B"))])
        reads: tuple[Callable[[], object], ...] = (
            lambda: store.case(world, "case_1"),
            lambda: store.creditor(world, "cred_1"),
            lambda: store.debtor(world, "deb_1"),
            lambda: store.contact(world, "ctc_1"),
            lambda: store.call_task(world, "tsk_1"),
            lambda: store.document(world, "doc_1"),
            lambda: store.api_key(world, "key_1"),
            lambda: store.test_clock(world, "clk_1"),
            lambda: store.parties(world, creditor_id="cred_1"),
            lambda: store.parties(world, debtor_id="deb_1"),
            lambda: store.parties(world, clock_id="clk_1"),
        )
        for read in reads:
            with pytest.raises(NotFound):
                read()

    @pytest.mark.parametrize("world", OTHER_WORLDS)
    def test_no_list_shows_another_world(self, store: Any, world: Scope) -> None:
        store.commit([*everything(TEST)])
        store.commit([Create(things.tenant("ten_B"))])
        filters = (
            ListFilter(),
            ListFilter(creditor_id="cred_1"),
            ListFilter(debtor_id="deb_1"),
            ListFilter(external_reference="D-42"),
        )
        for chosen in filters:
            assert store.cases(world, chosen, limit=10, position=None).items == ()
            assert len(store.cases(TEST, chosen, limit=10, position=None).items) == 1
        for empty in (
            store.creditors(world, limit=10, position=None),
            store.debtors(world, limit=10, position=None),
            store.contacts(world, "case_1", limit=10, position=None),
            store.documents(world, "case_1", limit=10, position=None),
            store.open_call_tasks(world, limit=10, position=None),
            store.events(world, "case_1", limit=10, position=None),
        ):
            assert empty.items == ()
        assert store.api_keys(world) == ()
        assert store.event_range(world, "case_1", 1, 9) == ()
        assert store.answer(world, "k1") is None

    def test_the_same_invoice_number_is_free_in_another_world(self, store: Any) -> None:
        store.commit([ClaimInvoice(TEST, "cred_1", "FA-1", "case_1")])
        store.commit(
            [ClaimInvoice(LIVE, "cred_1", "FA-1", "case_2"), ClaimInvoice(OTHER_TENANT, "cred_1", "FA-1", "case_3")]
        )

    # --- parties, keys, sealed things -------------------------------------------------------------------------------

    def test_one_read_brings_the_parties_of_a_case(self, store: Any) -> None:
        store.commit([*everything(TEST)])
        parties = store.parties(TEST, creditor_id="cred_1", debtor_id="deb_1", sender="cred_1", clock_id="clk_1")
        assert parties.creditor == things.creditor()
        assert parties.debtor == things.debtor()
        assert parties.debtor_key == WRAPPED
        assert parties.clock == things.clock()
        assert (parties.log.version, parties.log.entries) == (0, ())

    def test_a_missing_party_is_named(self, store: Any) -> None:
        store.commit([Create(things.creditor())])
        with pytest.raises(NotFound, match="deb_404"):
            store.parties(TEST, creditor_id="cred_1", debtor_id="deb_404", sender="cred_1")

    def test_sealed_things_come_back_whole(self, store: Any) -> None:
        store.commit([*everything(TEST)])
        assert store.debtor(TEST, "deb_1") == (things.debtor(), WRAPPED)
        assert store.contact(TEST, "ctc_1") == things.contact()
        assert store.call_task(TEST, "tsk_1") == things.call_task()
        assert store.document(TEST, "doc_1") == (things.document(), WRAPPED)

    def test_sealed_things_are_updated_by_version(self, store: Any) -> None:
        store.commit([*everything(TEST)])
        store.commit([Update(things.contact(version=2, provider_message_id="m-1"), WRAPPED)])
        with pytest.raises(VersionConflict):
            store.commit([Update(things.contact(version=2), WRAPPED)])
        assert store.contact(TEST, "ctc_1").provider_message_id == "m-1"

    def test_nothing_sealed_is_written_without_the_key(self, store: Any) -> None:
        with pytest.raises(KeyErased):
            store.commit([Create(things.contact())])

    def test_a_debtor_has_one_key_for_ever(self, store: Any) -> None:
        store.commit([*things.new_debtor()])
        with pytest.raises(VersionConflict):
            store.commit([KeepDebtorKey(TEST, "deb_1", WRAPPED)])

    def test_an_erased_key_takes_every_personal_thing_with_it(self, store: Any) -> None:
        """R-142: what is left are ids and the case's own numbers."""
        store.commit([*everything(TEST), things.answer(debtor_id="deb_1", key=WRAPPED)])
        store.erase_debtor_key(TEST, "deb_1")
        store.erase_debtor_key(TEST, "deb_1")
        reads: tuple[Callable[[], object], ...] = (
            lambda: store.debtor(TEST, "deb_1"),
            lambda: store.parties(TEST, debtor_id="deb_1"),
            lambda: store.contact(TEST, "ctc_1"),
            lambda: store.call_task(TEST, "tsk_1"),
            lambda: store.document(TEST, "doc_1"),
            lambda: store.contacts(TEST, "case_1", limit=5, position=None),
            lambda: store.documents(TEST, "case_1", limit=5, position=None),
            lambda: store.answer(TEST, "k1"),
        )
        for read in reads:
            with pytest.raises(KeyErased):
                read()
        assert store.debtors(TEST, limit=5, position=None).items == ()
        assert store.open_call_tasks(TEST, limit=5, position=None).items == ()
        assert store.case(TEST, "case_1").debtor_id == "deb_1"
        assert len(store.event_range(TEST, "case_1", 1, 1)) == 1

    def test_keys_are_found_by_hash_and_listed(self, store: Any) -> None:
        key = things.api_key()
        store.commit([Create(things.tenant()), Create(key)])
        store.commit([Create(things.api_key(key_id="key_2", secret_hash="cd" * 32))])
        assert store.api_key_by_hash(key.secret_hash) == key
        assert store.api_key_by_hash("00" * 32) is None
        assert [each.id for each in store.api_keys(TEST)] == ["key_2", "key_1"]
        store.commit([Update(replace(key, revoked_at=NOW))])
        assert store.api_key_by_hash(key.secret_hash).revoked_at == NOW
        assert store.api_key(TEST, "key_1").revoked_at == NOW

    def test_the_contact_of_a_message_is_found_across_worlds(self, store: Any) -> None:
        store.commit([*everything(LIVE), Create(things.contact(LIVE, "ctc_9", provider_message_id="m-77"), WRAPPED)])
        assert store.contact_of_message("m-77") == (LIVE, "ctc_9")
        assert store.contact_of_message("m-78") is None

    def test_an_email_in_doubt_is_found_by_the_id_that_travels_with_it(self, store: Any) -> None:
        store.commit([*everything(TEST)])
        assert store.contact_of_message("ctc_1") == (TEST, "ctc_1")
        store.commit([Update(things.contact(version=2, provider_message_id="m-1"), WRAPPED)])
        assert store.contact_of_message("ctc_1") is None
        assert store.contact_of_message("m-1") == (TEST, "ctc_1")

    def test_the_key_alone_is_read_until_it_is_erased(self, store: Any) -> None:
        store.commit([*things.new_debtor()])
        assert store.debtor_key(TEST, "deb_1") == WRAPPED
        assert store.debtor_key(LIVE, "deb_1") is None
        store.erase_debtor_key(TEST, "deb_1")
        assert store.debtor_key(TEST, "deb_1") is None

    # --- races and refusals -----------------------------------------------------------------------------------------

    def test_an_invoice_is_in_one_open_case_and_the_refusal_links_to_it(self, store: Any) -> None:
        store.commit([ClaimInvoice(TEST, "cred_1", "FA-2026/001", "case_1")])
        with pytest.raises(InvoiceAlreadyInCase) as refused:
            store.commit([Create(things.case(case_id="case_2")), ClaimInvoice(TEST, "cred_1", "fa 2026 001", "case_2")])
        assert refused.value.link == "/v1/cases/case_1"
        with pytest.raises(NotFound):
            store.case(TEST, "case_2")
        store.commit([ClaimInvoice(TEST, "cred_2", "FA-2026/001", "case_2")])

    def test_a_closed_case_gives_its_invoices_back(self, store: Any) -> None:
        store.commit([ClaimInvoice(TEST, "cred_1", "FA-1", "case_1")])
        store.commit([ReleaseInvoice(TEST, "cred_1", "fa 1", "case_1")])
        store.commit([ClaimInvoice(TEST, "cred_1", "FA-1", "case_2")])
        with pytest.raises(VersionConflict):
            store.commit([ReleaseInvoice(TEST, "cred_1", "FA-1", "case_1")])

    def test_a_case_may_claim_its_own_invoice_again(self, store: Any) -> None:
        store.commit([ClaimInvoice(TEST, "cred_1", "FA-1", "case_1")])
        store.commit([ClaimInvoice(TEST, "cred_1", "FA-1", "case_1")])

    def test_two_cases_at_the_same_instant_make_one_contact(self, store: Any) -> None:
        """CON_05: both read the empty log, only one may write it."""
        store.commit([*things.new_debtor()])
        seen = [log_of(store, "cred_1") for _ in range(2)]
        first = seen[0].add(Solicitation(NOW, "email", "case_1", "first_reminder"))
        second = seen[1].add(Solicitation(NOW, "email", "case_2", "first_reminder"))
        store.commit([SaveContactLog(first)])
        with pytest.raises(VersionConflict):
            store.commit([SaveContactLog(second)])
        kept = log_of(store, "cred_1")
        assert [entry.case_id for entry in kept.entries] == ["case_1"]
        store.commit([SaveContactLog(kept.add(Solicitation(NOW + timedelta(days=8), "sms", "case_2", "second")))])
        assert log_of(store, "cred_1").version == 2
        assert log_of(store, "ten_A").version == 0

    def test_an_event_takes_its_place_once(self, store: Any) -> None:
        store.commit([AppendEvents(TEST, "case_1", (things.event(1), things.event(2)))])
        with pytest.raises(VersionConflict):
            store.commit([AppendEvents(TEST, "case_1", (things.event(2), things.event(3)))])
        assert [e.header.sequence for e in store.event_range(TEST, "case_1", 1, 9)] == [1, 2]

    def test_the_answer_of_the_first_is_kept_for_the_loser(self, store: Any) -> None:
        store.commit([things.answer(), Create(things.case())])
        with pytest.raises(AnswerAlreadyStored):
            store.commit([things.answer(body="{}"), Create(things.case(case_id="case_2"))])
        kept: StoreAnswer = store.answer(TEST, "k1")
        assert (kept.status, kept.body, kept.headers) == (201, '{"id":"case_1"}', (("Location", "/v1/cases/case_1"),))
        with pytest.raises(NotFound):
            store.case(TEST, "case_2")

    def test_a_sealed_answer_reads_plain(self, store: Any) -> None:
        store.commit([*things.new_debtor(), things.answer(body='{"name":"é"}', debtor_id="deb_1", key=WRAPPED)])
        kept: StoreAnswer = store.answer(TEST, "k1")
        assert (kept.body, kept.key, kept.debtor_id) == ('{"name":"é"}', None, "deb_1")

    def test_a_replay_is_told_before_any_other_conflict(self, store: Any) -> None:
        store.commit([things.answer(), Create(things.case()), ClaimInvoice(TEST, "cred_1", "FA-1", "case_1")])
        with pytest.raises(AnswerAlreadyStored):
            store.commit([Create(things.case()), ClaimInvoice(TEST, "cred_1", "FA-1", "case_9"), things.answer()])
        with pytest.raises(InvoiceAlreadyInCase):
            store.commit([Create(things.case()), ClaimInvoice(TEST, "cred_1", "FA-1", "case_9")])

    # --- lists ------------------------------------------------------------------------------------------------------

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
        listed = all_pages(lambda position: store.open_call_tasks(TEST, limit=1, position=position))
        assert [each.id for each in listed] == ["tsk_2", "tsk_0"]

    def test_events_are_listed_oldest_first(self, store: Any) -> None:
        events = tuple(things.event(n) for n in range(1, 13))
        store.commit([AppendEvents(TEST, "case_1", events)])
        assert all_pages(lambda position: store.events(TEST, "case_1", limit=5, position=position)) == list(events)
        assert store.event_range(TEST, "case_1", 9, 11) == events[8:11]
        assert store.event_range(TEST, "case_1", 3, 2) == ()


def log_of(store: Any, sender: str) -> ContactLog:
    log: ContactLog = store.parties(TEST, debtor_id="deb_1", sender=sender).log
    return log


def _cases(store: Any, chosen: ListFilter, position: str | None) -> Page:
    page: Page = store.cases(TEST, chosen, limit=2, position=position)
    return page


def aged(number: int, created_at: datetime) -> Case:
    """Case ``number``, created then; the odd ones are paused."""
    status = CaseStatus.PAUSED if number % 2 else CaseStatus.OPEN
    return things.case(case_id=f"case_{number:02d}", created_at=created_at, status=status, external_reference="D-42")


def everything(scope: Scope) -> list[Write]:
    """One of each kind, in one world."""
    return [
        Create(things.tenant(scope.tenant_id, datetime(2026, 10, 1, tzinfo=UTC))),
        Create(things.creditor(scope)),
        *things.new_debtor(scope),
        Create(things.case(scope, external_reference="D-42")),
        Create(things.contact(scope), WRAPPED),
        Create(things.call_task(scope), WRAPPED),
        Create(things.document(scope), WRAPPED),
        Create(things.api_key(scope)),
        Create(things.clock(scope)),
        AppendEvents(scope, "case_1", (things.event(1),)),
    ]
