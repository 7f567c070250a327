"""A dispute from its opening to its end, told day by day (R-002, STOP_01)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from chalicelib.domain.case import CaseStatus, Outcome
from chalicelib.domain.case_limitation import limitation_of
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.errors import Conflict, InvalidInput
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import DisputeState, Resolution
from chalicelib.usecases.case_request import NewInvoice
from tests.support import invariants
from tests.support.contesting import answer, claimed, contest, decide_dispute, whole
from tests.support.story import DUE, PRINCIPAL, Story, d

HALF = PRINCIPAL // 2


@pytest.fixture
def story() -> Story:
    story = Story(d(9))
    story.debtor()
    return story


def demands(story: Story, case_id: str) -> list[str]:
    return [line for line in story.happened(case_id) if "dispute" not in line and "receipt" not in line]


class TestHalfOfTheAmount:
    """The debtor contests 600 of 1,200 euros; the creditor lets the rest go on."""

    def test_only_the_undisputed_part_is_claimed_and_the_scenario_goes_on(self, story: Story) -> None:
        case = story.open()
        before = whole(story, case)
        contest(story, case, HALF, undisputed_goes_on=True)
        assert story.case(case).status is CaseStatus.OPEN
        asked = claimed(story, case)
        assert asked.principal == Money(HALF)
        assert asked.total + asked.contested == before.total
        assert asked.fixed_indemnity == Money(4000)
        assert whole(story, case).total == before.total
        story.play(d(40))
        assert demands(story, case), story.happened(case)
        invariants.check(story)

    def test_the_reminders_and_the_notice_ask_for_exactly_that(self, story: Story) -> None:
        case = story.open()
        contest(story, case, HALF, undisputed_goes_on=True)
        story.play(d(75))
        said = [
            re.search(r"(\w+) (\d{4}-\d\d-\d\d) (\d+) ", sent.content.decode(errors="replace")) for sent in story.sent
        ]
        asked = [found for found in said if found and not found[1].startswith("dispute")]
        for found in asked:
            account = statement_of(story.case(case), story.rates_as_read.current(), date.fromisoformat(found[2]))
            assert (int(found[3]), account.principal) == (account.total.amount, Money(HALF)), found[1]
        assert len(asked) >= 3
        assert any("formal_notice" in line for line in story.happened(case))

    def test_payments_go_to_the_undisputed_part_first_and_the_case_stays_open(self, story: Story) -> None:
        case = story.open()
        contest(story, case, HALF, undisputed_goes_on=True)
        asked = claimed(story, case).total.amount
        story.pay(case, asked)
        left = claimed(story, case)
        assert (left.total, left.overpaid) == (Money(0), Money(0))
        assert left.contested.amount > HALF
        assert story.case(case).status is CaseStatus.OPEN
        assert story.case(case).receipts[-1].is_final is False
        story.play(d(60))
        assert not [line for line in demands(story, case) if "reminder" in line]
        invariants.check(story)

    def test_resolved_in_part_with_a_credit_note_the_amounts_are_exact(self, story: Story) -> None:
        case = story.open()
        dispute = contest(story, case, HALF, undisputed_goes_on=True)
        decide_dispute(story, case, dispute.id, Resolution.PARTLY, credited=20_000)
        other = Story(d(9))
        other.debtor()
        same = other.open()
        other.credit(same, 20_000)
        assert whole(story, case).total == whole(other, same).total == claimed(story, case).total
        assert story.types(case).count("credit_note.recorded") == 1
        after = story.case(case).negotiation.disputes[0]
        assert (after.state, after.resolution, len(after.credit_note_ids)) == (
            DisputeState.RESOLVED,
            Resolution.PARTLY,
            1,
        )

    def test_rejected_everything_is_owed_as_if_nothing_had_been_contested(self, story: Story) -> None:
        case = story.open()
        dispute = contest(story, case, HALF, undisputed_goes_on=True)
        story.play(d(30))
        decide_dispute(story, case, dispute.id, Resolution.REJECTED)
        other = Story(d(9))
        other.debtor()
        same = other.open()
        other.play(d(30))
        assert claimed(story, case).total == whole(other, same).total
        invariants.check(story)


class TestAllOfIt:
    """Everything stops, until the creditor decides."""

    def test_nothing_is_asked_for_and_it_is_acknowledged_at_once(self, story: Story) -> None:
        case = story.open()
        contest(story, case)
        assert story.case(case).status is CaseStatus.PAUSED
        story.play(d(40))
        assert demands(story, case) == []
        assert "D+9 email dispute_received" in story.happened(case)

    def test_upheld_it_closes_the_case_and_nothing_is_owed(self, story: Story) -> None:
        case = story.open()
        dispute = contest(story, case)
        decide_dispute(story, case, dispute.id, Resolution.UPHELD, credited=PRINCIPAL)
        closed = story.case(case)
        assert (closed.status, closed.outcome) == (CaseStatus.CLOSED, Outcome.WITHDRAWN)
        assert whole(story, case).total == Money(0)
        invariants.check(story)

    def test_upheld_without_a_credit_note_all_is_given_up_interest_and_indemnity_too(self, story: Story) -> None:
        case = story.open()
        dispute = contest(story, case)
        decide_dispute(story, case, dispute.id, Resolution.UPHELD)
        account = whole(story, case)
        assert (account.total, account.waived) == (Money(0), Money(PRINCIPAL))
        assert story.case(case).outcome is Outcome.WITHDRAWN

    def test_rejected_the_scenario_goes_on(self, story: Story) -> None:
        case = story.open()
        dispute = contest(story, case)
        story.play(d(20))
        decide_dispute(story, case, dispute.id, Resolution.REJECTED)
        assert story.case(case).status is CaseStatus.OPEN
        story.play(d(40))
        assert [line for line in demands(story, case) if "reminder" in line]
        invariants.check(story)

    def test_the_answer_that_does_not_come_is_told_once_while_all_is_paused(self, story: Story) -> None:
        case = story.open()
        dispute = contest(story, case)
        assert dispute.answer_by == DUE + timedelta(days=24)
        story.play(d(60))
        assert story.types(case).count("dispute.answer_overdue") == 1
        assert story.case(case).status is CaseStatus.PAUSED

    def test_an_answer_in_time_is_never_overdue_and_may_let_the_rest_go_on(self, story: Story) -> None:
        case = story.open()
        dispute = contest(story, case, HALF)
        assert story.case(case).status is CaseStatus.PAUSED
        answer(story, case, dispute.id, goes_on=True)
        assert story.case(case).status is CaseStatus.OPEN
        story.play(d(60))
        types = story.types(case)
        assert "dispute.answer_overdue" not in types
        assert "dispute.answered" in types
        assert [line for line in story.happened(case) if "dispute_answer" in line]
        invariants.check(story)

    def test_a_payment_of_everything_closes_the_case_although_it_is_contested(self, story: Story) -> None:
        case = story.open()
        contest(story, case)
        story.pay(case)
        assert story.case(case).outcome is Outcome.PAID


class TestSeveral:
    """Two disputes at a time."""

    def test_each_holds_what_it_is_about_and_the_pause_ends_with_the_last(self, story: Story) -> None:
        case = story.open(invoices=(_invoice("FA-1", 50_000), _invoice("FA-2", 70_000)))
        first, second = story.case(case).invoices
        one = contest(story, case, invoice_ids=(first.id,), undisputed_goes_on=True)
        assert claimed(story, case).principal == Money(70_000)
        two = contest(story, case, 30_000, invoice_ids=(second.id,))
        assert claimed(story, case).principal == Money(40_000)
        assert story.case(case).status is CaseStatus.PAUSED
        decide_dispute(story, case, two.id, Resolution.REJECTED)
        assert story.case(case).status is CaseStatus.OPEN
        assert claimed(story, case).principal == Money(70_000)
        decide_dispute(story, case, one.id, Resolution.UPHELD)
        assert whole(story, case).principal == Money(70_000)
        invariants.check(story)

    def test_the_older_way_to_resolve_takes_the_one_dispute_and_refuses_two(self, story: Story) -> None:
        case = story.open()
        contest(story, case, HALF)
        contest(story, case, 10_000)
        with pytest.raises(Conflict) as refusal:
            story.resume_case(case, dispute=True)
        assert refusal.value.code == "several_disputes_open"
        decide_dispute(story, case, story.case(case).negotiation.disputes[0].id, Resolution.REJECTED)
        story.resume_case(case, dispute=True)
        assert story.case(case).status is CaseStatus.OPEN


@pytest.mark.parametrize(
    ("resolution", "credited", "given_up", "code"),
    [
        (Resolution.REJECTED, 1_000, None, "not_with_rejected"),
        (Resolution.REJECTED, 0, 1_000, "not_with_rejected"),
        (Resolution.PARTLY, 0, None, "nothing_taken_off"),
        (Resolution.PARTLY, HALF, None, "more_than_contested"),
        (Resolution.PARTLY, 0, HALF + 1, "more_than_contested"),
        (Resolution.UPHELD, 0, HALF - 1, "less_than_contested"),
    ],
)
def test_what_is_taken_off_agrees_with_who_was_right(
    story: Story, resolution: Resolution, credited: int, given_up: int | None, code: str
) -> None:
    case = story.open()
    dispute = contest(story, case, HALF)
    with pytest.raises(InvalidInput) as refusal:
        decide_dispute(story, case, dispute.id, resolution, credited=credited, given_up=given_up)
    assert [each.code for each in refusal.value.errors] == [code]
    assert story.case(case).negotiation.disputes[0].stands


def test_a_dispute_is_decided_once(story: Story) -> None:
    case = story.open()
    dispute = contest(story, case)
    decide_dispute(story, case, dispute.id, Resolution.REJECTED)
    with pytest.raises(Conflict) as refusal:
        decide_dispute(story, case, dispute.id, Resolution.UPHELD)
    assert refusal.value.code == "dispute_resolved"


def _invoice(number: str, cents: int) -> NewInvoice:
    return NewInvoice(number, DUE - timedelta(days=30), DUE, Money(cents), completed_on=DUE - timedelta(days=31))


def test_limitation_is_not_touched_by_a_dispute(story: Story) -> None:
    """A dispute acknowledges nothing and settles nothing (PRE_07): the last days stay, of what is set aside too."""
    case = story.open()
    before = limitation_of(story.case(case), whole(story, case))
    contest(story, case)
    after = limitation_of(story.case(case), whole(story, case))
    assert (after.last_day, after.safe_last_day) == (before.last_day, before.safe_last_day)


def test_a_receipt_of_before_the_dispute_is_not_corrected_by_it(story: Story) -> None:
    """R-092: an issued receipt changes only where what the payment paid has changed."""
    case = story.open()
    story.pay(case, 30_000)
    story.play(d(10))
    dispute = contest(story, case, HALF, undisputed_goes_on=True)
    story.play(d(12))
    decide_dispute(story, case, dispute.id, Resolution.REJECTED)
    story.play(d(13))
    assert [receipt.edition for receipt in story.case(case).receipts] == [1]
