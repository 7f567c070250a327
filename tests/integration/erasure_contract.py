"""What every store promises about the erasure of test data: all of a thing goes, twice is harmless, the rest stays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DomainError, NotFound, VersionConflict
from chalicelib.domain.reads import ListFilter, ParkedCase
from chalicelib.domain.tenant import ApiKey, Tenant
from chalicelib.domain.test_data_erasure import Stage, TestDataErasure
from chalicelib.domain.writes import (
    ClaimInvoice,
    Consumer,
    Create,
    Enqueue,
    KeepClockEvent,
    MarkRunning,
    Update,
)
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, OTHER_TENANT, TEST

from .store_contract import everything
from .work_contract import Hold

LATER = NOW + timedelta(hours=1)
Kept = Callable[[], list[str]]
"""Each item as text."""


def world_of(scope: Any, store: Any) -> None:
    number = things.case().invoices[0].number
    made = [w for w in everything(scope) if not (isinstance(w, Create) and isinstance(w.entity, (ApiKey, Tenant)))]
    with suppress(VersionConflict):
        store.commit([Create(things.tenant(scope.tenant_id))])
    store.commit([*made, ClaimInvoice(scope, "cred_1", number, "case_1")])
    store.commit(
        [
            Enqueue(scope, Consumer.ARCHIVE, "case_1", NOW, first=1, last=1),
            KeepClockEvent(scope, "clk_1", "evt_77", "test_clock.ready", NOW, NOW),
            Enqueue(scope, Consumer.WEBHOOKS, "evt_77", NOW),
            MarkRunning(scope, "clk_1", "case_1", 1, NOW),
        ]
    )


class ErasureContract:
    """A subclass gives ``store`` (empty), ``hold``, and ``kept``: all items of the store, to compare."""

    def test_an_erasure_is_kept_and_moves(self, store: Any) -> None:
        erasure = TestDataErasure("ers_1", TEST, 1, NOW, "clk_1")
        store.commit([Create(erasure)])
        assert store.test_data_erasure(TEST, "ers_1") == erasure
        begun = erasure.beginning_with(("clk_1",), None)
        store.commit([Update(begun)])
        assert store.test_data_erasure(TEST, "ers_1") == begun
        with pytest.raises(VersionConflict):
            store.commit([Update(begun)])
        for scope in (LIVE, OTHER_TENANT):
            with pytest.raises(NotFound):
                store.test_data_erasure(scope, "ers_1")

    def test_what_there_is_to_erase_comes_by_kind_and_pages(self, store: Any) -> None:
        world_of(TEST, store)
        ids = {Stage.CLOCKS: "clk_1", Stage.CASES: "case_1", Stage.DEBTORS: "deb_1", Stage.CREDITORS: "cred_1"}
        for stage, id_ in ids.items():
            assert store.erasable(TEST, stage, NOW, limit=10, position=None).items == (id_,)
            assert store.erasable(LIVE, stage, NOW, limit=10, position=None).items == ()
        store.commit([Create(things.clock(clock_id=f"clk_{n}", created_at=NOW + timedelta(minutes=n))) for n in (2, 3)])
        first = store.erasable(TEST, Stage.CLOCKS, NOW + timedelta(minutes=2), limit=1, position=None)
        assert first.items == ("clk_2",)
        second = store.erasable(TEST, Stage.CLOCKS, NOW + timedelta(minutes=2), limit=1, position=first.position)
        assert second.items == ("clk_1",)

    def test_an_erased_debtor_is_still_there_to_be_taken_out(self, store: Any) -> None:
        world_of(TEST, store)
        store.erase_debtor_key(TEST, "deb_1")
        assert store.erasable(TEST, Stage.DEBTORS, NOW, limit=10, position=None).items == ("deb_1",)

    def test_everything_of_the_world_goes_and_the_others_are_as_they_were(
        self, store: Any, hold: Hold, kept: Kept
    ) -> None:
        for scope in (LIVE, OTHER_TENANT):
            world_of(scope, store)
        before = kept()
        world_of(TEST, store)
        hold(TEST, "clk_1", ParkedCase("case_1", 1, LATER, "token"))
        for turn in range(2):
            gone = [
                store.erase_clock(TEST, "clk_1"),
                store.erase_case(TEST, "case_1"),
                store.erase_debtor(TEST, "deb_1"),
                store.erase_creditor(TEST, "cred_1"),
            ]
            assert gone == [not turn] * 4
        for read in (store.case, store.contact, store.call_task, store.document, store.test_clock):
            with pytest.raises(DomainError):
                read(TEST, "case_1" if read == store.case else "ctc_1")
        assert store.running(TEST, "clk_1") == ()
        assert store.first_parked(TEST, "clk_1", LATER, limit=10) == ()
        assert store.cases(TEST, ListFilter(), limit=10, position=None).items == ()
        assert [row for row in store.older_than(LATER, limit=99) if row.scope == TEST] == []
        assert sorted(kept()) == sorted(before)

    def test_a_number_that_another_case_holds_by_now_stays_held(self, store: Any) -> None:
        number = things.case().invoices[0].number
        store.commit([*everything(TEST), ClaimInvoice(TEST, "cred_1", number, "case_9")])
        store.erase_case(TEST, "case_1")
        with pytest.raises(DomainError):
            store.commit([ClaimInvoice(TEST, "cred_1", number, "case_8")])
