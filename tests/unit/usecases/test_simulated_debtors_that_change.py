"""Simulated debtors whose address changes in mid-case, and what fails while they act (R-132, R-141)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.receipt import ReceiptState
from chalicelib.usecases.writes import Update
from tests.support.invariants import check
from tests.support.story import DUE, Story, d
from tests.support.world import TEST

from .test_simulated_debtors import WALL, address, days_of, on_a_clock, settled

SHORTLY_BEFORE = d(19, 23)


def moves_to(story: Story, email: str, debtor_id: str = "deb_1") -> None:
    """What ``PATCH /v1/debtors/{id}`` writes."""
    debtor, key = story.memory.debtor(TEST, debtor_id)
    contacts = tuple(replace(contact, email=email) for contact in debtor.contacts)
    story.memory.commit([Update(replace(debtor, contacts=contacts, version=debtor.version + 1), key)])


@pytest.mark.parametrize(
    ("told", "paid_on"),
    [
        ("dettes@debiteur.example", []),
        (address("silent"), []),
        (address("pays-on-day-40"), [40]),
        (address("pays-on-day-21"), [21]),
        (address("pays-on-day-20"), [20]),
    ],
)
def test_who_changes_shortly_before_they_act_does_what_the_new_address_tells(told: str, paid_on: list[int]) -> None:
    """The case sleeps until the old address's day, wakes, and asks the debtor as they are then."""
    story, clock, (case,) = on_a_clock("pays-on-day-20")
    story.advance(clock, SHORTLY_BEFORE)
    moves_to(story, told)
    story.advance(clock, d(70))
    assert story.clocks()[0].status == "ready", story.clocks()[0].failure
    assert "case.needs_attention" not in story.types(case)
    assert [day for _, day in days_of(story, case, "payment.recorded")] == paid_on
    check(settled(story))


def test_who_becomes_simulated_acts_from_the_next_wake_up_on() -> None:
    story = Story(WALL, scope=TEST)
    clock = story.clock(d(2))
    case = story.open(story.debtor(), clock_id=clock)
    story.advance(clock, SHORTLY_BEFORE)
    moves_to(story, address("pays-half-on-day-30+pays-on-day-33"))
    story.advance(clock, d(70))
    assert days_of(story, case, "payment.recorded", "case.closed") == [
        ("payment.recorded", 30),
        ("payment.recorded", 33),
        ("case.closed", 33),
    ]


@pytest.mark.parametrize("failures", [1, 2])
def test_what_fails_while_a_debtor_acts_is_tried_again_and_not_ticked_off(
    monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    """Only a refusal leaves a mark without effect: a key service that does not answer refuses nothing."""
    story, clock, (case,) = on_a_clock("bounces")
    real, left = story.memory.contact, [failures]

    def opened(*asked: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise ProviderUnavailable("the key service does not answer")
        return real(*asked)

    monkeypatch.setattr(story.memory, "contact", opened)
    story.advance(clock, d(30))
    assert left == [0]
    assert story.types(case).count("contact.bounced") == 1
    check(settled(story))


def test_a_fact_of_a_debtor_with_two_cases_is_recorded_once() -> None:
    """Each case has its own D+30; the debtor is insolvent since the first of them, and stays so."""
    story = Story(WALL, scope=TEST)
    clock = story.clock(d(12))
    debtor_id = story.debtor(email=address("insolvent-on-day-30"))
    cases = [
        story.open(debtor_id, number="FA-1", clock_id=clock),
        story.open(debtor_id, number="FA-2", clock_id=clock, due=DUE + timedelta(days=3)),
    ]
    story.advance(clock, d(60))
    assert story.clocks()[0].status == "ready"
    (fact,) = story.memory.debtor(TEST, debtor_id)[0].facts
    assert (fact.kind, fact.on) == (FactKind.INSOLVENCY, DUE + timedelta(days=30))
    for case in cases:
        simulation = story.case(case).simulation
        assert simulation is not None
        assert simulation.done == ("insolvent-on-day-30",)
    check(settled(story))


def test_a_payment_by_the_api_at_the_instant_of_the_debtors_own_is_not_paid_twice() -> None:
    """The simulated debtor pays what is owed when their turn comes: nothing, once somebody else has paid it."""
    story, clock, (case,) = on_a_clock("pays-on-day-20")
    story.advance(clock, SHORTLY_BEFORE)
    story.pay(case)
    story.pump()
    story.advance(clock, d(40))
    assert len(story.case(case).payments) == 1
    assert story.types(case).count("case.closed") == 1
    check(settled(story))


def test_a_payment_by_the_api_between_the_debtors_reading_and_writing_is_seen_by_the_second_try() -> None:
    """Without a clock both run at once: whoever comes second finds another version and looks again."""
    story = Story(d(19, 23), scope=TEST)
    case = story.open(story.debtor(email=address("pays-on-day-20")))
    story.play(d(20, 8))
    owed = story.owed(case)

    def pays_a_part() -> None:
        story.pay(case, 50_000)

    story.faults.hooks["invoke:simulate_debtor"] = [lambda: story.faults.hooks.update({"store.commit": [pays_a_part]})]
    story.play(d(22))
    assert [payment.amount.amount for payment in story.case(case).payments] == [50_000, owed - 50_000]
    assert story.case(case).outcome == "paid"
    assert story.owed(case) == 0
    check(story)


@pytest.mark.parametrize(
    ("answer", "sent"), [(AttentionAction.MARK_SENT, 0), (AttentionAction.SKIP, 0), (AttentionAction.RETRY, 1)]
)
def test_a_receipt_of_unknown_fate_is_still_asked_about_once_the_rest_is_paid(
    answer: AttentionAction, sent: int
) -> None:
    """PAY_03, R-092: the case is closed, a person answers, and nothing is owed to the debtor any more."""
    story, clock, (case,) = on_a_clock("bounces+pays-half-on-day-20+pays-on-day-33")
    story.advance(clock, d(20, 7))
    story.faults.lost = frozenset({"postal.send"})
    story.advance(clock, d(26))
    story.faults.lost = frozenset()
    story.advance(clock, d(60))
    closed = story.case(case)
    assert (closed.status, closed.attention and closed.attention.code) == (CaseStatus.CLOSED, "delivery_unknown")
    before = len([each for each in story.contacts(case) if each.template == "receipt"])
    story.resolve(case, answer)
    story.pump()
    story.advance(clock, d(70))
    resolved = story.case(case)
    assert (resolved.status, resolved.attention) == (CaseStatus.CLOSED, None)
    assert {receipt.state for receipt in resolved.receipts} == {ReceiptState.SENT}
    assert len([each for each in story.contacts(case) if each.template == "receipt"]) == before + sent
    check(settled(story))
