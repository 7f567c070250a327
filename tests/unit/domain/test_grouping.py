"""Which step may leave with another case's: table by table (R-123)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.collector import CaseMandate, FirstLetter
from chalicelib.domain.grouping import may_join, may_lead, most_together, one_voice, says_the_same
from chalicelib.domain.holds import Hold
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.notice import FormalNotice
from chalicelib.domain.parties import CaseManager, CollectorMode
from chalicelib.domain.scenarios.model import Message, Scenario
from chalicelib.domain.scenarios.presets import PROGRESSIF
from chalicelib.domain.step_record import StepRecord, StepState
from tests.unit.domain.cases import at, case, day, debtor

TODAY = 13
TEN = 10


def step(due: int = 15, **changes: Any) -> NextStep:
    made = NextStep(Action.SEND_EMAIL, at(due), "", step_id="first_reminder", template="reminder_1")
    return replace(made, **changes)


def joins(made: Any, next_step: NextStep, *, on: int = TODAY, scenario: Scenario = PROGRESSIF) -> bool:
    return may_join(made, scenario, debtor(), next_step, day(on))


def done(step_id: str, on: int) -> StepRecord:
    return StepRecord(step_id, StepState.DONE, at(on))


@pytest.mark.parametrize(("due", "expected"), [(13, True), (9, True), (15, True), (20, True), (21, False)])
def test_a_step_is_brought_forward_by_a_week_at_most(due: int, expected: bool) -> None:
    assert joins(case(steps=(done("verification_call", 5),)), step(due)) is expected


@pytest.mark.parametrize("status", [status for status in CaseStatus if status is not CaseStatus.OPEN])
def test_only_an_open_case_speaks(status: CaseStatus) -> None:
    assert not joins(case(status=status), step())


@pytest.mark.parametrize(("until", "expected"), [(14, False), (13, True)])
def test_a_promise_is_waited_for(until: int, expected: bool) -> None:
    assert joins(case(hold=Hold(day(until), "reached_promise")), step()) is expected


@pytest.mark.parametrize(("last", "expected"), [(8, True), (9, False)])
def test_the_gap_after_the_last_step_is_kept(last: int, expected: bool) -> None:
    """Design: steps stay at least five days apart."""
    assert joins(case(steps=(done("verification_call", last),)), step()) is expected


def test_the_time_to_answer_is_kept() -> None:
    first, *others = PROGRESSIF.steps
    patient = replace(PROGRESSIF, steps=(replace(first, answer_days=10), *others))
    recorded = case(steps=(done("verification_call", 5),))
    assert joins(recorded, step())
    assert not joins(recorded, step(), scenario=patient)


def test_a_day_that_a_person_chose_is_kept() -> None:
    """R-028."""
    fixed = tuple(replace(each, fixed_on=day(15)) if each.id == "first_reminder" else each for each in PROGRESSIF.steps)
    assert not joins(case(), step(), scenario=replace(PROGRESSIF, steps=fixed))
    assert joins(case(), step(13), scenario=replace(PROGRESSIF, steps=fixed))


@pytest.mark.parametrize(("on", "expected"), [(62, False), (63, True)])
def test_nobody_is_called_before_the_last_day_of_the_notice_is_over(on: int, expected: bool) -> None:
    """R-040."""
    notice = FormalNotice("ctc_1", day(45), day(62), posted_on=day(45), presented_on=day(48), deadline=day(62))
    called = case(steps=(done("formal_notice", 45),), notice=notice)
    last_call = step(65, action=Action.ASK_FOR_CALL, step_id="last_call", template="last_call")
    assert joins(called, last_call, on=on) is expected


@pytest.mark.parametrize(("posted", "expected"), [(8, True), (9, False)])
def test_the_first_letter_of_a_mandate_has_its_time(posted: int, expected: bool) -> None:
    """LTR_01."""
    letter = FirstLetter("ctc_1", "AM-1-L1", day(posted), posted_on=day(posted))
    mandate = CaseMandate("man_1", "M-1", day(0), at(2), first_letter=letter)
    assert joins(case(mandate=mandate, collector_mode=CollectorMode.THIRD_PARTY_MANDATE), step()) is expected


def test_a_refused_step_neither_leads_nor_joins() -> None:
    assert not may_lead(step(refused=True))
    assert not joins(case(), step(refused=True))


@pytest.mark.parametrize("action", [Action.ISSUE_RECEIPT, Action.CHECK_DELIVERY, Action.STAND_STILL])
def test_what_is_no_contact_leads_nobody(action: Action) -> None:
    assert not may_lead(step(action=action))


def test_a_receipt_leads_nobody() -> None:
    """R-092: it belongs to its payment."""
    assert not may_lead(step(step_id=None, template="receipt", subject_id="pay_1"))


@pytest.mark.parametrize(
    "changes",
    [
        {"action": Action.SEND_LETTER},
        {"step_id": "second_reminder", "template": "reminder_2"},
        {"action": Action.SEND_FORMAL_NOTICE, "step_id": "formal_notice", "template": "formal_notice"},
    ],
    ids=["another channel", "another level", "the formal notice"],
)
def test_only_the_same_words_in_the_same_tone_are_one_message(changes: dict[str, Any]) -> None:
    """Nobody reads a firmer word about an invoice than its own step has, nor a softer one."""
    assert says_the_same((PROGRESSIF, step()), (PROGRESSIF, step(due=20)))
    assert not says_the_same((PROGRESSIF, step()), (PROGRESSIF, step(**changes)))


def test_two_versions_of_a_text_are_two_texts() -> None:
    """R-122."""

    def with_version(version: int) -> Scenario:
        steps = tuple(
            replace(each, messages=(Message(each.messages[0].channel, "tpl_1", version),))
            if each.id == "first_reminder"
            else each
            for each in PROGRESSIF.steps
        )
        return replace(PROGRESSIF, steps=steps)

    own = step(template="tpl_1")
    assert says_the_same((with_version(1), own), (with_version(1), own))
    assert not says_the_same((with_version(1), own), (with_version(2), own))


def test_notices_of_different_delays_are_two_letters() -> None:
    """R-040: the letter names one last day."""
    notice = step(action=Action.SEND_FORMAL_NOTICE, step_id="formal_notice", template="formal_notice")
    assert not says_the_same((PROGRESSIF, notice), (replace(PROGRESSIF, notice_days=15), notice))
    assert says_the_same((PROGRESSIF, step()), (replace(PROGRESSIF, notice_days=15), step()))


@pytest.mark.parametrize(
    "changes",
    [
        {"creditor_id": "cred_2"},
        {"debtor_id": "deb_2"},
        {"collector_mode": CollectorMode.THIRD_PARTY_MANDATE},
        {"case_manager": CaseManager("Paul Durand")},
        {"test_clock_id": "clk_2"},
        {"frozen_on": day(10)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_whatever_makes_another_voice_makes_another_message(changes: dict[str, Any]) -> None:
    assert one_voice(case(), case(id="case_2"))
    assert not one_voice(case(), case(id="case_2", **changes))


def test_what_is_recalled_is_the_one_letter_of_both() -> None:
    """LTR_04: the reference and day of the first letter stand in every message."""

    def mandated(reference: str) -> Any:
        letter = FirstLetter("ctc_1", reference, day(3), posted_on=day(3))
        mandate = CaseMandate("man_1", "M-1", day(0), at(2), first_letter=letter)
        return case(mandate=mandate, collector_mode=CollectorMode.THIRD_PARTY_MANDATE)

    assert one_voice(mandated("AM-1-L1"), mandated("AM-1-L1"))
    assert not one_voice(mandated("AM-1-L1"), mandated("AM-2-L1"))


def test_a_long_scenario_has_fewer_cases_in_a_call() -> None:
    """Who refuses to pay has every courteous step skipped in each of them: one transaction takes a hundred writes."""
    called = step(8, action=Action.ASK_FOR_CALL, step_id="verification_call", template="call_verification")
    assert most_together(case(), PROGRESSIF, called) == TEN
    assert most_together(case(), PROGRESSIF, step()) == TEN
    first, reminder, *others = PROGRESSIF.steps
    many = tuple(replace(reminder, id=f"reminder_{n}") for n in range(12))
    long = replace(PROGRESSIF, steps=(first, *many, *others))
    assert 1 < most_together(case(), long, called) < TEN
    assert most_together(case(), long, replace(called, action=Action.SEND_EMAIL)) == TEN
