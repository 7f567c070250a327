"""Two hundred scenarios made by chance, which the linter accepts, on the real decide loop with the guard (R-122)."""

from __future__ import annotations

from functools import cache

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.plan import local_day
from chalicelib.domain.scenarios.model import Scenario
from tests.support.random_scenarios import valid_scenarios
from tests.support.scenario_story import lasted, played, shipped

BATCHES = 20
EACH = 10


@cache
def of_batch(batch: int) -> tuple[Scenario, ...]:
    """Ten that the linter refuses nothing of; two hundred in all batches, each another."""
    return tuple(valid_scenarios(EACH, first_seed=batch * 1_000))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_towards_silence_every_scenario_ends_in_its_time_with_a_reason_for_each_step(batch: int) -> None:
    """R-021, R-022, R-026, R-028, R-040, R-059, R-124."""
    for number, scenario in enumerate(of_batch(batch)):
        with shipped(scenario) as made:
            story, case_id = played(made, batch * EACH + number, reacts=False)
        case = story.case(case_id)
        assert case.status is CaseStatus.AWAITING_DECISION
        last_day = (case.notice.deadline or case.notice.named_last_day) if case.notice else None
        stretched = (last_day - local_day(case, case.opened_at)).days + 1 if last_day else 0
        assert lasted(case) <= max(made.ends_within_days, stretched), scenario.id


@pytest.mark.parametrize("batch", range(0, BATCHES, 2))
def test_whatever_the_debtor_does_every_scenario_ends_and_never_softens(batch: int) -> None:
    """R-022, R-028, R-031, R-059, R-124: calls answered, parts paid, disputes, bounces, letters that come back."""
    for number, scenario in enumerate(of_batch(batch)):
        with shipped(scenario) as made:
            played(made, 7_000 + batch * EACH + number, reacts=True)
