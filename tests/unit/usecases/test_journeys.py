"""The main job told day by day, on the real graphs in virtual time: what is sent, when, and what stops it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.domain.case import CaseStatus, Outcome, PriorReminder
from chalicelib.domain.case_commands import Choice
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.errors import Conflict
from chalicelib.domain.receipt import ReceiptState
from chalicelib.domain.scenarios.model import Phase
from tests.support.invariants import check
from tests.support.story import DUE, Story, d

UNPAID = [
    "D+8 call call_verification",
    "D+15 email reminder_1",
    "D+30 email reminder_2",
    "D+30 sms reminder_2_sms",
    "D+45 registered_letter formal_notice",
    "D+65 call last_call",
]


@pytest.fixture
def story() -> Story:
    told = Story(d(2))
    told.debtor()
    return told


class TestUnpaid:
    def test_the_whole_scenario_in_order_then_the_creditor_decides(self, story: Story) -> None:
        """R-036..R-042, R-098."""
        case = story.open()
        story.play(d(75))
        assert story.happened(case) == UNPAID
        assert story.case(case).status is CaseStatus.AWAITING_DECISION
        assert story.case(case).phase is Phase.AMICABLE
        story.decide(case, Choice.HANDOVER)
        assert (story.case(case).outcome, story.case(case).phase) == (Outcome.HANDED_OVER, Phase.JUDICIAL)
        assert "handover.ready" in story.types(case)
        check(story)

    def test_the_creditor_is_asked_again_after_15_and_30_days_and_the_debtor_hears_nothing(self, story: Story) -> None:
        case = story.open()
        story.play(d(200))
        asked = [event.at.date() for event in story.told(case) if event.type == "case.decision_required"]
        assert [(day - asked[0]).days for day in asked] == [0, 15, 30]
        assert story.happened(case) == UNPAID
        check(story)

    def test_an_extension_waits_two_weeks_and_asks_again(self, story: Story) -> None:
        case = story.open()
        story.play(d(75))
        story.decide(case, Choice.EXTEND)
        assert story.case(case).status is CaseStatus.OPEN
        story.play(d(95))
        assert story.case(case).status is CaseStatus.AWAITING_DECISION
        assert story.happened(case) == UNPAID

    def test_nothing_is_handed_over_while_the_scenario_runs(self, story: Story) -> None:
        case = story.open()
        with pytest.raises(Conflict, match="amicable scenario"):
            story.decide(case, Choice.HANDOVER)


class TestLateOpening:
    def test_at_d50_one_reminder_then_the_notice_and_all_within_90_days(self) -> None:
        """Design: late opening is the normal case."""
        story = Story(d(50))
        story.debtor()
        case = story.open()
        skipped = [e.payload["step_id"] for e in story.told(case) if e.type == "step.skipped"]
        assert skipped == ["verification_call", "first_reminder"]
        story.play(d(150))
        assert story.happened(case) == [
            "D+50 email reminder_2",
            "D+50 sms reminder_2_sms",
            "D+59 registered_letter formal_notice",
            "D+79 call last_call",
        ]
        (asked, *_) = [e for e in story.told(case) if e.type == "case.decision_required"]
        assert (asked.at.date() - story.case(case).opened_at.date()).days <= 90
        check(story)

    def test_after_a_written_reminder_of_the_creditor_the_notice_comes_first(self) -> None:
        story = Story(d(50))
        story.debtor()
        case = story.open(prior=[PriorReminder("email", DUE + timedelta(days=20))])
        story.play(d(60))
        assert story.happened(case) == ["D+50 registered_letter formal_notice"]


class TestPayments:
    def test_nothing_is_sent_after_payment_but_the_receipt(self, story: Story) -> None:
        case = story.open()
        story.play(d(20, 12))
        story.pay(case)
        assert (story.case(case).status, story.case(case).outcome) == (CaseStatus.CLOSED, Outcome.PAID)
        story.play(d(200))
        assert story.happened(case)[:2] == UNPAID[:2]
        assert [line.split()[1:] for line in story.happened(case)[2:]] == [["email", "final_receipt"]]
        check(story)

    def test_a_part_payment_has_its_receipt_and_the_scenario_goes_on_with_the_rest(self, story: Story) -> None:
        case = story.open()
        story.play(d(16))
        story.pay(case, 50_000)
        story.play(d(32))
        assert story.happened(case)[2] == "D+16 email receipt"
        assert story.happened(case)[3:] == UNPAID[2:4]
        story.pay(case)
        assert story.case(case).outcome is Outcome.PAID
        story.play(d(60))
        assert [r.is_final for r in story.case(case).receipts] == [False, True]
        check(story)

    def test_what_is_paid_too_much_is_kept_as_overpaid(self, story: Story) -> None:
        case = story.open()
        owed = story.owed(case)
        story.pay(case, owed + 777)
        account = statement_of(story.case(case), story.recording.rates, story.today(case))
        assert account.overpaid.amount == 777
        assert "payment.overpaid" in story.types(case)
        check(story)

    def test_a_reversal_reopens_and_a_letter_withdraws_the_receipt_before_any_reminder(self, story: Story) -> None:
        """Design: money; R-092."""
        case = story.open()
        story.play(d(16))
        payment = story.pay(case, method="cheque")
        story.play(d(31))
        story.reverse(case, payment)
        assert story.case(case).status is CaseStatus.OPEN
        story.play(d(60))
        after = [line.split(" ", 1)[1] for line in story.happened(case)[2:]]
        assert after[:4] == [
            "email final_receipt",
            "letter receipt_withdrawal",
            "email reminder_2",
            "sms reminder_2_sms",
        ]
        receipt = story.case(case).receipt_of(payment)
        assert receipt is not None
        assert receipt.state is ReceiptState.WITHDRAWN
        check(story)

    def test_a_receipt_that_never_left_needs_no_withdrawal(self, story: Story) -> None:
        case = story.open()
        story.play(d(19))  # a Saturday: the receipt waits for Monday
        payment = story.pay(case)
        story.reverse(case, payment)
        story.play(d(29))
        assert story.happened(case) == UNPAID[:2]

    def test_a_credit_note_over_everything_closes_the_case(self, story: Story) -> None:
        case = story.open()
        story.play(d(10))
        story.credit(case, 120_000)
        assert story.case(case).outcome is Outcome.PAID
        story.play(d(60))
        assert story.happened(case) == UNPAID[:1]
        check(story)

    def test_an_open_call_task_expires_when_the_case_closes(self, story: Story) -> None:
        case = story.open()
        story.play(d(9))
        assert len(story.open_calls()) == 1
        story.pay(case)
        assert story.open_calls() == []


class TestPause:
    def test_a_paused_case_sends_nothing_and_goes_on_where_it_stood(self, story: Story) -> None:
        case = story.open()
        story.play(d(10))
        story.pause(case)
        story.play(d(28))
        assert story.happened(case) == UNPAID[:1]
        story.resume_case(case)
        story.play(d(60))
        assert story.happened(case)[1:] == [
            "D+28 email reminder_1",
            "D+35 email reminder_2",  # five days after the reminder that was due meanwhile, and no weekend
            "D+35 sms reminder_2_sms",
            "D+45 registered_letter formal_notice",
        ]
        check(story)

    def test_a_pause_with_an_end_is_over_on_that_day(self, story: Story) -> None:
        case = story.open()
        story.play(d(10))
        story.pause(case, DUE + timedelta(days=21))
        story.play(d(25))
        assert story.happened(case)[1:] == ["D+21 email reminder_1"]
        assert story.case(case).status is CaseStatus.OPEN


def test_day_zero_is_the_due_date_of_the_oldest_due_invoice() -> None:
    story = Story(d(2))
    story.debtor()
    case = story.open()
    assert story.case(case).day_zero == date(2026, 1, 5)
