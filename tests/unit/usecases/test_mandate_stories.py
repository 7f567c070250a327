"""Collection under a mandate, day by day: the first letter, what recalls it, the switch, and what may go wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.call_task import CallOutcome, CallTask
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.contact import Channel, ContactState, DeliveryKind, Purpose
from chalicelib.domain.errors import Conflict, InvalidInput
from chalicelib.domain.next_step import Action
from chalicelib.domain.parties import Address
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory, check_letter_first, collector
from tests.support.story import DUE, d


@pytest.fixture
def story() -> MandateStory:
    told = MandateStory(d(2))
    told.debtor()
    return told


def recalled(day: int) -> str:
    return f"-L1 of {DUE + timedelta(days=day)}"


class TestFromTheStart:
    def test_the_letter_comes_first_then_the_whole_scenario_recalls_it(self, story: MandateStory) -> None:
        """LTR_01, LTR_04, LTR_05, MAND_02, R-057."""
        case = story.mandated()
        story.play(d(75))
        assert story.happened(case) == [
            "D+2 letter first_letter",
            "D+8 call call_verification",
            "D+15 email reminder_1",
            "D+30 email reminder_2",
            "D+30 sms reminder_2_sms",
            "D+45 registered_letter formal_notice",
            "D+65 call last_call",
        ]
        assert "by Dubreuil SAS account creditor recalls nothing" in story.read(case, "first_letter")
        for template in ("reminder_1", "reminder_2", "reminder_2_sms", "formal_notice"):
            account = "" if template.endswith("_sms") else "account creditor "
            told = f"by Dubreuil SAS {account}recalls {story.case(case).reference}"
            assert told in story.read(case, template)
            assert recalled(2) in story.read(case, template)
        scripts = [task.script for task in story.memory._all(CallTask)]
        assert len(scripts) == 2
        assert all(recalled(2) in str(script) for script in scripts)
        assert story.contact(case, "first_letter").purpose is Purpose.LEGAL
        assert story.contact(case, "first_letter").channel is Channel.LETTER
        assert story.types(case).count("document.added") == 1
        check(story)

    def test_steps_that_fall_too_near_the_letter_wait_for_the_usual_gap(self, story: MandateStory) -> None:
        """LTR_01: opened at D+14, the reminder of D+15 comes five days after the letter."""
        story.play(d(14))
        case = story.mandated()
        story.play(d(31))
        assert story.happened(case)[:2] == ["D+14 letter first_letter", "D+21 email reminder_1"]

    def test_outside_the_hours_it_waits_for_them(self, story: MandateStory) -> None:
        """LTR_01, CON_01: exempt from the caps, never from the hours."""
        story.play(d(5, hour=22))  # Saturday night
        case = story.mandated()
        step = story.case(case).next_step
        assert step is not None
        assert (step.action, step.template) == (Action.SEND_LETTER, "first_letter")
        story.play(d(8, hour=23))
        assert story.happened(case) == ["D+7 letter first_letter"]


class TestPosting:
    def test_everything_waits_until_the_carrier_says_when_it_was_posted(self, story: MandateStory) -> None:
        """LTR_01, LTR_04: the day it was posted is the one that is recalled."""
        story.carrier.posts = False
        case = story.mandated()
        story.play(d(4, hour=12))
        assert story.happened(case) == ["D+2 letter first_letter"]
        letter = story.contact(case, "first_letter")
        story.report(letter.id, DeliveryKind.POSTED, DUE + timedelta(days=3))
        story.play(d(16))
        assert story.happened(case)[1:] == ["D+8 call call_verification", "D+15 email reminder_1"]
        assert recalled(3) in story.read(case, "reminder_1")

    def test_not_posted_within_three_working_days_a_person_is_asked(self, story: MandateStory) -> None:
        story.carrier.posts = False
        case = story.mandated()
        story.play(d(40))
        attention = story.case(case).attention
        assert attention is not None
        assert (attention.code, attention.step_id) == ("letter_not_posted", "first_letter")
        assert story.happened(case) == ["D+2 letter first_letter"]
        story.carrier.posts = True
        story.resolve(case, AttentionAction.RETRY)
        story.play(d(50))
        assert story.happened(case)[:2] == ["D+2 letter first_letter", "D+42 letter first_letter"]

    def test_a_person_may_vouch_for_the_posting(self, story: MandateStory) -> None:
        story.carrier.posts = False
        case = story.mandated()
        story.play(d(9))
        story.resolve(case, AttentionAction.MARK_SENT)
        posted = [event.payload for event in story.told(case) if event.type == "letter.posted"]
        assert posted[-1]["by_hand"] is True
        story.play(d(16))
        assert "D+15 email reminder_1" in story.happened(case)
        assert recalled(2) in story.read(case, "reminder_1")

    @pytest.mark.parametrize("action", [AttentionAction.SKIP, AttentionAction.MARK_SENT])
    def test_without_an_address_nothing_passes_over_the_letter(
        self, story: MandateStory, action: AttentionAction
    ) -> None:
        """LTR_01: no postal address; the step is neither skipped nor vouched for."""
        case = story.mandated()
        story.moved("deb_1", None)
        story.play(d(20))
        attention = story.case(case).attention
        assert attention is not None
        assert (attention.code, attention.step_id) == ("no_postal_address", "first_letter")
        with pytest.raises(Conflict) as refusal:
            story.resolve(case, action)
        assert refusal.value.code == "first_letter_required"
        story.play(d(40))
        assert story.happened(case) == []

    def test_a_letter_that_comes_back_is_sent_again_under_another_reference_before_anything_else(
        self, story: MandateStory
    ) -> None:
        """LTR_01, LTR_04: unknown at the address; retried, the new letter is the one recalled."""
        case = story.mandated()
        story.play(d(10))
        story.report(story.contact(case, "first_letter").id, DeliveryKind.RETURNED, DUE + timedelta(days=10))
        story.play(d(20))
        assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
        assert "D+15 email reminder_1" not in story.happened(case)
        with pytest.raises(Conflict):
            story.resolve(case, AttentionAction.SKIP)
        story.resolve(case, AttentionAction.RETRY)
        story.play(d(44))
        assert "D+21 letter first_letter" in story.happened(case)
        mandate = story.case(case).mandate
        assert mandate is not None
        assert mandate.first_letter is not None
        assert mandate.first_letter.reference.endswith("-L2")
        assert f"-L2 of {DUE + timedelta(days=21)}" in story.read(case, "reminder_2")
        check(story)


class TestTheSwitch:
    def test_own_reminders_first_then_the_agency_s_letterhead(self, story: MandateStory) -> None:
        """R-057, LTR_01, LTR_04: after the switch the next contact is the letter, and all the rest recalls it."""
        case = story.open()
        story.play(d(16))
        assert "by Fournil SARL account creditor recalls nothing" in story.read(case, "reminder_1")
        story.switch(case)
        assert story.case(case).caps_sender == story.scope.tenant_id
        story.play(d(75))
        assert story.happened(case) == [
            "D+8 call call_verification",
            "D+15 email reminder_1",
            "D+16 letter first_letter",
            "D+30 email reminder_2",
            "D+30 sms reminder_2_sms",
            "D+45 registered_letter formal_notice",
            "D+65 call last_call",
        ]
        assert recalled(16) in story.read(case, "reminder_2")
        assert recalled(16) in story.read(case, "formal_notice")
        mandated = [event.payload for event in story.told(case) if event.type == "case.mandated"]
        assert [each["reason"] for each in mandated] == ["handed to the agency"]
        check(story)

    def test_an_open_call_is_not_made_any_more_and_is_asked_for_again_after_the_letter(
        self, story: MandateStory
    ) -> None:
        """LTR_01: no call by any path before the letter."""
        case = story.open()
        story.play(d(9))
        (task,) = story.open_calls()
        story.switch(case)
        assert story.open_calls() == []
        with pytest.raises(Conflict):
            story.answer_task(task.id, CallOutcome.NO_ANSWER)
        story.play(d(20))
        assert (
            story.happened(case)
            == [
                "D+8 call call_verification",
                "D+9 letter first_letter",
                "D+14 call call_verification",
                "D+21 email reminder_1",
            ][: len(story.happened(case))]
        )
        assert len(story.open_calls()) == 1

    def test_what_was_asked_before_still_protects_the_debtor(self, story: MandateStory) -> None:
        """CON_05, CON_06: the collector's log starts with what this case asked in the creditor's name."""
        case = story.open()
        story.play(d(16))
        story.switch(case)
        log = story.memory.parties(story.scope, debtor_id="deb_1", sender=story.scope.tenant_id).log
        assert log is not None
        assert [(entry.step_id, entry.case_id) for entry in log.entries] == [
            ("verification_call", case),
            ("first_reminder", case),
        ]

    def test_twice_or_on_a_closed_case_it_is_refused(self, story: MandateStory) -> None:
        case = story.open()
        story.switch(case)
        with pytest.raises(Conflict) as twice:
            story.switch(case)
        assert twice.value.code == "already_under_mandate"
        other = story.open(number="FA-2")
        story.decide(other, Choice.WITHDRAW)
        with pytest.raises(Conflict) as closed:
            story.switch(other)
        assert closed.value.code == "case_closed"

    def test_it_needs_the_power_of_that_day(self, story: MandateStory) -> None:
        """MAND_03: the cover is over."""
        case = story.open()
        expired = replace(collector().insurance, valid_until=date(2026, 1, 1))
        story.creditor(collector=collector(insurance=expired))
        with pytest.raises(InvalidInput) as refusal:
            story.switch(case)
        assert refusal.value.code == "collector_incomplete"
        assert "MAND_03" in refusal.value.errors[0].detail

    def test_while_a_decision_is_awaited_the_debtor_hears_nothing(self, story: MandateStory) -> None:
        """R-098 before LTR_01: the letter goes out once the creditor has extended."""
        case = story.open()
        story.play(d(75))
        story.switch(case)
        story.play(d(77))
        assert "letter first_letter" not in " ".join(story.happened(case))
        story.decide(case, Choice.EXTEND)
        story.play(d(80))
        assert story.happened(case)[-1].endswith("letter first_letter")

    def test_a_paused_case_sends_its_letter_when_it_goes_on(self, story: MandateStory) -> None:
        case = story.mandated()
        story.pause(case)
        story.play(d(9))
        assert story.happened(case) == []
        story.resume_case(case)
        story.play(d(10))
        assert story.happened(case) == ["D+9 letter first_letter"]

    def test_a_mandate_that_ended_asks_for_a_person_and_gives_way_to_another(self, story: MandateStory) -> None:
        """MAND_01: nothing leaves without power; the letter that was sent stands."""
        case = story.mandated()
        story.play(d(10))
        (mandate,) = story.memory.creditor(story.scope, story.creditor_id).mandates
        renewed = replace(mandate, id="mdt_2", reference="MDT-2026-8", signed_on=date(2026, 1, 14))
        ended = replace(mandate, ended_on=date(2026, 1, 12))
        story.creditor(mandates=(ended, renewed))
        story.play(d(16))
        attention = story.case(case).attention
        assert attention is not None
        assert attention.code == "mandate_ended"
        story.switch(case)
        story.resolve(case, AttentionAction.RETRY)
        story.play(d(17))
        assert "D+16 email reminder_1" in story.happened(case)
        assert recalled(2) in story.read(case, "reminder_1")


def test_a_letter_that_comes_back_takes_open_calls_back(story: MandateStory) -> None:
    """LTR_01, LTR_04: nobody calls to recall a letter that never arrived; the call is asked for again afterwards."""
    case = story.mandated()
    story.play(d(9))
    (task,) = story.open_calls()
    story.report(story.contact(case, "first_letter").id, DeliveryKind.RETURNED, story.today(case))
    assert story.open_calls() == []
    with pytest.raises(Conflict):
        story.answer_task(task.id, CallOutcome.NO_ANSWER)
    story.moved("deb_1", Address("3 rue Neuve", "75011", "Paris"))
    story.resolve(case, AttentionAction.RETRY)
    story.play(d(20))
    assert [line for line in story.happened(case) if "letter" in line or "call" in line] == [
        "D+2 letter first_letter",
        "D+8 call call_verification",
        "D+9 letter first_letter",
        "D+14 call call_verification",
    ]
    check_letter_first(story, case)
    check(story)


def test_a_case_needs_its_debtor_s_new_address_to_go_on(story: MandateStory) -> None:
    """LTR_01: once the address is known the letter leaves, and only then the rest."""
    case = story.mandated()
    story.moved("deb_1", None)
    story.play(d(9))
    story.moved("deb_1", Address("3 rue Neuve", "75011", "Paris"))
    story.resolve(case, AttentionAction.RETRY)
    story.play(d(22))
    assert story.happened(case)[:2] == ["D+9 letter first_letter", "D+14 call call_verification"]
    assert story.contact(case, "first_letter").state is ContactState.POSTED
