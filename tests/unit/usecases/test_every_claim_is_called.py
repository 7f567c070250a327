"""Every claim that stays unpaid gets a call, by whichever shipped scenario and however late it was opened (R-035)."""

from __future__ import annotations

import pytest

from chalicelib.domain.scenarios.presets import PRESETS
from tests.support.story import Story, d
from tests.support.world import TEST

from .test_simulated_debtors import WALL, address


@pytest.mark.parametrize("opened", [2, 50])
@pytest.mark.parametrize("preset", [preset.id for preset in PRESETS])
def test_a_silent_debtor_is_called_by_every_preset(preset: str, opened: int) -> None:
    story = Story(WALL, scope=TEST)
    clock = story.clock(d(opened, 9))
    case = story.open(story.debtor(email=address("silent")), clock_id=clock, scenario_id=preset)
    story.advance(clock, d(opened + 92))
    assert "call_task.created" in story.types(case)
