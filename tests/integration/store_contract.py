"""What every store promises, told once and run on the fake and on the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.errors import NotFound, VersionConflict
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import CallTaskFilter, ListFilter
from chalicelib.domain.receipt import ReceiptState
from chalicelib.domain.sealed_event import KeyErased
from chalicelib.domain.writes import (
    AppendEvents,
    ClaimInvoice,
    Create,
    KeepDebtorKey,
    Update,
    Write,
)
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, OTHER_TENANT, TEST, WRAPPED

OTHER_WORLDS = (LIVE, OTHER_TENANT)


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
            store.open_call_tasks(world, CallTaskFilter(NOW), limit=10, position=None),
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

    def test_the_codes_of_a_debtor_are_sealed_and_change_by_version(self, store: Any) -> None:
        """R-127: two that enter the same code at once are told apart by the version; erasing the debtor erases it."""
        store.commit([KeepDebtorKey(TEST, "deb_1", WRAPPED)])
        assert store.debtor_codes(TEST, "deb_1") is None
        codes = things.debtor_codes()
        store.commit([Create(codes, WRAPPED)])
        with pytest.raises(VersionConflict):
            store.commit([Create(codes, WRAPPED)])
        store.commit([Update(codes.with_try(), WRAPPED)])
        with pytest.raises(VersionConflict):
            store.commit([Update(codes.used(NOW), WRAPPED)])
        assert store.debtor_codes(TEST, "deb_1") == codes.with_try()
        assert store.debtor_codes(LIVE, "deb_1") is None
        assert store.debtor_codes(TEST, "deb_2") is None
        store.erase_debtor_key(TEST, "deb_1")
        with pytest.raises(KeyErased):
            store.debtor_codes(TEST, "deb_1")

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
        assert store.open_call_tasks(TEST, CallTaskFilter(NOW), limit=5, position=None).items == ()
        assert store.case(TEST, "case_1").debtor_id == "deb_1"
        assert len(store.event_range(TEST, "case_1", 1, 1)) == 1

    def test_keys_are_found_by_hash_and_listed(self, store: Any) -> None:
        key = things.api_key()
        store.commit([Create(things.tenant()), Create(key)])
        store.commit([Create(things.api_key(key_id="key_2", secret_hash="cd" * 32))])
        assert store.api_key_by_hash(key.secret_hash) == key
        assert store.api_key_by_hash("00" * 32) is None
        assert [each.id for each in store.api_keys(TEST)] == ["key_2", "key_1"]
        store.commit([Update(replace(key, revoked_at=NOW, version=2))])
        assert store.api_key_by_hash(key.secret_hash).revoked_at == NOW
        assert store.api_key(TEST, "key_1").revoked_at == NOW
        with pytest.raises(VersionConflict):  # a rotation that read it before cannot bring it back
            store.commit([Update(replace(key, expires_at=NOW, version=2))])
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
        Create(things.debtor_codes(scope), WRAPPED),
        Create(things.api_key(scope)),
        Create(things.clock(scope)),
        AppendEvents(scope, "case_1", (things.event(1),)),
    ]
