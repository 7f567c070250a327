"""The main job told day by day, on the real graphs in virtual time: what is sent, when, and what stops it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.call_task import CallOutcome, CallTaskStatus
from chalicelib.domain.case import CaseStatus, Outcome, Presentation, PriorReminder, ReceiptState
from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.contact import Channel, ContactState, DeliveryKind
from chalicelib.domain.errors import Conflict
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.scenario import Phase
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


def due(story: Story, case_id: str) -> datetime:
    step = story.case(case_id).next_step
    assert step is not None
    assert step.due_at is not None
    return step.due_at


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
            "D+56 registered_letter formal_notice",  # D+55 is a Sunday
            "D+77 call last_call",  # D+76 is one too
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
        assert story.happened(case) == UNPAID[:1]
        story.play(d(22, 23))
        assert story.happened(case)[1:] == ["D+22 email reminder_1"]

    def test_a_dispute_pauses_until_it_is_resolved(self, story: Story) -> None:
        """STOP_01."""
        case = story.open()
        story.play(d(8, 21))
        story.answer_call(CallOutcome.REACHED_DISPUTE)
        story.play(d(40))
        assert story.happened(case) == UNPAID[:1]
        with pytest.raises(Conflict, match="dispute"):
            story.resume_case(case)
        story.resume_case(case, dispute=True)
        story.play(d(43))
        assert story.happened(case)[1:] == ["D+42 email reminder_1"]  # D+40 is a Saturday

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
    def test_due_at_the_same_instant_they_make_one_solicitation_a_day(self, story: Story) -> None:
        """CON_06: caps count across all cases of the debtor."""
        first, second = story.open(), story.open(number="FA-2")
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
        cases = [story.open(number=f"FA-{n}") for n in range(4)]
        story.play(d(25))
        days = sorted(int(line.split()[0][2:]) for case in cases for line in story.happened(case))
        for day in days:
            assert len([other for other in days if day <= other < day + 7]) <= 2, days

    def test_the_reason_names_neither_the_other_case_nor_its_creditor(self, story: Story) -> None:
        first, second = story.open(), story.open(number="FA-2")
        story.play(d(12))
        for case, other in ((first, second), (second, first)):
            for event in story.told(case):
                assert other not in str(event.payload.get("moves"))
                assert "FA-" not in str(event.payload.get("moves"))


class TestPointOfNoReturn:
    def test_a_payment_committed_before_the_intent_prevents_the_send(self, story: Story) -> None:
        case = story.open()
        story.play(d(14))
        paid: list[str] = []
        story.faults.hooks["archive.put_once"] = [lambda: paid.append(story.pay(case))]  # composed, not yet intended
        story.play(d(60))
        assert paid
        assert [line.split()[1:] for line in story.happened(case)] == [
            ["call", "call_verification"],
            ["email", "final_receipt"],
        ]
        check(story)

    def test_a_payment_committed_after_it_stands_later_in_the_chain(self, story: Story) -> None:
        case = story.open()
        story.play(d(14))
        story.faults.hooks["mailer.send"] = [lambda: story.pay(case) and None]  # intended, not yet handed over
        story.play(d(60))
        types = story.types(case)
        assert types.index("payment.recorded") < types.index("contact.sent")
        assert story.contact(case, "reminder_1").state is ContactState.SENT
        assert story.case(case).outcome is Outcome.PAID
        assert story.happened(case)[1:] == ["D+15 email reminder_1", "D+15 email final_receipt"]
        check(story)

    def test_between_e_mail_and_sms_a_payment_stops_the_sms(self, story: Story) -> None:
        case = story.open()
        story.play(d(29))
        story.faults.hooks["mailer.send"] = [lambda: story.pay(case) and None]
        story.play(d(60))
        assert story.sent_by(Channel.SMS) == 0

    def test_an_intent_older_than_thirty_seconds_is_decided_again(self, story: Story) -> None:
        case = story.open()
        story.play(d(14))

        def slow() -> None:
            story.wall.instant += timedelta(seconds=31)

        real = story.memory.commit

        def committed(writes: object) -> None:
            real(writes)  # type: ignore[arg-type]
            if any(type(getattr(w, "entity", None)).__name__ == "Contact" for w in writes):  # type: ignore[attr-defined]
                story.memory.commit = real  # type: ignore[method-assign]
                slow()

        story.memory.commit = committed  # type: ignore[assignment, method-assign]
        story.play(d(16))
        first, second = [c for c in story.contacts(case) if c.template == "reminder_1"]
        assert (first.state, first.error) == (ContactState.FAILED, "intent_expired")
        assert second.state is ContactState.SENT
        assert [each.contact_id for each in story.sent] == [second.id]

    def test_a_report_that_is_faster_than_the_providers_answer_is_kept(self, story: Story) -> None:
        case = story.open()
        story.play(d(14))
        story.faults.hooks["mailer.send"] = [
            lambda: story.report(story.contact(case, "reminder_1").id, DeliveryKind.DELIVERED)
        ]
        story.play(d(16))
        contact = story.contact(case, "reminder_1")
        assert (contact.state, contact.provider_message_id) == (ContactState.DELIVERED, f"ses-{contact.id}")
        assert story.types(case).count("contact.sent") == 1
        check(story)


class TestDoubt:
    """Design: ambiguous failure."""

    def test_an_e_mail_in_doubt_is_sent_once_more_with_the_mark(self, story: Story) -> None:
        case = story.open()
        story.play(d(14))
        story.faults.lost = frozenset({"mailer.send"})
        story.play(due(story, case) + timedelta(minutes=1))
        story.faults.lost = frozenset()
        story.play(d(29))
        assert [line for line in story.happened(case) if "email" in line] == ["D+15 email reminder_1"]
        (sent,) = [e for e in story.told(case) if e.type == "contact.sent"]
        assert sent.payload["duplicate_possible"] is True
        check(story)

    def test_not_when_the_debtor_paid_meanwhile(self, story: Story) -> None:
        case = story.open()
        story.play(d(14))
        story.faults.lost = frozenset({"mailer.send"})
        story.faults.hooks["mailer.send"] = [lambda: story.pay(case) and None]
        story.play(d(15, 20))
        story.faults.lost = frozenset()
        story.play(d(40))
        reminders = [c for c in story.contacts(case) if c.template == "reminder_1"]
        assert [c.state for c in reminders] == [ContactState.UNKNOWN]
        assert story.case(case).status is CaseStatus.CLOSED

    @pytest.mark.parametrize(
        ("method", "template"), [("texter.send", "reminder_2_sms"), ("postal.send", "formal_notice")]
    )
    def test_sms_and_notice_in_doubt_need_a_person_and_never_go_twice(
        self, story: Story, method: str, template: str
    ) -> None:
        story.carrier.answers = False
        case = story.open()
        story.play(d(29))
        story.faults.lost = frozenset({method})
        story.play(d(47))
        story.faults.lost = frozenset()
        attention = story.case(case).attention
        assert attention is not None
        assert attention.code == "delivery_unknown"
        story.play(d(60))
        contact = story.contact(case, template)
        assert contact.state is ContactState.UNKNOWN
        assert len([c for c in story.contacts(case) if c.template == template]) == 1
        story.report(contact.id, DeliveryKind.PRESENTED if template == "formal_notice" else DeliveryKind.DELIVERED)
        assert story.case(case).status is CaseStatus.OPEN
        story.play(d(120))
        assert story.case(case).status is CaseStatus.AWAITING_DECISION
        assert len([c for c in story.contacts(case) if c.template == template]) == 1
        check(story)

    def test_a_withdrawal_letter_in_doubt_never_goes_twice(self, story: Story) -> None:
        story.carrier.answers = False
        case = story.open()
        payment = story.pay(case, 10_000)
        story.play(d(5))
        story.faults.lost = frozenset({"postal.send"})
        story.reverse(case, payment)
        story.play(d(8, 8))
        story.faults.lost = frozenset()
        story.play(d(14))
        assert [c.state for c in story.contacts(case) if c.template == "receipt_withdrawal"] == [ContactState.UNKNOWN]
        assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
        story.resolve(case, AttentionAction.MARK_SENT)
        story.play(d(22))
        assert story.happened(case)[-1].endswith("reminder_1")


def test_day_zero_is_the_due_date_of_the_oldest_due_invoice() -> None:
    story = Story(d(2))
    story.debtor()
    case = story.open()
    assert story.case(case).day_zero == date(2026, 1, 5)
