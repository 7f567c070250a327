"""The texts of notes written from real cases: nothing is missing, and each says what its subject says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.acceleration_mentions import acceleration_problems
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.correspondence import MAKES_SENSE, is_overtaken
from chalicelib.domain.negotiation.dispute import Dispute, DisputeReason, DisputeState, Resolution
from chalicelib.domain.negotiation.note import NOTE_TEMPLATES, Note
from chalicelib.domain.negotiation.payment_plan import Instalment, PlanInterest, PlanState, Side
from chalicelib.domain.negotiation.promise import Promise, PromiseState
from chalicelib.domain.negotiation.record import Negotiation
from chalicelib.domain.negotiation.settlement import SettlementOffer, SettlementState
from chalicelib.usecases.message_facts import message_facts
from chalicelib.usecases.recording import CaseFile, load_case_file
from tests.support.noting import DISPUTE, PLAN, plan_of
from tests.support.story import Story, d
from tests.unit.adapters.rendering.test_texts import unwrapped

RENDERER = Renderer()
PROMISE, OFFER = "prm_00000000000000000000000001", "stl_00000000000000000000000001"
SUBJECT_OF = {"promise": PROMISE, "settlement": OFFER, "dispute": DISPUTE}


@pytest.fixture(scope="module")
def story() -> Story:
    told = Story(d(9, 10))
    told.debtor()
    told.open()
    return told


def noted(story: Story, template: str) -> tuple[CaseFile, Note]:
    """The case with a subject in the first state in which the text is true."""
    subject = SUBJECT_OF.get(template.partition("_")[0], PLAN)
    numbered = 1 if template.startswith(("instalment", "acceleration")) else None
    note = Note(subject, template, story.now(), numbered)
    file = load_case_file(story.scope, story.case_ids()[0], story.recording)
    negotiation = _in_its_state(file, min(MAKES_SENSE[template])).with_note(note)
    return replace(file, case=replace(file.case, negotiation=negotiation)), note


def _in_its_state(file: CaseFile, state: str) -> Negotiation:
    now, today = file.now, d(9).date()
    known = Negotiation()
    if state in tuple(PromiseState):
        promise = Promise(PROMISE, Money(50_000), today + timedelta(days=10), now, "page", PromiseState(state))
        known = known.with_promise(promise)
    if state in tuple(PlanState):
        plan = replace(plan_of(today, now), state=PlanState(state), answer_by=today + timedelta(days=7))
        parts = (Instalment(1, today - timedelta(days=4), Money(20_000)), Instalment(2, today, Money(40_000)))
        known = known.with_plan(replace(plan, instalments=parts))
    if state in tuple(SettlementState):
        offer = SettlementOffer(OFFER, Money(90_000), now, today + timedelta(days=14), SettlementState(state))
        known = known.with_settlement(replace(offer, waived=Money(30_000)))
    if state in tuple(DisputeState):
        dispute = Dispute(DISPUTE, DisputeReason.WRONG_AMOUNT, now, "page", (file.case.invoices[0].id,), Money(1_000))
        known = known.with_dispute(replace(dispute, state=DisputeState(state), resolution=Resolution.PARTLY))
    return known


@pytest.mark.parametrize("template", sorted(NOTE_TEMPLATES))
def test_every_note_can_be_written_from_its_case(story: Story, template: str) -> None:
    file, note = noted(story, template)
    facts = message_facts(file, file.rates, subject_id=note.id)
    assert not is_overtaken(file.case.negotiation, note)
    assert RENDERER.email(template, facts).text
    assert RENDERER.letter_words(template, facts).words


def test_every_text_of_a_note_knows_when_it_is_true() -> None:
    assert set(MAKES_SENSE) == NOTE_TEMPLATES


def test_a_notice_names_what_is_missing_up_to_its_instalment_and_the_day_that_its_plan_gives(story: Story) -> None:
    """PLAN_02: eight days after the presumed presentation."""
    file, note = noted(story, "acceleration_notice")
    facts = message_facts(file, file.rates, subject_id=note.id)
    words = RENDERER.letter_words("acceleration_notice", facts).words
    assert list(acceleration_problems(words, facts)) == []
    assert facts.instalment is not None
    assert (facts.instalment.missing, facts.instalment.left) == (Money(20_000), Money(60_000))
    assert facts.instalment.last_day == d(9).date() + timedelta(days=7 + 8)


def test_a_counter_proposal_and_interest_are_told_from_the_plan(story: Story) -> None:
    file, note = noted(story, "plan_proposal")
    (plan,) = file.case.negotiation.plans
    asked = replace(plan, id="plan_0", state=PlanState.REPLACED, proposed_by=Side.DEBTOR, active_since=None)
    answer = replace(
        plan, proposed_by=Side.CREDITOR, replaces="plan_0", interest_during=PlanInterest.DUE_IF_ACCELERATED
    )
    negotiation = Negotiation(plans=(asked, answer), notes=(note,))
    facts = message_facts(
        replace(file, case=replace(file.case, negotiation=negotiation)), file.rates, subject_id=note.id
    )
    assert facts.plan is not None
    assert (facts.plan.answers, facts.plan.interest_waived) == (True, False)


def test_a_broken_word_reaches_every_text(story: Story) -> None:
    """R-081."""
    file, _ = noted(story, "promise_broken")
    firmer = replace(file.case, negotiation=replace(file.case.negotiation, firmness=2))
    facts = message_facts(replace(file, case=firmer), file.rates)
    assert facts.word_broken
    assert "oubli" not in unwrapped(RENDERER.email("reminder_1", facts).text)
    assert not message_facts(file, file.rates).word_broken
