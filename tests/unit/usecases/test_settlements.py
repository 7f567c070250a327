"""An offer to settle for less: paid in time, late, in parts, bounced (R-073)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.case import CaseStatus, Outcome
from chalicelib.domain.errors import Conflict, InvalidInput
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.settlement import SettlementState
from tests.support import invariants
from tests.support.contesting import contest, offer, take_back, whole
from tests.support.promising import promise
from tests.support.story import DUE, Story, d

AMOUNT = 90_000
LAST_DAY = DUE + timedelta(days=20)


@pytest.fixture
def story() -> Story:
    story = Story(d(9))
    story.debtor()
    return story


def state(story: Story, case_id: str) -> SettlementState:
    return story.case(case_id).negotiation.settlements[-1].state


def reminders(story: Story, case_id: str) -> list[str]:
    return [line for line in story.happened(case_id) if "reminder" in line or "notice" in line]


def test_paid_in_time_the_rest_is_given_up_and_the_case_is_settled(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    story.play(d(15))
    owed = story.owed(case)
    story.pay(case, AMOUNT)
    closed = story.case(case)
    assert (closed.status, closed.outcome) == (CaseStatus.CLOSED, Outcome.SETTLED)
    assert closed.negotiation.settlements[-1].waived == Money(owed - AMOUNT)
    account = whole(story, case)
    assert (account.total, account.waived, account.overpaid) == (Money(0), Money(owed - AMOUNT), Money(0))
    assert closed.receipts[-1].is_final
    assert [each for each in story.types(case) if "settlement" in each] == [
        "settlement.offered",
        "settlement.completed",
    ]
    story.play(d(17))
    assert "D+15 email final_receipt" in story.happened(case)
    invariants.check(story)


def test_while_it_stands_nobody_is_reminded_and_the_offer_is_written_out(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    step = story.case(case).next_step
    assert step is not None
    story.play(d(21, 23))
    assert reminders(story, case) == []
    assert "D+9 email settlement_offer" in story.happened(case)
    assert "settles for less" in (story.case(case).next_step or step).reason


def test_nothing_paid_it_expires_at_d_plus_2_and_the_scenario_goes_on(story: Story) -> None:
    case = story.open()
    before = story.owed(case)
    offer(story, case, AMOUNT, LAST_DAY)
    story.play(d(23))
    assert (state(story, case), story.owed(case) >= before) == (SettlementState.EXPIRED, True)
    assert story.types(case).count("settlement.expired") == 1
    story.play(d(40))
    assert reminders(story, case)
    invariants.check(story)


def test_part_of_it_stays_a_payment_and_everything_else_is_owed(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    story.pay(case, 50_000)
    story.play(d(23))
    assert state(story, case) is SettlementState.EXPIRED
    assert whole(story, case).waived == Money(0)
    assert story.case(case).status is CaseStatus.OPEN
    with pytest.raises(Conflict) as refusal:
        take_back(story, case, story.case(case).negotiation.settlements[-1].id)
    assert refusal.value.code == "settlement_over"


def test_parts_that_add_up_by_the_last_day_settle_it(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    story.pay(case, 40_000)
    story.play(d(20))
    story.pay(case, 50_000)
    assert (state(story, case), story.case(case).outcome) == (SettlementState.COMPLETED, Outcome.SETTLED)


def test_received_in_time_and_recorded_after_the_offer_expired_it_still_counts(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    story.play(d(25))
    assert state(story, case) is SettlementState.EXPIRED
    story.pay(case, AMOUNT, on=LAST_DAY)
    settled = story.case(case).negotiation.settlements[-1]
    assert (settled.state, settled.settled_on) == (SettlementState.COMPLETED, LAST_DAY)
    assert whole(story, case).total == Money(0)
    invariants.check(story)


def test_received_a_day_late_it_is_a_payment_like_any_other(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    story.play(d(21))
    story.pay(case, AMOUNT)
    assert state(story, case) is SettlementState.OFFERED
    story.play(d(23))
    assert (state(story, case), story.case(case).status) == (SettlementState.EXPIRED, CaseStatus.OPEN)


def test_what_was_received_before_the_offer_and_recorded_after_it_does_not_count(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    story.pay(case, AMOUNT, on=DUE + timedelta(days=8))
    assert state(story, case) is SettlementState.OFFERED


def test_the_payment_bounces_after_the_last_day_and_everything_is_owed_again(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    payment = story.pay(case, AMOUNT, method="cheque")
    story.play(d(30))
    before = story.case(case)
    story.reverse(case, payment)
    after = story.case(case)
    assert (before.outcome, after.outcome, after.status) == (Outcome.SETTLED, None, CaseStatus.OPEN)
    assert state(story, case) is SettlementState.EXPIRED
    assert whole(story, case).waived == Money(0)
    assert story.types(case).count("settlement.expired") == 1
    invariants.check(story)


def test_the_payment_bounces_in_time_and_the_offer_stands_again(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    payment = story.pay(case, AMOUNT, method="cheque")
    story.play(d(14))
    story.reverse(case, payment)
    assert state(story, case) is SettlementState.OFFERED
    story.pay(case, AMOUNT)
    assert story.case(case).outcome is Outcome.SETTLED
    assert story.types(case).count("settlement.completed") == 2


def test_a_settlement_ends_the_dispute_and_the_dispute_stands_again_when_it_falls(story: Story) -> None:
    case = story.open()
    contest(story, case)
    offer(story, case, AMOUNT, LAST_DAY)
    payment = story.pay(case, AMOUNT)
    assert story.case(case).outcome is Outcome.SETTLED
    assert not story.case(case).negotiation.disputes[0].stands
    assert story.types(case).count("dispute.resolved") == 1
    story.play(d(14))
    story.reverse(case, payment)
    assert story.case(case).negotiation.disputes[0].stands
    assert story.case(case).status is CaseStatus.PAUSED
    invariants.check(story)


def test_it_is_taken_back_only_before_the_debtor_pays(story: Story) -> None:
    case = story.open()
    first = offer(story, case, AMOUNT, LAST_DAY)
    take_back(story, case, first.id)
    assert state(story, case) is SettlementState.WITHDRAWN
    second = offer(story, case, AMOUNT, LAST_DAY)
    story.pay(case, 1_000)
    with pytest.raises(Conflict) as refusal:
        take_back(story, case, second.id)
    assert refusal.value.code == "settlement_being_paid"


def test_paid_in_full_the_case_is_paid_and_nothing_was_given_up(story: Story) -> None:
    case = story.open()
    offer(story, case, AMOUNT, LAST_DAY)
    story.pay(case)
    assert story.case(case).outcome is Outcome.PAID
    assert whole(story, case).waived == Money(0)


class TestRefused:
    """What cannot be offered."""

    @pytest.mark.parametrize(
        ("cents", "days", "code"),
        [
            (0, 10, "not_positive"),
            (10_000_000, 10, "not_less_than_owed"),
            (AMOUNT, 0, "outside_range"),
            (AMOUNT, 61, "outside_range"),
        ],
    )
    def test_an_offer_is_less_than_what_is_owed_and_near(self, story: Story, cents: int, days: int, code: str) -> None:
        case = story.open()
        with pytest.raises(InvalidInput) as refusal:
            offer(story, case, cents, story.today(case) + timedelta(days=days))
        assert [each.code for each in refusal.value.errors] == [code]

    def test_one_at_a_time_and_not_beside_a_promise(self, story: Story) -> None:
        case = story.open()
        offer(story, case, AMOUNT, LAST_DAY)
        with pytest.raises(Conflict) as refusal:
            offer(story, case, AMOUNT, LAST_DAY)
        assert refusal.value.code == "settlement_stands"
        other = story.open(number="FA-2")
        promise(story, other, LAST_DAY)
        with pytest.raises(Conflict) as refusal:
            offer(story, other, AMOUNT, LAST_DAY)
        assert refusal.value.code == "agreement_stands"
