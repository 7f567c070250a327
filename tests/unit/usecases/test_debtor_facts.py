"""What a fact of a debtor does to their cases: each kind, told from its recording to its end (STOP_02..STOP_04)."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Channel
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.errors import Conflict
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.parties import Address, DebtorKind
from tests.support.fact_story import GUARDIAN, JUDGMENT, FactStory
from tests.support.invariants import check
from tests.support.story import d

JUDGED = date(2026, 1, 22)  # D+17


@pytest.fixture
def story() -> FactStory:
    return FactStory(d(2))


class TestInsolvency:
    @pytest.mark.parametrize("kind", [DebtorKind.COMPANY, DebtorKind.SOLE_TRADER])
    def test_nothing_leaves_any_more_and_interest_stops_on_the_eve(self, story: FactStory, kind: DebtorKind) -> None:
        """STOP_02, INT_16: D+1 to D+16 at 12.15 % of 1 200 EUR, to the cent, on whatever later day."""
        case = story.open(story.debtor(kind=kind))
        story.play(d(18))
        sent = list(story.happened(case))
        story.insolvent(JUDGED)
        for day in (20, 60, 120):
            story.play(d(day))
            assert story.happened(case) == sent
            assert story.owed(case) == 120_000 + 639 + 4_000  # 120 000 × 12.15 % × 16 / 365 = 639.12 cents
        found = story.case(case)
        assert (found.status, found.frozen_on) == (CaseStatus.PAUSED, JUDGED)
        assert found.pause is not None
        assert found.pause.kind is PauseKind.INSOLVENCY
        check(story)

    def test_the_time_to_declare_runs_from_the_publication(self, story: FactStory) -> None:
        """R622-24: unknown until the BODACC date is; the event tells it both times."""
        case = story.open(story.debtor())
        story.play(d(18))
        story.insolvent(JUDGED)
        assert story.case(case).insolvency is not None
        assert story.case(case).insolvency.declaration_deadline is None  # type: ignore[union-attr]  # just asserted
        story.play(d(30))
        story.insolvent(JUDGED, date(2026, 1, 31))
        told = [
            event.payload["declaration_deadline"] for event in story.told(case) if event.type == "insolvency.detected"
        ]
        assert told == [None, "2026-03-31"]
        assert len(story.debtor_now().facts) == 1

    def test_a_creditor_from_overseas_has_four_months(self, story: FactStory) -> None:
        case = story.open(story.debtor(postal_code="97400"))
        story.play(d(18))
        story.insolvent(JUDGED, date(2026, 1, 22))
        assert story.case(case).insolvency.declaration_deadline == date(2026, 5, 22)  # type: ignore[union-attr]  # it is there

    def test_the_declaration_is_written_and_written_again_when_the_claim_changes(self, story: FactStory) -> None:
        """A payment of before the judgment, recorded late, changes the claim; one of after it does not."""
        case = story.open(story.debtor())
        story.play(d(18))
        story.insolvent(JUDGED)
        story.play(d(19))
        assert len(story.papers(case, DocumentKind.CLAIM_DECLARATION)) == 1
        story.pay(case, 10_000, on=d(18).date())
        story.play(d(20))
        assert story.case(case).insolvency.edition == 1  # type: ignore[union-attr]  # it is there
        story.pay(case, 20_000, on=d(10).date())
        story.play(d(21))
        insolvency = story.case(case).insolvency
        assert insolvency is not None
        assert insolvency.edition == 2
        assert [p.id for p in story.papers(case, DocumentKind.CLAIM_DECLARATION)][-1] == insolvency.document_id
        issued = [event.payload for event in story.told(case) if event.type == "declaration.issued"]
        assert [each["as_of"] for each in issued] == ["2026-01-21", "2026-01-21"]
        check(story)

    def test_an_invoice_due_after_the_judgment_bears_nothing_and_is_declared_apart(self, story: FactStory) -> None:
        """IND_04; C. com. L622-25: sums to fall due."""
        from chalicelib.domain.claim_declaration import claim_of
        from chalicelib.domain.money import Money
        from chalicelib.usecases.case_request import NewInvoice

        debtor = story.debtor()
        invoices = (
            NewInvoice("FA-1", date(2025, 12, 6), date(2026, 1, 5), Money(120_000), completed_on=date(2025, 12, 5)),
            NewInvoice("FA-2", date(2026, 1, 2), date(2026, 2, 2), Money(50_000), completed_on=date(2026, 1, 1)),
        )
        story.play(d(3))
        case = story.open(debtor, invoices=invoices)
        story.play(d(18))
        story.insolvent(JUDGED)
        story.play(d(40))
        claim = claim_of(story.case(case), story.recording.rates)
        assert claim is not None
        assert (claim.due_total.amount, claim.to_come_total.amount) == (120_000 + 639 + 4_000, 50_000)
        assert story.owed(case) == 120_000 + 639 + 4_000 + 50_000

    def test_a_payment_during_the_stop_is_recorded_and_its_receipt_waits(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        story.play(d(18))
        story.insolvent(JUDGED)
        before = len(story.sent)
        story.pay(case, 5_000)
        story.play(d(30))
        assert len(story.case(case).payments) == 1
        assert len(story.papers(case, DocumentKind.RECEIPT)) == 1
        assert len(story.sent) == before

    def test_nobody_resumes_the_case_while_the_judgment_stands(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        story.play(d(18))
        learnt = story.insolvent(JUDGED)
        assert learnt is not None
        with pytest.raises(Conflict) as refusal:
            story.resume_case(case)
        assert refusal.value.code == "debtor_fact_stands"
        story.withdraw(learnt.fact.id)
        found = story.case(case)
        assert (found.status, found.frozen_on, found.insolvency, found.pause) == (CaseStatus.OPEN, None, None, None)
        story.play(d(32))
        assert "D+30 email reminder_2" in story.happened(case)
        check(story)

    def test_the_judgment_is_kept_as_evidence_in_each_case(self, story: FactStory) -> None:
        debtor = story.debtor()
        cases = [story.open(debtor, number=f"FA-{n}") for n in (1, 2)]
        story.insolvent(date(2026, 1, 6), document=JUDGMENT)
        story.play(d(4))
        papers = [story.papers(case, DocumentKind.CORRESPONDENCE) for case in cases]
        assert [[paper.name for paper in each] for each in papers] == [["jugement.pdf"], ["jugement.pdf"]]
        assert len({each[0].id for each in papers}) == 2
        check(story)


class TestOverIndebtedness:
    def test_a_consumer_who_may_not_pay_is_asked_for_nothing(self, story: FactStory) -> None:
        """STOP_03, INT_17."""
        case = story.open(story.debtor(kind=DebtorKind.CONSUMER))
        story.play(d(18))
        sent = list(story.happened(case))
        story.learn(FactKind.OVER_INDEBTEDNESS, JUDGED)
        story.play(d(120))
        assert story.happened(case) == sent
        assert story.case(case).frozen_on == JUDGED
        with pytest.raises(Conflict, match="withdraw the fact"):
            story.resume_case(case)


class TestDeathAndGuardianship:
    def test_a_guardian_becomes_the_only_addressee_once_a_person_resumes(self, story: FactStory) -> None:
        """STOP_04: no call, no SMS; e-mail and letters to the guardian."""
        case = story.open(story.debtor(kind=DebtorKind.CONSUMER))
        story.play(d(14))
        story.learn(FactKind.GUARDIANSHIP, d(13).date(), addressee=GUARDIAN)
        found = story.case(case)
        assert found.status is CaseStatus.NEEDS_ATTENTION
        assert found.attention is not None
        assert found.attention.code == "debtor_under_guardianship"
        story.resolve(case, AttentionAction.SKIP)
        story.resume_case(case)
        before = len(story.sent)
        story.play(d(70))
        written = story.sent[before:]
        assert written
        recipients = {contact.recipient for contact in story.contacts(case) if contact.template != "call_verification"}
        assert all(to == "tutelle@asso.example" or to.startswith("Association Tutélaire\n") for to in recipients)
        assert not [each for each in written if each.channel in (Channel.SMS, Channel.CALL)]
        blocked = [e.payload for e in story.told(case) if e.type == "step.blocked"]
        assert {rule["rule"] for each in blocked for rule in each["rules"]} >= {"STOP_04"}
        check(story)

    def test_a_death_without_anybody_to_write_to_cannot_be_resumed(self, story: FactStory) -> None:
        case = story.open(story.debtor(kind=DebtorKind.CONSUMER))
        story.play(d(14))
        story.learn(FactKind.DEATH, d(13).date())
        story.resolve(case, AttentionAction.SKIP)
        with pytest.raises(Conflict, match="addressee") as refusal:
            story.resume_case(case)
        assert refusal.value.code == "debtor_fact_stands"
        story.learn(FactKind.DEATH, d(13).date(), addressee=GUARDIAN)
        story.resume_case(case)
        assert story.case(case).status is CaseStatus.OPEN

    def test_a_death_told_on_the_telephone_stays_as_it_was(self, story: FactStory) -> None:
        """What a call says is no fact of the debtor yet: a person may resume."""
        case = story.open(story.debtor(kind=DebtorKind.CONSUMER))
        story.play(d(9))
        story.answer_call(CallOutcome.DECEASED)
        story.resolve(case, AttentionAction.SKIP)
        story.resume_case(case)
        assert story.case(case).status is CaseStatus.OPEN


class TestLawyer:
    def test_the_lawyer_is_written_to_instead_of_the_debtor(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        story.play(d(14))
        story.learn(FactKind.LAWYER, d(13).date())
        with pytest.raises(Conflict, match="addressee"):
            story.resume_case(case)
        story.learn(FactKind.LAWYER, d(14).date(), addressee=GUARDIAN)
        assert story.case(case).status is CaseStatus.PAUSED
        story.resume_case(case)
        story.play(d(16))
        assert story.contact(case, "reminder_1").recipient == "tutelle@asso.example"


class TestWrongPerson:
    def test_one_address_of_somebody_else_is_used_no_more(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        story.play(d(9))
        learnt = story.learn(FactKind.WRONG_PERSON, d(8).date(), contact="dettes@debiteur.example")
        assert learnt is not None
        story.play(d(16))
        assert story.contact(case, "reminder_1").channel is Channel.LETTER
        story.withdraw(learnt.fact.id)
        story.play(d(31))
        assert story.contact(case, "reminder_2").channel is Channel.EMAIL

    def test_a_debtor_who_is_not_the_one_hears_nothing_more(self, story: FactStory) -> None:
        case = story.open(story.debtor(kind=DebtorKind.CONSUMER))
        story.play(d(9))
        sent = list(story.happened(case))
        story.learn(FactKind.WRONG_PERSON, d(8).date())
        story.pay(case, 1_000)
        story.play(d(90))
        assert story.happened(case) == sent
        assert story.case(case).pause is not None
        assert story.case(case).pause.kind is PauseKind.WRONG_PERSON  # type: ignore[union-attr]  # just asserted


class TestMovedAndOptedOut:
    def test_a_new_address_is_followed_at_once(self, story: FactStory) -> None:
        """Territory, hours and holidays are those of the new place."""
        case = story.open(story.debtor(email=None))
        story.play(d(10))
        story.learn(FactKind.MOVED, d(9).date(), address=Address("5 rue Pasteur", "97400", "Saint-Denis"))
        story.play(d(16))
        contact = story.contact(case, "reminder_1")
        assert "97400" in contact.recipient
        assert story.case(case).postal_code == "97400"

    def test_without_an_address_letters_wait(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        story.play(d(16))
        learnt = story.learn(FactKind.MOVED, d(15).date())
        assert learnt is not None
        story.play(d(50))
        assert story.sent_by(Channel.REGISTERED_LETTER) == 0
        assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
        story.withdraw(learnt.fact.id)
        assert story.debtor_now().blocks == ()

    def test_a_channel_that_the_debtor_stopped_is_replaced_by_the_post(self, story: FactStory) -> None:
        """CON_09."""
        case = story.open(story.debtor())
        story.play(d(10))
        story.learn(FactKind.OPT_OUT, d(9).date(), channel="email")
        story.play(d(16))
        assert story.contact(case, "reminder_1").channel is Channel.LETTER
        assert story.sent_by(Channel.EMAIL) == 0
