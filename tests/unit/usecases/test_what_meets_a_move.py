"""A case that was moved to another scenario meets messages for several cases, and deviations (R-028, R-122, R-123)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.contact import Channel
from chalicelib.domain.scenarios.deviation import DeviationKind
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.own import OwnScenario
from chalicelib.domain.scenarios.presets import LATEST
from chalicelib.domain.step_record import StepState
from chalicelib.domain.writes import Create
from chalicelib.usecases.move_case_to_scenario import MoveCaseToScenario, move_case_to_scenario
from tests.support.grouped_story import day, grouped_story, leading
from tests.support.invariants import check
from tests.support.story import Story, d
from tests.unit.usecases.test_deviations import deviate

PROGRESSIVE = LATEST["progressif"]


@pytest.fixture
def story() -> Story:
    return grouped_story()


def kept(story: Story, id_: str, scenario: Scenario) -> str:
    """The scenario as one of the tenant's own."""
    own = OwnScenario(id_, story.scope, 1, replace(scenario, id=id_, version=1), story.now(), story.now(), "key_1")
    story.memory.commit([Create(own), Create(own.latest)])
    return id_


def move(story: Story, case_id: str, target: str) -> None:
    story._change(
        move_case_to_scenario, MoveCaseToScenario(story._changing(case_id), target, None, "the customer asks")
    )


def renamed(scenario: Scenario, step_id: str, to: str) -> Scenario:
    steps = tuple(replace(step, id=to) if step.id == step_id else step for step in scenario.steps)
    return replace(scenario, steps=steps)


def test_what_a_moved_case_brings_along_is_no_step_of_a_case_that_its_message_speaks_for(story: Story) -> None:
    """R-122, R-123: the steps of a former scenario are that case's alone."""
    target = kept(story, "scn_own", renamed(PROGRESSIVE, "verification_call", "first_call"))
    moved = story.open(number="FA-1")
    native = story.open(number="FA-2", due=day(2), scenario_id=target)
    story.play(d(11))
    move(story, moved, target)
    story.play(d(20))
    (email,) = [each for each in leading(story) if each.channel is Channel.EMAIL]
    assert (email.case_id, [place.case_id for place in email.shared_with]) == (moved, [native])
    assert "verification_call" not in {record.step_id for record in story.case(native).steps}
    check(story)


def test_a_step_on_the_day_that_a_person_chose_keeps_it_when_the_case_is_moved(story: Story) -> None:
    """R-028, R-122: it has not passed, whatever day the other scenario had for it."""
    sooner = replace(
        PROGRESSIVE,
        steps=tuple(replace(s, offset=9) if s.id == "first_reminder" else s for s in PROGRESSIVE.steps),
    )
    target = kept(story, "scn_own", sooner)
    case_id = story.open(number="FA-1")
    deviate(story, case_id, DeviationKind.MOVE, "first_reminder", on=day(18))
    story.play(d(11))
    move(story, case_id, target)
    record = story.case(case_id).record_of("first_reminder")
    assert record is None or record.state is not StepState.SKIPPED
    story.play(d(20))
    assert "D+18 email reminder_1" in story.happened(case_id)
    check(story)
