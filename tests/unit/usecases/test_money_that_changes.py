"""Receipts, closing and the trail when the money of a case changes afterwards (R-092, PAY_03, INT_15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.case import CaseStatus, Outcome
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import ContactState
from chalicelib.domain.errors import AmbiguousFailure, InvalidInput, ProviderUnavailable
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Debtor
from chalicelib.domain.rate_series import RateSeries
from chalicelib.domain.rates import HalfYear
from chalicelib.domain.receipt import ReceiptState
from chalicelib.usecases.record_payment import RecordCreditNote, record_credit_note
from chalicelib.usecases.view_case import view_case
from chalicelib.usecases.writes import Update
from tests.support.invariants import check
from tests.support.rates import operator_puts
from tests.support.story import DUE, PRINCIPAL, Story, d
from tests.support.world import TEST

LATE_DUE = date(2026, 11, 2)
NEXT_HALF = HalfYear(2027, 1)


@pytest.fixture
def story() -> Story:
    told = Story(d(2))
    told.debtor()
    return told


def states(story: Story, case: str) -> dict[str, tuple[ReceiptState, bool, int]]:
    return {r.payment_id: (r.state, r.is_final, r.edition) for r in story.case(case).receipts}


def issued(story: Story, case: str) -> list[tuple[str, bool, str | None]]:
    reference = story.case(case).reference
    told = [e.payload for e in story.told(case) if e.type == "receipt.issued"]
    short = [(p["number"].removeprefix(f"{reference}-"), p["is_final"], p["corrects"]) for p in told]
    return [(number, final, old and old.removeprefix(f"{reference}-")) for number, final, old in short]


class TestCorrectedReceipts:
    """Design, money: an issued receipt never changes; a corrected one refers to it."""

    def test_a_payment_recorded_late_corrects_the_receipt_of_a_later_one(self, story: Story) -> None:
        case = story.open()
        story.play(d(20))
        later = story.pay(case, 50_000)
        story.play(d(22, 12))
        first = story.case(case).receipt_of(later)
        assert first is not None
        story.pay(case, 30_000, on=DUE + timedelta(days=5))
        story.play(d(24, 12))
        assert sorted(issued(story, case)[1:]) == [("Q1-R1", False, "Q1"), ("Q2", False, None)]
        second = story.case(case).receipt_of(later)
        assert second is not None
        assert (second.state, second.edition) == (ReceiptState.SENT, 2)
        assert second.document_id != first.document_id
        check(story)

    def test_a_final_receipt_is_withdrawn_when_an_earlier_payment_bounces(self, story: Story) -> None:
        case = story.open()
        story.play(d(10))
        one = story.pay(case, 60_000, method="cheque")
        story.play(d(12))
        two = story.pay(case)
        story.play(d(16))
        assert states(story, case)[two] == (ReceiptState.SENT, True, 1)
        story.reverse(case, one)
        story.play(d(29))
        assert states(story, case) == {one: (ReceiptState.WITHDRAWN, False, 1), two: (ReceiptState.SENT, False, 2)}
        assert issued(story, case)[-1] == ("Q2-R1", False, "Q2")
        check(story)

    def test_the_payment_that_then_closes_the_case_has_the_final_receipt(self, story: Story) -> None:
        case = story.open()
        story.play(d(10))
        one = story.pay(case, 60_000)
        story.play(d(12))
        two = story.pay(case)
        story.play(d(16))
        story.reverse(case, one)
        story.play(d(20))
        three = story.pay(case)
        story.play(d(24))
        assert {payment for payment, (_, final, _) in states(story, case).items() if final} == {three}
        assert two in states(story, case)

    def test_a_correction_that_is_no_longer_needed_is_not_issued(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = story.open()
        story.play(d(20))
        later = story.pay(case, 50_000)
        story.play(d(26))
        before = story.case(case).receipt_of(later)
        with monkeypatch.context() as nothing_works:
            nothing_works.setattr(story, "pump", lambda: None)
            backdated = story.pay(case, 30_000, on=DUE + timedelta(days=5))
            assert states(story, case)[later][0] is ReceiptState.DUE
            story.reverse(case, backdated)
        assert story.case(case).receipt_of(later) == before
        story.play(d(28))
        assert issued(story, case) == [("Q1", False, None)]

    def test_a_correction_that_was_due_when_its_payment_bounced_withdraws_the_receipt_that_was_sent(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = story.open()
        story.play(d(20))
        later = story.pay(case, 50_000)
        story.play(d(23))
        with monkeypatch.context() as nothing_works:
            nothing_works.setattr(story, "pump", lambda: None)
            story.pay(case, 30_000, on=DUE + timedelta(days=5))
            story.reverse(case, later)
        assert states(story, case)[later] == (ReceiptState.WITHDRAWAL_DUE, False, 1)

    def test_a_credit_note_that_changes_the_interest_corrects_what_was_issued(self, story: Story) -> None:
        case = story.open()
        story.play(d(20))
        one = story.pay(case, 50_000)
        story.play(d(23))
        story.credit(case, 20_000)
        story.play(d(26))
        assert states(story, case)[one] == (ReceiptState.SENT, False, 2)


class TestCreditNotes:
    def test_on_a_paid_case_it_tells_what_is_overpaid(self, story: Story) -> None:
        case = story.open()
        story.play(d(20))
        story.pay(case)
        story.play(d(22))
        story.credit(case, 50_000)
        (told,) = [e for e in story.told(case) if e.type == "payment.overpaid"]
        assert told.payload["excess"]["amount"] >= 50_000
        assert told.payload["credit_note_id"] == story.case(case).credit_notes[0].id

    def test_the_one_that_closes_the_case_makes_the_last_receipt_final(self, story: Story) -> None:
        case = story.open()
        story.play(d(10))
        one = story.pay(case, 100_000)
        story.play(d(13))
        story.credit(case, 30_000)
        assert story.case(case).outcome is Outcome.PAID
        story.play(d(20))
        assert states(story, case)[one] == (ReceiptState.SENT, True, 2)
        assert issued(story, case) == [("Q1", False, None), ("Q1-R1", True, "Q1")]
        check(story)

    def test_one_of_the_future_is_refused(self, story: Story) -> None:
        case = story.open()
        story.play(d(10))
        note = RecordCreditNote(
            story._changing(case),
            story.case(case).invoices[0].id,
            "AV-1",
            DUE + timedelta(days=20),
            Money(PRINCIPAL),
            from_issue_date=True,
        )
        with pytest.raises(InvalidInput) as refusal:
            story._change(record_credit_note, note)
        assert [(p.pointer, p.code) for p in refusal.value.errors] == [("#/issued_on", "in_the_future")]


def test_a_payment_on_a_paid_case_has_a_receipt_but_not_a_second_final_one(story: Story) -> None:
    case = story.open()
    story.play(d(10))
    one = story.pay(case)
    story.play(d(13))
    two = story.pay(case, 500)
    story.play(d(17))
    assert states(story, case) == {one: (ReceiptState.SENT, True, 1), two: (ReceiptState.SENT, False, 1)}
    check(story)


class TestAnUnknownRate:
    """INT_15: the rate of a half-year that began is not loaded yet; money comes in all the same."""

    @pytest.fixture
    def late(self) -> Story:
        told = Story(d(2, due=LATE_DUE))
        told.debtor()
        return told

    def opened(self, story: Story) -> str:
        case = story.open(due=LATE_DUE)
        story.play(datetime(2026, 11, 12, 9, tzinfo=UTC))
        story.wall.instant = datetime(2027, 1, 12, 9, tzinfo=UTC)
        return case

    def publish(self, story: Story) -> None:
        operator_puts(story, RateSeries.ECB_REFINANCING, str(NEXT_HALF), "2.40")

    def test_a_payment_is_recorded_without_allocation_and_completed_when_the_rate_is_there(self, late: Story) -> None:
        case = self.opened(late)
        paid = late.pay(case, 200_000)
        (told,) = [e for e in late.told(case) if e.type == "payment.recorded"]
        assert "allocations" not in told.payload
        assert told.payload["outstanding"] is None
        assert late.case(case).status is CaseStatus.OPEN
        late.play(datetime(2027, 1, 20, 9, tzinfo=UTC))
        assert states(late, case) == {paid: (ReceiptState.DUE, False, 1)}
        assert not [line for line in late.happened(case) if "reminder_2" in line]
        self.publish(late)
        late.play(datetime(2027, 1, 25, 20, tzinfo=UTC))
        assert late.case(case).outcome is Outcome.PAID
        assert states(late, case) == {paid: (ReceiptState.SENT, True, 1)}
        assert "payment.overpaid" in late.types(case)
        assert late.open(due=LATE_DUE) != case  # the invoice is free again
        check(late)

    def test_a_part_payment_and_its_reversal_wait_too(self, late: Story) -> None:
        case = self.opened(late)
        paid = late.pay(case, 5_000)
        late.credit(case, 1_000)
        late.reverse(case, paid)
        assert late.case(case).receipts[0].state is ReceiptState.NONE
        assert [e.payload["outstanding"] for e in late.told(case) if "outstanding" in e.payload] == [None] * 3
        self.publish(late)
        late.play(datetime(2027, 1, 25, 20, tzinfo=UTC))
        assert late.case(case).status is CaseStatus.OPEN


def test_a_reversal_is_recorded_when_another_case_has_taken_over_the_invoice(story: Story) -> None:
    case = story.open()
    story.play(d(10))
    paid = story.pay(case)
    story.play(d(13))
    newer = story.open()
    story.reverse(case, paid)
    assert newer != case
    assert story.case(case).is_closed
    (told,) = [e for e in story.told(case) if e.type == "payment.reversed"]
    assert told.payload["not_reopened"] == "invoice_already_in_case"
    story.play(d(20))
    assert states(story, case)[paid][0] is ReceiptState.WITHDRAWN


def test_a_contact_marked_as_sent_after_it_failed_is_so_everywhere(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = story.open()
    story.play(d(14))

    def refuse(*_: object) -> None:
        raise ProviderUnavailable("no")

    monkeypatch.setattr(story.mailer, "send", refuse)
    story.play(d(16))
    story.resolve(case, AttentionAction.MARK_SENT)
    (contact,) = [c for c in story.contacts(case) if c.state is ContactState.SENT and c.template == "reminder_1"]
    record = story.case(case).record_of("first_reminder")
    assert record is not None
    assert [ref.state for ref in record.contacts if ref.id == contact.id] == [ContactState.SENT]
    told = [e.payload["contact_id"] for e in story.told(case) if e.type == "contact.sent"]
    assert told == [contact.id]


def test_a_receipt_that_cannot_go_out_says_so() -> None:
    story = Story(d(2))
    debtor_id = story.debtor(email=None)
    case = story.open()
    story.play(d(10))
    debtor, key = story.memory._get(Debtor, story.scope, debtor_id), story.memory._key(story.scope, debtor_id)
    story.memory.commit([Update(replace(debtor, address=None, version=debtor.version + 1), key)])
    paid = story.pay(case)
    story.play(d(13))
    assert states(story, case)[paid] == (ReceiptState.NOT_DELIVERABLE, True, 1)


def test_a_letter_in_doubt_leaves_its_trace_in_a_closed_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Design: ambiguous failure; a closed case asks nobody."""
    story = Story(d(2))
    story.debtor(email=None)
    case = story.open()
    story.play(d(10, 9))

    def no_answer(*_: object) -> None:
        raise AmbiguousFailure("no answer")

    monkeypatch.setattr(story.sending.live.postal, "send", no_answer)
    paid = story.pay(case)
    story.play(d(13))
    (told,) = [e for e in story.told(case) if e.type == "contact.unknown"]
    (contact,) = [c for c in story.contacts(case) if c.payment_id == paid]
    assert (told.payload["contact_id"], contact.state) == (contact.id, ContactState.UNKNOWN)


def test_a_case_of_a_test_clock_is_shown_at_its_clock() -> None:
    story = Story(d(2), scope=TEST)
    story.debtor()
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    story.advance(clock, d(28))
    view = view_case(TEST, case, store=story.store, wall=story.wall, rates=story.recording.rates)
    assert view.as_of == DUE + timedelta(days=28)
