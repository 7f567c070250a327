"""What somebody with the link might repeat for ever: each way to hold a case has its end (R-127)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.domain.case import CaseStatus
from tests.support.page_visitor import PageVisitor, words_of
from tests.support.page_world import PageWorld, page_world

CLAIM = {"paid_on": "2026-11-20", "method": "bank_transfer"}


@pytest.fixture
def world() -> Iterator[PageWorld]:
    with page_world() as made:
        yield made


def test_channels_stopped_again_and_again_leave_room_for_the_facts_that_the_law_knows(world: PageWorld) -> None:
    """CON_09, STOP_04: whoever holds the link can neither keep a death from being recorded nor lose the way to stop."""
    visitor = PageVisitor.of(world)
    every = {"chosen": "yes", "use_email": "yes", "use_sms": "yes", "use_call": "yes"}
    for _ in range(8):
        visitor.do("channels", {"chosen": "yes"})
        visitor.do("channels", every)
        world.world.clock.instant += timedelta(minutes=2)
    visitor.do("channels", {"chosen": "yes"})
    debtor = world.case_file.debtor
    assert debtor.closed_channels == {"email", "sms", "call"}
    assert len(debtor.facts) == 3


def test_payments_that_nobody_finds_hold_the_case_three_times_and_no_more(world: PageWorld) -> None:
    """Each claim holds the scenario for two weeks; one that was true makes room for another."""
    visitor = PageVisitor.of(world)
    for _ in range(3):
        visitor.do("paid", CLAIM)
        assert world.case_file.case.pause is not None
        resumed = world.client.post(f"/v1/cases/{world.case_id}/resume", {"reason": "not found"})
        assert resumed.status == 200, resumed.text
    answer = visitor.open("paid")
    assert "Envoyez leur preuve à la personne en charge" in words_of(answer)
    assert "Claire Martin" in words_of(answer)
    assert world.case_file.case.status is CaseStatus.OPEN
    body = {"amount": {"amount": 100, "currency": "EUR"}, "received_on": "2026-11-23", "method": "bank_transfer"}
    assert world.client.post(f"/v1/cases/{world.case_id}/payments", body).status == 201
    visitor.do("paid", CLAIM)


def test_a_claim_begun_while_one_was_left_is_refused_once_none_is(world: PageWorld) -> None:
    visitor, other = PageVisitor.of(world), PageVisitor.of(world)
    review = visitor.fill("paid", CLAIM)
    for _ in range(3):
        other.do("paid", CLAIM)
        assert world.client.post(f"/v1/cases/{world.case_id}/resume", {"reason": "not found"}).status == 200
    assert visitor.confirm("paid", review).status == 409
    assert world.case_file.case.pause is None


def test_five_disputes_may_wait_for_the_creditor_and_no_sixth_is_taken_before_an_answer(world: PageWorld) -> None:
    """Each is acknowledged by a message and holds the case: a cent contested again and again does neither for ever."""
    visitor = PageVisitor.of(world)
    contested = {"reason": "wrong_amount", "detail": "Un centime de trop.", "amount": "0,01"}
    for _ in range(5):
        visitor.do("dispute", contested)
        world.world.clock.instant += timedelta(minutes=2)
    assert "Vos 5 contestations attendent une réponse" in words_of(visitor.open("dispute")).replace("\u202f", " ")
    first = world.case_file.case.negotiation.disputes[0]
    decided = {"resolution": "rejected", "reason": "The amount is right."}
    answer = world.client.post(f"/v1/cases/{world.case_id}/disputes/{first.id}/resolve", decided)
    assert answer.status == 200, answer.text
    visitor.do("dispute", contested)
