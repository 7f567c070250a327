"""What every store promises to the one who comes second."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.contact_log import ContactLog, Solicitation
from chalicelib.domain.errors import AnswerAlreadyStored, InvoiceAlreadyInCase, NotFound, VersionConflict
from chalicelib.domain.writes import (
    AppendEvents,
    ClaimInvoice,
    Create,
    NoteCase,
    ReleaseInvoice,
    RequireDebtor,
    SaveContactLog,
    StoreAnswer,
    Update,
)
from tests.support import stored_things as things
from tests.support.stored_things import NOW, TEST, WRAPPED


class ConflictContract:
    """A subclass gives the fixture ``store``: the store under test, empty."""

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

    def test_cases_are_noted_beside_a_contact_log_whatever_its_version(self, store: Any) -> None:
        """R-123: bulk openings wait for no contact, and no contact for them."""

        def noted(case_id: str, first: str) -> NoteCase:
            return NoteCase(TEST, log_of(store, "cred_1").debtor_id, "cred_1", case_id, first)

        store.commit([*things.new_debtor()])
        assert log_of(store, "cred_1").is_alone("case_1")
        store.commit([noted("case_2", "case_1")])
        read = log_of(store, "cred_1")
        assert (read.first_case, read.latest_case, read.version) == ("case_1", "case_2", 0)
        store.commit([noted("case_3", "case_9")])
        store.commit([SaveContactLog(read.add(Solicitation(NOW, "email", "case_2", "first")))])
        read = log_of(store, "cred_1")
        assert (read.first_case, read.latest_case, read.version) == ("case_1", "case_3", 1)
        assert not read.is_alone("case_3")
        later = read.add(Solicitation(NOW + timedelta(days=8), "sms", "case_3", "second"))
        store.commit([noted("case_4", "case_9")])
        with pytest.raises(VersionConflict):
            store.commit([SaveContactLog(later, alone="case_3")])
        again = log_of(store, "cred_1").add(Solicitation(NOW + timedelta(days=8), "sms", "case_3", "second"))
        store.commit([SaveContactLog(again, alone="case_3")])
        assert log_of(store, "cred_1").is_alone("case_3")
        assert [entry.case_id for entry in log_of(store, "cred_1").entries] == ["case_2", "case_3"]

    def test_an_intent_holds_only_while_nothing_more_is_known_of_the_debtor(self, store: Any) -> None:
        """STOP_02: what was learnt between decision and intent makes the whole transaction fail."""
        debtor, *_ = [write.entity for write in things.new_debtor() if hasattr(write, "entity")]
        store.commit([*things.new_debtor()])
        store.commit([RequireDebtor(TEST, debtor.id, 1), Create(things.case())])
        store.commit([Update(replace(debtor, version=2), WRAPPED)])
        with pytest.raises(VersionConflict):
            store.commit([RequireDebtor(TEST, debtor.id, 1), Create(things.case(case_id="case_2"))])
        with pytest.raises(NotFound):
            store.case(TEST, "case_2")
        with pytest.raises(VersionConflict):
            store.commit([RequireDebtor(TEST, "deb_9", 1)])

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


def log_of(store: Any, sender: str) -> ContactLog:
    log: ContactLog = store.parties(TEST, debtor_id="deb_1", sender=sender).log
    return log
