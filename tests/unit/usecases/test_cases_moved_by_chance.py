"""Cases moved between scenarios made by chance, on any day: what was done stays done, and nothing softens (R-122)."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.contact import Channel, Purpose
from chalicelib.domain.errors import Conflict
from chalicelib.domain.scenarios.model import FORMAL_NOTICE, Scenario
from chalicelib.domain.scenarios.own import OwnScenario
from chalicelib.domain.writes import Create
from chalicelib.usecases.move_case_to_scenario import MoveCaseToScenario, move_case_to_scenario
from tests.support.random_scenarios import valid_scenarios
from tests.support.story import Story, d

LAST_DAY = 110


def kept(story: Story, scenario: Scenario, number: int) -> str:
    """The scenario as one of the tenant's own."""
    id_ = f"scn_{number}"
    own = OwnScenario(id_, story.scope, 1, replace(scenario, id=id_, version=1), story.now(), story.now(), "key_1")
    story.memory.commit([Create(own), Create(own.latest)])
    return id_


def tones(story: Story, case_id: str, known: list[Scenario]) -> list[int]:
    """Of each message that left or call that was asked for, by the scenario the case was on."""
    found: list[int] = []
    on = known[0]
    for event in story.told(case_id):
        if event.type == "case.scenario_changed":
            on = next(each for each in known if each.id == event.payload["scenario"])
        if event.type in ("contact.intended", "call_task.created") and event.payload.get("step_id"):
            step = event.payload["step_id"]
            found += [each.tone for each in on.steps if each.id == step]
    return found


def moved(story: Story, case_id: str, target: str) -> bool:
    """Whether it was; a case that is over, or waits for a person, is not."""
    command = MoveCaseToScenario(story._changing(case_id), target, None, "by chance")
    try:
        story._change(move_case_to_scenario, command)
    except Conflict as refused:
        if refused.code not in ("scenario_over", "attention_needed"):
            raise
        return False
    return True


def whole_life(seed: int) -> tuple[Story, str, list[Scenario], int]:
    """A case on the first of three scenarios, moved to the others on two days; how often it was."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    opened = chance.choice((1, 12, 30))
    story = Story(d(opened))
    story.debtor(email="dettes@debiteur.example")
    scenarios = list(valid_scenarios(3, first_seed=seed * 50))
    ids = [kept(story, scenario, number) for number, scenario in enumerate(scenarios)]
    case_id = story.open(scenario_id=ids[0])
    times = 0
    days = sorted(chance.sample(range(2, 50), 2))
    for day in range(LAST_DAY):
        story.play(d(opened + day, 9))
        if day in days:
            times += moved(story, case_id, ids[1 + days.index(day)])
    known = [replace(scenario, id=id_, version=1) for scenario, id_ in zip(scenarios, ids, strict=True)]
    return story, case_id, known, times


@pytest.mark.parametrize("seed", range(16))
def test_a_case_that_is_moved_repeats_nothing_never_softens_and_ends(seed: int) -> None:
    """R-022, R-028, R-037, R-041, R-122."""
    story, case_id, known, times = whole_life(seed)
    assert story.types(case_id).count("case.scenario_changed") == times
    contacts = [c for c in story.contacts(case_id) if c.purpose in (Purpose.SOLICITATION, Purpose.LEGAL)]
    assert [c.step_id for c in contacts].count(FORMAL_NOTICE) <= 1
    sent = sorted(contacts, key=lambda each: each.intended_at)
    of_notice = next((place for place, each in enumerate(sent) if each.step_id == FORMAL_NOTICE), len(sent))
    assert all(each.channel is Channel.CALL for each in sent[of_notice + 1 :])
    if of_notice < len(sent):
        assert any(each.channel is not Channel.CALL for each in sent[:of_notice]), "a reminder precedes the notice"
    told = tones(story, case_id, known)
    assert told == sorted(told)
    done = [(each.step_id, each.template, each.channel) for each in contacts]
    assert len(done) == len(set(done))
    assert story.case(case_id).status in (CaseStatus.AWAITING_DECISION, CaseStatus.NEEDS_ATTENTION)
