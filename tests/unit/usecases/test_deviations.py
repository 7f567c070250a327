"""A person may skip, move or add a step of one case: with author and reason, within the method's rules (R-028)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain.case import PriorReminder
from chalicelib.domain.case_commands import Choice
from chalicelib.domain.case_deviations import Wanted
from chalicelib.domain.contact import Channel
from chalicelib.domain.errors import Conflict, DomainError, InvalidInput, NotFound, Refused
from chalicelib.domain.scenarios.deviation import Deviation, DeviationKind
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.deviate_from_scenario import (
    DeviateFromScenario,
    WithdrawDeviation,
    deviate_from_scenario,
    withdraw_case_deviation,
)
from tests.support.story import DUE, Story, d

SKIP, MOVE, ADD = DeviationKind


def day(days: int) -> date:
    """D+``days``."""
    return DUE + timedelta(days=days)


def deviate(story: Story, case_id: str, kind: DeviationKind, step_id: str | None = None, **more: Any) -> Deviation:
    wanted = Wanted(kind, step_id, **more)
    command = DeviateFromScenario(Changing(story.scope, case_id, "key_9"), wanted, "the customer asked for it")
    made = story._change(deviate_from_scenario, command).result
    assert isinstance(made, Deviation)
    return made


def withdraw(story: Story, case_id: str, deviation: Deviation) -> None:
    command = WithdrawDeviation(Changing(story.scope, case_id, "key_9"), deviation.id, "a mistake")
    story._change(withdraw_case_deviation, command)


def refused(story: Story, case_id: str, kind: DeviationKind, step_id: str | None = None, **more: Any) -> set[str]:
    with pytest.raises(Refused) as error:
        deviate(story, case_id, kind, step_id, **more)
    assert error.value.code == "deviation_refused"
    return {problem.code for problem in error.value.errors}


@pytest.fixture
def story() -> Story:
    made = Story(d(1))
    made.debtor()
    return made


def test_a_step_that_is_skipped_does_not_take_place_and_the_rest_goes_on(story: Story) -> None:
    case_id = story.open()
    deviate(story, case_id, SKIP, "first_reminder")
    story.play(d(31))
    assert story.happened(case_id) == [
        "D+8 call call_verification",
        "D+30 email reminder_2",
        "D+30 sms reminder_2_sms",
    ]


def test_the_trail_names_author_reason_and_days(story: Story) -> None:
    case_id = story.open()
    made = deviate(story, case_id, MOVE, "first_reminder", on=day(21))
    (told,) = [each.payload for each in story.told(case_id) if each.type == "step.deviated"]
    told.pop("state", None)
    assert told == {
        "deviation_id": made.id,
        "kind": "move",
        "step_id": "first_reminder",
        "author": "key_9",
        "from": day(15).isoformat(),
        "to": day(21).isoformat(),
        "reason": "the customer asked for it",
    }


def test_a_step_that_is_moved_happens_on_its_new_day_and_later_ones_keep_their_gap(story: Story) -> None:
    case_id = story.open()
    deviate(story, case_id, MOVE, "first_reminder", on=day(28))
    story.play(d(37))
    assert [line for line in story.happened(case_id) if "reminder" in line] == [
        "D+28 email reminder_1",
        "D+35 email reminder_2",
        "D+35 sms reminder_2_sms",
    ]


def test_a_step_is_added_with_the_tone_of_the_one_before(story: Story) -> None:
    case_id = story.open()
    made = deviate(story, case_id, ADD, on=day(22), channel=Channel.LETTER, template="reminder_1")
    assert made.step_id == "added_1"
    assert made.step is not None
    assert made.step.tone == 1
    story.play(d(31))
    assert "D+22 letter reminder_1" in story.happened(case_id)
    assert "D+30 email reminder_2" in story.happened(case_id)


def test_two_added_steps_keep_the_order_of_their_days(story: Story) -> None:
    case_id = story.open()
    deviate(story, case_id, ADD, on=day(39), channel=Channel.EMAIL, template="reminder_2", tone=3)
    second = deviate(story, case_id, ADD, on=day(22), channel=Channel.CALL, template="call_verification")
    assert second.step_id == "added_2"
    story.play(d(40))
    lines = story.happened(case_id)
    assert lines.index("D+22 call call_verification") < lines.index("D+39 email reminder_2")


def test_what_is_taken_back_is_as_if_it_had_never_been(story: Story) -> None:
    case_id = story.open()
    made = [
        deviate(story, case_id, SKIP, "first_reminder"),
        deviate(story, case_id, MOVE, "second_reminder", on=day(36)),
        deviate(story, case_id, ADD, on=day(21), channel=Channel.EMAIL, template="reminder_1"),
    ]
    for each in reversed(made):
        withdraw(story, case_id, each)
    assert story.types(case_id).count("step.deviation_withdrawn") == 3
    story.play(d(31))
    assert story.happened(case_id) == [
        "D+8 call call_verification",
        "D+15 email reminder_1",
        "D+30 email reminder_2",
        "D+30 sms reminder_2_sms",
    ]


@pytest.mark.parametrize(
    ("kind", "step_id", "more", "rules"),
    [
        (MOVE, "first_reminder", {"on": day(0)}, {"in_the_past"}),
        (MOVE, "first_reminder", {"on": day(10)}, {"gap_too_short"}),
        (MOVE, "last_call", {"on": day(200)}, {"amicable_phase_over"}),
        (MOVE, "second_reminder", {"on": day(74)}, {"pushes_out"}),
        (ADD, None, {"on": day(35), "channel": Channel.EMAIL, "template": "reminder_1", "tone": 1}, {"tone_falls"}),
        (ADD, None, {"on": day(22), "channel": Channel.EMAIL, "template": "reminder_1", "tone": 4}, {"tone_falls"}),
        (ADD, None, {"on": day(72), "channel": Channel.EMAIL, "template": "reminder_2"}, {"after_formal_notice"}),
    ],
)
def test_what_would_break_the_method_is_refused_by_name(
    story: Story, kind: DeviationKind, step_id: str | None, more: dict[str, Any], rules: set[str]
) -> None:
    """R-022, R-026, R-041: and the case is as it was."""
    case_id = story.open()
    before = story.case(case_id)
    assert rules <= refused(story, case_id, kind, step_id, **more)
    assert story.case(case_id) == before


def test_a_written_reminder_precedes_the_formal_notice(story: Story) -> None:
    case_id = story.open()
    deviate(story, case_id, SKIP, "first_reminder")
    assert refused(story, case_id, SKIP, "second_reminder") == {"notice_without_reminder"}


def test_a_reminder_of_the_creditors_own_is_one_too(story: Story) -> None:
    case_id = story.open(prior=(PriorReminder("email", day(0)),))
    deviate(story, case_id, SKIP, "first_reminder")
    deviate(story, case_id, SKIP, "second_reminder")
    story.play(d(31))
    assert [line for line in story.happened(case_id) if "reminder" in line] == []


def test_what_was_done_is_neither_skipped_nor_moved(story: Story) -> None:
    case_id = story.open()
    story.play(d(16))
    for kind, more in ((SKIP, {}), (MOVE, {"on": day(20)})):
        with pytest.raises(Conflict) as error:
            deviate(story, case_id, kind, "first_reminder", **more)
        assert error.value.code == "step_already_done"


def test_what_was_carried_out_stays(story: Story) -> None:
    case_id = story.open()
    skipped = deviate(story, case_id, SKIP, "first_reminder")
    moved = deviate(story, case_id, MOVE, "second_reminder", on=day(32))
    story.play(d(33))
    for made in (skipped, moved):
        with pytest.raises(Conflict) as error:
            withdraw(story, case_id, made)
        assert error.value.code == "deviation_carried_out"


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (Wanted(SKIP), {"required"}),
        (Wanted(SKIP, "first_reminder", on=day(20)), {"not_applicable"}),
        (Wanted(MOVE, "first_reminder"), {"required"}),
        (Wanted(ADD, on=day(20)), {"required"}),
        (Wanted(SKIP, "no_such_step"), {"unknown_step"}),
        (Wanted(SKIP, "first_letter"), {"unknown_step"}),
        (Wanted(ADD, on=day(20), channel=Channel.SMS, template="reminder_1"), {"unknown_template"}),
        (Wanted(ADD, on=day(20), channel=Channel.LETTER, template="formal_notice"), {"unknown_template"}),
    ],
)
def test_what_is_missing_or_unknown_is_named(story: Story, wanted: Wanted, codes: set[str]) -> None:
    """LTR_01: the first letter of a mandate is no step that could be passed over."""
    case_id = story.open()
    command = DeviateFromScenario(Changing(story.scope, case_id, "key_9"), wanted, "r")
    with pytest.raises(InvalidInput) as error:
        story._change(deviate_from_scenario, command)
    assert {problem.code for problem in error.value.errors} == codes


def test_a_formal_notice_that_is_skipped_is_told_when_the_creditor_decides(story: Story) -> None:
    """R-098: it may be skipped, and then whoever decides is told so."""
    case_id = story.open()
    deviate(story, case_id, SKIP, "formal_notice")
    deviate(story, case_id, SKIP, "last_call")
    story.play(d(60))
    asked = [each.payload for each in story.told(case_id) if each.type == "case.decision_required"]
    assert asked[0]["formal_notice"] == "skipped_by_hand"


def test_nothing_is_changed_once_the_creditor_decides_or_the_case_is_closed(story: Story) -> None:
    case_id = story.open()
    story.play(d(100))
    story.report(story.contact(case_id, "formal_notice").id, _presented())
    story.play(d(120))
    with pytest.raises(Conflict) as over:
        deviate(story, case_id, ADD, on=day(125), channel=Channel.CALL, template="last_call")
    assert over.value.code == "scenario_over"
    story.decide(case_id, Choice.WRITE_OFF)
    with pytest.raises(DomainError) as closed:
        deviate(story, case_id, SKIP, "last_call")
    assert closed.value.code == "case_closed"


def _presented() -> Any:
    from chalicelib.domain.contact import DeliveryKind

    return DeliveryKind.PRESENTED


def test_a_deviation_of_another_case_is_not_found(story: Story) -> None:
    made = deviate(story, story.open(), SKIP, "first_reminder")
    other = story.open(number="FA-2")
    with pytest.raises(NotFound):
        withdraw(story, other, made)


def test_another_case_of_the_same_scenario_knows_nothing_of_it(story: Story) -> None:
    deviate(story, story.open(), MOVE, "first_reminder", on=day(25))
    other = story.open(number="FA-2")
    story.play(d(16))
    assert "D+15 email reminder_1" in story.happened(other)
