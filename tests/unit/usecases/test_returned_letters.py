"""A letter that came back is never sent to the same address again by itself: a person says where to, or not."""

from __future__ import annotations

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Contact, DeliveryKind
from chalicelib.domain.receipt import ReceiptState
from tests.support import invariants
from tests.support.story import Story, d


def letters(story: Story, case_id: str) -> list[Contact]:
    """The letters about payments, in the order they left."""
    return [contact for contact in story.contacts(case_id) if contact.payment_id]


def receipts(story: Story, case_id: str) -> list[ReceiptState]:
    return [receipt.state for receipt in story.case(case_id).receipts]


def asked_about(story: Story, case_id: str) -> tuple[str, str | None] | None:
    attention = story.case(case_id).attention
    return (attention.code, attention.step_id) if attention else None


@pytest.fixture
def by_post() -> Story:
    """A debtor who can be reached by letter only."""
    story = Story(d(2))
    story.debtor(email=None, phone=None)
    return story


class TestReceipts:
    def test_the_receipt_of_a_closed_case_that_came_back_is_not_sent_again(self, by_post: Story) -> None:
        case_id = by_post.open()
        by_post.play(d(10))
        by_post.pay(case_id)
        by_post.play(d(13))
        by_post.report(letters(by_post, case_id)[-1].id, DeliveryKind.RETURNED)
        by_post.play(d(60))
        assert (len(letters(by_post, case_id)), receipts(by_post, case_id)) == (1, [ReceiptState.NOT_DELIVERABLE])
        invariants.check(by_post)

    @pytest.mark.parametrize(
        ("action", "sent", "state"),
        [
            (AttentionAction.RETRY, 2, ReceiptState.SENT),
            (AttentionAction.SKIP, 1, ReceiptState.SENT),
            (AttentionAction.MARK_SENT, 1, ReceiptState.SENT),
        ],
    )
    def test_the_receipt_of_an_open_case_that_came_back_waits_for_a_person(
        self, by_post: Story, action: AttentionAction, sent: int, state: ReceiptState
    ) -> None:
        case_id = by_post.open()
        by_post.play(d(10))
        payment = by_post.pay(case_id, 1000)
        by_post.play(d(13))
        by_post.report(letters(by_post, case_id)[-1].id, DeliveryKind.RETURNED)
        by_post.play(d(14))
        assert (asked_about(by_post, case_id), len(letters(by_post, case_id))) == (("letter_returned", payment), 1)
        by_post.resolve(case_id, action)
        by_post.play(d(20))
        assert len(letters(by_post, case_id)) == sent
        assert receipts(by_post, case_id)[0] in (state, ReceiptState.NOT_DELIVERABLE)
        invariants.check(by_post)

    def test_two_receipts_that_came_back_are_asked_about_one_after_the_other(self, by_post: Story) -> None:
        case_id = by_post.open()
        by_post.play(d(10))
        payments = [by_post.pay(case_id, 1000), by_post.pay(case_id, 2000)]
        by_post.play(d(13))
        for letter in letters(by_post, case_id):
            by_post.report(letter.id, DeliveryKind.RETURNED)
        found = []
        for _ in payments:
            found.append(asked_about(by_post, case_id))
            by_post.resolve(case_id, AttentionAction.SKIP)
            by_post.play(by_post.wall.now())
        assert found == [("letter_returned", payment) for payment in payments]
        assert (asked_about(by_post, case_id), len(letters(by_post, case_id))) == (None, 2)
        invariants.check(by_post)


class TestWithdrawal:
    @pytest.mark.parametrize(("action", "withdrawals"), [(AttentionAction.RETRY, 2), (AttentionAction.SKIP, 1)])
    def test_a_withdrawal_that_came_back_comes_before_any_reminder_again(
        self, action: AttentionAction, withdrawals: int
    ) -> None:
        """R-092: the debtor still holds a receipt for money that never came."""
        story = Story(d(2))
        story.debtor()
        case_id = story.open()
        story.play(d(10, 9))
        payment = story.pay(case_id)
        story.play(d(11))
        story.reverse(case_id, payment)
        story.play(d(14))
        story.report(story.contact(case_id, "receipt_withdrawal").id, DeliveryKind.RETURNED)
        assert receipts(story, case_id) == [ReceiptState.WITHDRAWAL_DUE]
        story.play(d(20))
        assert [line for line in story.happened(case_id) if "reminder" in line] == []
        story.resolve(case_id, action)
        story.play(d(25))
        templates = [line.split()[-1] for line in story.happened(case_id)]
        assert templates.count("receipt_withdrawal") == withdrawals
        assert templates[-1] == "reminder_1"
        invariants.check(story)


def test_a_notice_that_came_back_to_a_closed_case_is_asked_about_when_it_reopens() -> None:
    """The notice is void; without a question the scenario would go on as if it ran."""
    story = Story(d(2))
    story.debtor()
    case_id = story.open()
    story.play(d(46))
    payment = story.pay(case_id)
    story.play(d(49))
    story.report(story.contact(case_id, "formal_notice").id, DeliveryKind.RETURNED)
    assert (story.case(case_id).status, story.case(case_id).attention) == (CaseStatus.CLOSED, None)
    story.reverse(case_id, payment)
    assert asked_about(story, case_id) == ("letter_returned", "formal_notice")
    story.resolve(case_id, AttentionAction.RETRY)
    story.play(d(60))
    assert [line.split()[-1] for line in story.happened(case_id)].count("formal_notice") == 2
    assert story.case(case_id).notice is not None
    invariants.check(story)
