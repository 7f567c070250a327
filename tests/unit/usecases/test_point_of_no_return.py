"""Both boundaries of the point of no return, and what nobody knows afterwards (design: messages)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.case import CaseStatus, Outcome
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Channel, ContactState, DeliveryKind
from tests.support.invariants import check
from tests.support.story import Story, d

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


def paying(story: Story, case_id: str) -> None:
    story.pay(case_id)


def due(story: Story, case_id: str) -> datetime:
    step = story.case(case_id).next_step
    assert step is not None
    assert step.due_at is not None
    return step.due_at


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
        story.faults.hooks["mailer.send"] = [lambda: paying(story, case)]  # intended, not yet handed over
        story.play(d(60))
        types = story.types(case)
        assert types.index("contact.intended") < types.index("payment.recorded") < types.index("contact.sent")
        assert story.contact(case, "reminder_1").state is ContactState.SENT
        assert story.case(case).outcome is Outcome.PAID
        assert story.happened(case)[1:] == ["D+15 email reminder_1", "D+15 email final_receipt"]
        check(story)

    def test_between_e_mail_and_sms_a_payment_stops_the_sms(self, story: Story) -> None:
        case = story.open()
        story.play(d(29))
        story.faults.hooks["mailer.send"] = [lambda: paying(story, case)]
        story.play(d(60))
        assert story.sent_by(Channel.SMS) == 0

    def test_an_intent_older_than_thirty_seconds_is_decided_again(self, story: Story) -> None:
        case = story.open()
        story.play(d(14))

        def slow() -> None:
            story.wall.instant += timedelta(seconds=31)

        real = story.memory.commit

        def committed(writes: object) -> None:
            real(writes)  # type: ignore[arg-type]  # handed on as they came
            if any(type(getattr(w, "entity", None)).__name__ == "Contact" for w in writes):  # type: ignore[attr-defined]  # a list
                story.memory.commit = real  # type: ignore[method-assign]  # as it was
                slow()

        story.memory.commit = committed  # type: ignore[method-assign]  # slow, once
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

    def test_a_reversal_while_the_receipt_leaves_still_withdraws_it(self, story: Story) -> None:
        case = story.open()
        payment = story.pay(case, 10_000)
        story.faults.hooks["mailer.send"] = [lambda: story.reverse(case, payment)]
        story.play(d(9))
        assert [line.split()[1:] for line in story.happened(case)][:2] == [
            ["email", "receipt"],
            ["letter", "receipt_withdrawal"],
        ]
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
        story.faults.hooks["mailer.send"] = [lambda: paying(story, case)]
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


class TestStepThatKeepsFailing:
    def test_it_is_left_to_a_person_and_not_tried_for_ever(self) -> None:
        """R-141: retries with patience, then `needs_attention`; the answer starts it again."""
        story = Story(d(2), watchful=True)
        story.debtor()
        case = story.open()

        def broken(_: object) -> bytes:
            raise RuntimeError("a font is missing")

        story.sending.renderer.receipt = broken  # type: ignore[method-assign,assignment]  # broken on purpose
        story.pay(case, 10_000)
        story.play(d(6))
        attention = story.case(case).attention
        assert attention is not None
        assert (attention.code, attention.step_id) == ("step_failed", story.case(case).payments[0].id)
        assert story.invocations["issue_receipt"] == 7
        del story.sending.renderer.receipt
        story.resolve(case, AttentionAction.RETRY)
        story.play(d(9))
        assert next(line.split()[1:] for line in story.happened(case)) == ["email", "receipt"]
        check(story)

    def test_a_receipt_letter_that_came_back_waits_for_a_new_address(self, story: Story) -> None:
        story.debtor("deb_2", email=None)
        case = story.open("deb_2", number="FA-2")
        story.pay(case, 10_000)
        story.play(d(4))
        story.report(story.contact(case, "receipt").id, DeliveryKind.RETURNED)
        story.play(d(12))
        assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
        assert len([c for c in story.contacts(case) if c.template == "receipt"]) == 1
        story.resolve(case, AttentionAction.RETRY)
        story.play(d(15))  # D+12 is a Saturday
        assert len([c for c in story.contacts(case) if c.template == "receipt"]) == 2
