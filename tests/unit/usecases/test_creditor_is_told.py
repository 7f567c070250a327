"""The creditor is told of payments and proposals, and gets what the collector holds (PAY_04, PAY_05)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.domain.advice_record import AdviceState, Remittance
from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.collector import Payee
from chalicelib.domain.contact import ContactState, DeliveryKind, Purpose
from chalicelib.domain.errors import Conflict, InvalidInput
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory, check_letter_first
from tests.support.story import DUE, Story, d


@pytest.fixture
def story() -> MandateStory:
    told = MandateStory(d(2))
    told.debtor()
    return told


def advices(story: Story, case_id: str) -> list[tuple[str, str, str]]:
    found = [contact for contact in story.contacts(case_id) if contact.purpose is Purpose.ADVICE]
    return [(contact.template, contact.recipient, contact.state.value) for contact in found]


def test_every_payment_even_partial_is_told_to_the_creditor_at_once(story: MandateStory) -> None:
    """PAY_04: at night too, since nobody solicits a debtor."""
    case = story.mandated()
    story.play(d(5, hour=23))
    story.pay(case, 20_000)
    story.play(d(6, hour=1))
    assert advices(story, case) == [("payment_advice", "compta@fournil.example", "sent")]
    story.play(d(16))
    story.pay(case)
    story.play(d(20))
    assert story.case(case).status is CaseStatus.CLOSED
    assert len(advices(story, case)) == 2
    assert {receipt.advice.state for receipt in story.case(case).receipts} == {AdviceState.SENT}
    check(story)


def test_it_is_no_contact_with_the_debtor(story: MandateStory) -> None:
    """PAY_04: no caps, no step, no history of messages, no way to stop the debtor's e-mails."""
    case = story.mandated()
    story.play(d(4))
    story.pay(case, 20_000)
    story.play(d(5))
    advice = story.contact(case, "payment_advice")
    log = story.memory.parties(story.scope, debtor_id="deb_1", sender=story.scope.tenant_id).log
    assert log is None or log.entries == ()
    entries = story.memory.compliance_log(story.scope, "deb_1", limit=50, position=None).items
    assert entries
    assert "payment_advice" not in str(entries)
    assert [record.step_id for record in story.case(case).steps] == ["first_letter"]
    story.report(advice.id, DeliveryKind.BOUNCED, DUE + timedelta(days=5))
    debtor, _ = story.memory.debtor(story.scope, "deb_1")
    assert debtor.blocks == ()
    assert story.contact(case, "payment_advice").state is ContactState.BOUNCED


def test_in_the_creditor_s_own_name_nobody_is_told(story: MandateStory) -> None:
    case = story.open()
    story.play(d(4))
    story.pay(case, 20_000)
    story.play(d(5))
    assert advices(story, case) == []
    assert story.case(case).receipts[0].remittance is None


def test_a_promise_is_told_with_its_day(story: MandateStory) -> None:
    """PAY_04: a proposal other than immediate payment."""
    case = story.mandated()
    story.play(d(9))
    story.answer_call(CallOutcome.REACHED_PROMISE, DUE + timedelta(days=15))
    story.play(d(10))
    assert advices(story, case) == [("proposal_advice", "compta@fournil.example", "sent")]
    assert f"for {DUE + timedelta(days=15)}" in story.read(case, "proposal_advice")
    assert "proposal.received" in story.types(case)


def test_without_an_address_of_the_creditor_the_event_says_so_and_the_case_goes_on(story: MandateStory) -> None:
    case = story.mandated()
    story.creditor(email=None)
    story.play(d(4))
    story.pay(case, 20_000)
    story.play(d(9))
    said = [event.payload for event in story.told(case) if event.type == "creditor.not_informed"]
    assert [each["reason"] for each in said] == ["no_creditor_email"]
    assert story.case(case).receipts[0].advice.state is AdviceState.NOT_DELIVERABLE
    assert "D+8 call call_verification" in story.happened(case)


def test_a_mailer_that_is_down_is_tried_three_times_and_holds_nobody_up(story: MandateStory) -> None:
    case = story.mandated(debtor_id=story.debtor("deb_2", email=None))
    story.play(d(4))
    story.faults.refusing = frozenset({"mailer.send"})
    story.pay(case, 20_000)
    story.play(d(9))
    said = [event.payload for event in story.told(case) if event.type == "creditor.not_informed"]
    assert [each["reason"] for each in said] == ["sending_failed"]
    states = [state for template, _, state in advices(story, case) if template == "payment_advice"]
    assert states == ["failed", "failed", "failed"]
    assert "D+8 call call_verification" in story.happened(case)


def test_an_advice_in_doubt_goes_out_once_more_with_its_mark(story: MandateStory) -> None:
    """Design, ambiguous failure: an e-mail twice only with the mark."""
    case = story.mandated()
    story.play(d(4))
    story.faults.lost = frozenset({"mailer.send"})
    story.pay(case, 20_000)
    story.play(d(4, hour=8))
    story.faults.lost = frozenset()
    story.play(d(5))
    told = [contact for contact in story.contacts(case) if contact.purpose is Purpose.ADVICE]
    assert [contact.duplicate_possible for contact in told][-1] is True
    assert story.case(case).receipts[0].advice.state is not AdviceState.DUE
    check(story)


class TestReceiptsAndTheLetter:
    def test_a_receipt_waits_for_a_letter_on_its_way(self, story: MandateStory) -> None:
        """LTR_01, PAY_03: it is issued at once, and leaves after the letter."""
        story.carrier.posts = False
        case = story.mandated()
        story.play(d(3))
        story.pay(case, 20_000)
        story.play(d(4, hour=12))
        assert "receipt.issued" in story.types(case)
        assert [c.template for c in story.with_debtor(case)] == ["first_letter"]
        story.report(story.contact(case, "first_letter").id, DeliveryKind.POSTED, DUE + timedelta(days=3))
        story.play(d(5))
        assert [c.template for c in story.with_debtor(case)] == ["first_letter", "receipt"]
        check_letter_first(story, case)

    def test_a_receipt_is_owed_all_the_same_where_the_letter_cannot_go(self, story: MandateStory) -> None:
        """PAY_03 (CPCE R124-6): paid in full before the letter, nothing but the final receipt leaves."""
        story.play(d(5, hour=22))
        case = story.mandated()
        story.pay(case)
        story.play(d(20))
        assert story.case(case).status is CaseStatus.CLOSED
        assert [c.template for c in story.with_debtor(case)] == ["final_receipt"]

    def test_what_withdraws_a_receipt_precedes_the_letter(self, story: MandateStory) -> None:
        """R-092: no demand reaches a debtor who holds a receipt that is void; LTR_01 for all the rest."""
        story.play(d(5, hour=22))
        case = story.mandated()
        payment = story.pay(case, method="cheque")
        story.play(d(9))
        assert story.case(case).status is CaseStatus.CLOSED
        story.reverse(case, payment)
        story.play(d(24))
        templates = [contact.template for contact in story.with_debtor(case)]
        assert templates[:4] == ["final_receipt", "receipt_withdrawal", "first_letter", "call_verification"]
        check_letter_first(story, case)


class TestRemittance:
    @pytest.mark.parametrize(
        ("received", "days", "due"),
        [
            (date(2026, 1, 7), None, date(2026, 2, 7)),
            (date(2026, 1, 31), None, date(2026, 2, 28)),
            (date(2026, 1, 7), 10, date(2026, 1, 17)),
            (date(2026, 1, 7), 0, date(2026, 1, 7)),
        ],
    )
    def test_within_one_month_or_the_days_agreed(self, received: date, days: int | None, due: date) -> None:
        """PAY_05 (CPCE R124-6); the last day of a shorter month."""
        story = MandateStory(d(2), payee=Payee.COLLECTOR, remittance_days=days)
        story.debtor()
        case = story.mandated()
        story.play(d(30))
        payment = story.pay(case, 20_000, on=received)
        assert story.case(case).receipts[0].remittance == Remittance(due)
        story.play(d(31))
        assert f"remit by {due}" in story.read(case, "payment_advice")
        assert "account collector" in story.read(case, "first_letter")
        with pytest.raises(InvalidInput):
            story.remit(case, payment, received - timedelta(days=1))
        story.remit(case, payment, received)
        assert "payment.remitted" in story.types(case)
        with pytest.raises(Conflict) as twice:
            story.remit(case, payment, received)
        assert twice.value.code == "already_remitted"

    def test_nothing_is_passed_on_of_a_payment_that_bounced(self) -> None:
        story = MandateStory(d(2), payee=Payee.COLLECTOR)
        story.debtor()
        case = story.mandated()
        story.play(d(9))
        payment = story.pay(case, 20_000, method="cheque")
        story.reverse(case, payment)
        with pytest.raises(Conflict) as refusal:
            story.remit(case, payment, DUE + timedelta(days=9))
        assert refusal.value.code == "remittance_not_due"
