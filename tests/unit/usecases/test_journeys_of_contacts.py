"""What becomes of contacts, told day by day: bounces, the formal notice, calls, caps over two cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.call_task import CallOutcome, CallTaskStatus
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import DeliveryKind
from chalicelib.domain.errors import Conflict, InvalidInput
from chalicelib.domain.notice import Presentation
from chalicelib.domain.parties import DebtorKind
from tests.support.invariants import check
from tests.support.story import DUE, PAUL, Story, d
from tests.support.world import TEST

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


class TestElectronicMail:
    def test_a_bounce_sends_the_message_by_letter_and_stops_the_address(self, story: Story) -> None:
        case = story.open()
        story.play(d(15, 21))
        story.report(story.contact(case, "reminder_1").id, DeliveryKind.BOUNCED)
        story.play(d(31))
        assert story.happened(case)[1:] == [
            "D+15 email reminder_1",
            "D+16 letter reminder_1",
            "D+30 letter reminder_2",
            "D+30 sms reminder_2_sms",
        ]
        check(story)

    def test_a_receipt_that_bounces_goes_by_letter(self, story: Story) -> None:
        case = story.open()
        story.pay(case, 10_000)
        story.play(d(4))
        story.report(story.contact(case, "receipt").id, DeliveryKind.BOUNCED)
        story.play(d(6))
        assert [line.split()[1:] for line in story.happened(case)] == [["email", "receipt"], ["letter", "receipt"]]

    def test_a_bounce_after_later_steps_sends_nothing_again(self, story: Story) -> None:
        case = story.open()
        story.play(d(46))
        story.report(story.contact(case, "reminder_1").id, DeliveryKind.BOUNCED)
        story.play(d(52))
        assert story.happened(case) == UNPAID[:5]

    def test_the_same_report_twice_changes_nothing(self, story: Story) -> None:
        case = story.open()
        story.play(d(16))
        contact = story.contact(case, "reminder_1").id
        story.report(contact, DeliveryKind.DELIVERED)
        before = len(story.told(case))
        story.report(contact, DeliveryKind.DELIVERED)
        assert len(story.told(case)) == before


class TestFormalNotice:
    @pytest.mark.parametrize("kind", [DeliveryKind.UNCLAIMED, DeliveryKind.REFUSED])
    def test_unclaimed_and_refused_letters_are_valid(self, story: Story, kind: DeliveryKind) -> None:
        """Cass. 1re civ. 20 Jan. 2021, 19-20.680."""
        story.carrier.reports = ((3, kind),)
        case = story.open()
        story.play(d(75))
        assert story.happened(case) == UNPAID
        assert story.case(case).notice is not None
        check(story)

    def test_a_returned_letter_is_not_and_needs_a_person(self, story: Story) -> None:
        story.carrier.reports = ((5, DeliveryKind.RETURNED),)
        case = story.open()
        story.play(d(60))
        assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
        attention = story.case(case).attention
        assert attention is not None
        assert attention.code == "letter_returned"
        assert story.happened(case) == UNPAID[:5]
        story.carrier.reports = ((3, DeliveryKind.PRESENTED),)
        story.resolve(case, AttentionAction.RETRY)
        story.play(d(100))
        assert story.happened(case)[5:] == ["D+60 registered_letter formal_notice", "D+80 call last_call"]

    def test_without_the_carriers_event_the_presentation_is_presumed_seven_days_after_posting(
        self, story: Story
    ) -> None:
        story.carrier.reports = None
        case = story.open()
        story.play(d(53))
        notice = story.case(case).notice
        assert notice is not None
        assert (notice.presentation, notice.presented_on) == (Presentation.PRESUMED, DUE + timedelta(days=52))
        story.play(d(100))
        assert story.happened(case) == UNPAID

    @pytest.mark.parametrize("kind", [DeliveryKind.POSTED, DeliveryKind.PRESENTED, DeliveryKind.RECEIVED])
    def test_a_report_dated_before_the_letter_left_is_refused_and_changes_nothing(
        self, story: Story, kind: DeliveryKind
    ) -> None:
        """The delay to pay runs from the day of presentation: it is never before the letter."""
        story.carrier.reports = None
        case = story.open()
        story.play(d(46))
        letter, before = story.contact(case, "formal_notice"), story.case(case)
        for on in (date(1990, 1, 1), DUE + timedelta(days=44)):
            with pytest.raises(InvalidInput) as refused:
                story.report(letter.id, kind, on)
            assert [(p.pointer, p.code) for p in refused.value.errors] == [("#/on", "before_the_contact")]
        assert story.case(case) == before
        story.report(letter.id, kind, DUE + timedelta(days=45))
        assert story.contact(case, "formal_notice").events[-1].on == DUE + timedelta(days=45)

    def test_a_letter_not_posted_within_three_working_days_needs_a_person(self, story: Story) -> None:
        story.carrier.posts = False
        story.carrier.reports = None
        case = story.open()
        story.play(d(48))
        assert story.case(case).attention is None
        story.play(d(52))
        attention = story.case(case).attention
        assert attention is not None
        assert attention.code == "letter_not_posted"
        story.resolve(case, AttentionAction.MARK_SENT)
        story.play(d(100))
        assert story.case(case).status is CaseStatus.AWAITING_DECISION
        assert story.happened(case)[:5] == UNPAID[:5]

    def test_a_notice_that_is_passed_over_by_hand_is_not_waited_for(self, story: Story) -> None:
        story.carrier.posts = False
        story.carrier.reports = None
        case = story.open()
        story.play(d(52))
        story.resolve(case, AttentionAction.SKIP)
        story.play(d(60))
        assert story.case(case).attention is None
        assert story.case(case).notice is None

    def test_a_letter_returned_after_closing_reopens_nothing(self, story: Story) -> None:
        story.carrier.reports = None
        case = story.open()
        story.play(d(47))
        story.pay(case)
        story.report(story.contact(case, "formal_notice").id, DeliveryKind.RETURNED)
        assert story.case(case).status is CaseStatus.CLOSED


class TestCalls:
    def test_no_answer_is_tried_once_more_the_next_day(self, story: Story) -> None:
        case = story.open()
        story.play(d(8, 21))
        story.answer_call(CallOutcome.NO_ANSWER)
        story.play(d(9, 21))
        story.answer_call(CallOutcome.VOICEMAIL)
        story.play(d(14))
        assert story.happened(case) == [UNPAID[0], "D+9 call call_verification"]
        story.play(d(16))
        assert story.happened(case)[2] == UNPAID[1]

    def test_a_promise_holds_everything_until_two_days_after_it(self, story: Story) -> None:
        case = story.open()
        story.play(d(8, 21))
        story.answer_call(CallOutcome.REACHED_PROMISE, DUE + timedelta(days=20))
        story.play(d(21, 23))
        assert story.happened(case) == [*UNPAID[:1], "D+9 email promise_confirmation"]
        story.play(d(32))
        assert story.happened(case)[2:] == [  # firmer: the first, courteous reminder is passed over
            "D+22 email promise_broken",
            "D+30 email reminder_2",
            "D+30 sms reminder_2_sms",
        ]

    def test_a_dispute_pauses_until_it_is_resolved(self, story: Story) -> None:
        """STOP_01."""
        case = story.open()
        story.play(d(8, 21))
        story.answer_call(CallOutcome.REACHED_DISPUTE)
        story.play(d(40))
        assert story.happened(case) == [UNPAID[0], "D+9 email dispute_received"]
        with pytest.raises(Conflict, match="dispute"):
            story.resume_case(case)
        story.resume_case(case, dispute=True)
        story.play(d(43))
        reminders = [line for line in story.happened(case) if "reminder" in line]
        assert reminders[0] == "D+42 email reminder_1", "D+40 is a Saturday"

    def test_a_wrong_number_is_never_called_nor_texted_again(self, story: Story) -> None:
        case = story.open()
        story.play(d(8, 21))
        story.answer_call(CallOutcome.WRONG_NUMBER)
        story.play(d(100))
        assert [line.split()[1] for line in story.happened(case)] == ["call", "email", "email", "registered_letter"]
        assert story.case(case).status is CaseStatus.AWAITING_DECISION

    def test_a_refusal_leads_straight_to_the_last_reminder_and_the_notice(self, story: Story) -> None:
        case = story.open()
        story.play(d(8, 21))
        story.answer_call(CallOutcome.REACHED_REFUSES)
        story.play(d(100))
        assert [line.split(" ", 1)[1] for line in story.happened(case)] == [
            line.split(" ", 1)[1] for line in UNPAID if "reminder_1" not in line
        ]
        days = [line.split()[0] for line in story.happened(case)]
        assert days == ["D+8", "D+14", "D+14", "D+23", "D+43"]  # D+13 is a day without contact

    def test_a_promise_for_years_ahead_is_refused_and_the_call_stays_open(self, story: Story) -> None:
        """R-081: nobody waits beyond the creditor's limit for a word given."""
        case = story.open()
        story.play(d(9))
        with pytest.raises(InvalidInput) as refusal:
            story.answer_call(CallOutcome.REACHED_PROMISE, DUE + timedelta(days=2000))
        assert [problem.code for problem in refusal.value.errors] == ["date_too_far"]
        assert (story.case(case).negotiation.promises, len(story.open_calls())) == ((), 1)

    @pytest.mark.parametrize(
        ("outcome", "status"),
        [
            (CallOutcome.REPRESENTED, CaseStatus.PAUSED),
            (CallOutcome.REACHED_ALREADY_PAID, CaseStatus.PAUSED),
            (CallOutcome.DECEASED, CaseStatus.NEEDS_ATTENTION),
        ],
    )
    def test_what_the_caller_learns_stops_everything(
        self, story: Story, outcome: CallOutcome, status: CaseStatus
    ) -> None:
        case = story.open()
        story.play(d(8, 21))
        task = story.answer_call(outcome)
        assert task.status is CallTaskStatus.OPEN  # as it was; done now
        assert story.case(case).status is status
        story.play(d(60))
        assert story.happened(case) == UNPAID[:1]

    def test_a_death_stays_paused_after_somebody_looked_into_it(self, story: Story) -> None:
        """STOP_04."""
        case = story.open()
        story.play(d(8, 21))
        story.answer_call(CallOutcome.DECEASED)
        story.resolve(case, AttentionAction.SKIP)
        assert story.case(case).status is CaseStatus.PAUSED
        story.play(d(60))
        assert story.happened(case) == UNPAID[:1]


class TestTwoCasesOfOneDebtor:
    """Each with a contact person of its own, so that one message cannot speak for both (R-091, R-123)."""

    def test_due_at_the_same_instant_they_make_one_solicitation_a_day(self, story: Story) -> None:
        """CON_06: caps count across all cases of the debtor."""
        first, second = story.open(), story.open(number="FA-2", case_manager=PAUL)
        story.play(d(40))
        days = [line.split()[0] for case in (first, second) for line in story.happened(case)]
        solicited: dict[str, set[str]] = {}
        for case in (first, second):
            for line in story.happened(case):
                solicited.setdefault(line.split()[0], set()).add(case)
        assert len(days) == 8
        assert all(len(cases) == 1 for cases in solicited.values()), solicited
        check(story)

    def test_a_consumer_hears_at_most_twice_in_seven_days(self) -> None:
        """CON_05."""
        story = Story(d(2))
        story.debtor(kind=DebtorKind.CONSUMER)
        cases = [story.open(number=f"FA-{n}", case_manager=replace(PAUL, name=f"Paul {n}")) for n in range(4)]
        story.play(d(25))
        days = sorted(int(line.split()[0][2:]) for case in cases for line in story.happened(case))
        for day in days:
            assert len([other for other in days if day <= other < day + 7]) <= 2, days

    def test_the_reason_names_neither_the_other_case_nor_its_creditor(self, story: Story) -> None:
        first, second = story.open(), story.open(number="FA-2", case_manager=PAUL)
        story.play(d(12))
        for case, other in ((first, second), (second, first)):
            for event in story.told(case):
                assert other not in str(event.payload.get("moves"))
                assert "FA-" not in str(event.payload.get("moves"))

    def test_the_slower_of_two_that_decided_at_the_same_instant_decides_again(self) -> None:
        """Design: caps. The counter is conditioned in the intent's transaction, so that both cannot win."""
        story = Story(d(2), scope=TEST)
        story.debtor()
        clock = story.clock(d(2))
        cases = [story.open(number="FA-1", clock_id=clock)]
        cases.append(story.open(number="FA-2", clock_id=clock, case_manager=PAUL))
        story.faults.hooks["archive.put_once"] = [story.pump]  # the other case acts between decision and commit
        story.advance(clock, d(10))
        assert sorted(line for case in cases for line in story.happened(case)) == [
            "D+8 call call_verification",
            "D+9 call call_verification",
        ]
        check(story)

    def test_the_slower_of_two_that_would_speak_for_each_other_finds_it_done(self) -> None:
        """R-123: both wake at the same instant, both find the other one; one call is made."""
        story = Story(d(2), scope=TEST)
        story.debtor()
        clock = story.clock(d(2))
        cases = [story.open(number=f"FA-{n}", clock_id=clock) for n in (1, 2)]
        story.faults.hooks["archive.put_once"] = [story.pump]
        story.advance(clock, d(10))
        assert [story.happened(case) for case in cases] == [["D+8 call call_verification"]] * 2
        assert len(story.open_calls()) == 1
        check(story)
