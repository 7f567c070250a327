"""Whom a text names: who answers for the creditor, then for its collector (R-057, R-091); the mediator (R-053)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.adapters.mime_writer import MimeWriter
from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.mediator import Mediator
from chalicelib.domain.parties import CaseManager, DebtorKind
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory
from tests.support.story import d

OURS = CaseManager("Odile Garnier", "+33478000001", "o.garnier@fournil.example")
THEIRS = CaseManager("Basile Roumi", "+33556000002", "b.roumi@relance.example")


@pytest.fixture
def story() -> MandateStory:
    told = MandateStory(d(2), renderer=Renderer(), mime=MimeWriter("relance@amiable.example"))
    told.debtor()
    return told


def _texts(story: MandateStory, case: str) -> dict[str, str]:
    return {contact.template: contact.text or "" for contact in story.contacts(case)}


def test_after_the_switch_the_debtor_may_reach_the_collector_and_no_more_the_creditors_person(
    story: MandateStory,
) -> None:
    """R-057: under the agency's letterhead nobody is named « en charge de votre dossier » who is not of the agency."""
    case = story.open(case_manager=OURS)
    story.play(d(16))
    assert "Odile Garnier" in _texts(story, case)["reminder_1"]
    story.switch(case)
    story.play(d(45))
    after = _texts(story, case)["reminder_2"]
    assert "Odile" not in after
    assert "o.garnier" not in after
    assert "dossiers@relance.example" in after
    check(story)


def test_the_switch_may_name_who_answers_for_the_collector(story: MandateStory) -> None:
    """R-091: one named person all the same, checked like any contact person."""
    case = story.open(case_manager=OURS)
    with pytest.raises(InvalidInput) as refusal:
        story.switch(case, manager=CaseManager("Basile Roumi", "12"))
    assert refusal.value.errors[0].pointer == "#/case_manager/phone"
    story.switch(case, manager=THEIRS)
    story.play(d(45))
    assert "Basile Roumi, en charge de votre dossier" in _texts(story, case)["reminder_2"].replace("\n", " ")
    switched = next(event for event in story.told(case) if event.type == "case.mandated")
    assert switched.payload["case_manager"] == "Basile Roumi"
    check(story)


def test_a_new_mandate_keeps_the_person_who_answers_for_the_collector(story: MandateStory) -> None:
    case = story.mandated(case_manager=THEIRS)
    story.play(d(10))
    (mandate,) = story.memory.creditor(story.scope, story.creditor_id).mandates
    renewed = replace(mandate, id="mdt_2", reference="MDT-2026-8", signed_on=date(2026, 1, 14))
    story.creditor(mandates=(replace(mandate, ended_on=date(2026, 1, 12)), renewed))
    story.play(d(16))
    story.switch(case)
    assert story.case(case).case_manager == THEIRS


def test_a_consumer_is_given_no_premium_number_at_the_switch() -> None:
    """LTR_07."""
    story = MandateStory(d(2))
    story.debtor(kind=DebtorKind.CONSUMER)
    case = story.open()
    with pytest.raises(InvalidInput) as refusal:
        story.switch(case, manager=CaseManager("Basile Roumi", "+33892000000"))
    assert refusal.value.code == "premium_number"


@pytest.mark.parametrize("kind", [DebtorKind.CONSUMER, DebtorKind.COMPANY])
def test_consumers_read_of_the_creditors_mediator(story: MandateStory, kind: DebtorKind) -> None:
    """R-053, C. conso L616-1."""
    story.creditor(
        mediator=Mediator("CM2C, Conciliateurs de Justice", "14 rue Saint-Jean, 75017 Paris", "www.cm2c.net")
    )
    story.debtor("deb_2", kind=kind)
    case = story.open("deb_2")
    story.play(d(16))
    text = _texts(story, case)["reminder_1"].replace("\n", " ")
    assert ("CM2C, Conciliateurs de Justice, 14 rue Saint-Jean" in text) is (kind is DebtorKind.CONSUMER)
    check(story)
