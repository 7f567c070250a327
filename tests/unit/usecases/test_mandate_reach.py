"""Where a mandate holds: on virtual time as on real time, and with its own creditor alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.errors import InvalidInput
from tests.support.mandate_story import MandateStory, check_letter_first
from tests.support.story import DUE, d
from tests.support.world import TEST


def test_a_test_clock_plays_a_mandate_as_real_time_does() -> None:
    """LTR_01 on virtual time, in test mode: nothing of it leaves by live channels."""
    story = MandateStory(d(2), scope=TEST)
    story.debtor()
    clock = story.clock(d(2))
    case = story.mandated(clock_id=clock)
    story.advance(clock, d(16))
    story.play(story.now() + timedelta(hours=1))
    assert story.happened(case) == ["D+2 letter first_letter", "D+8 call call_verification", "D+15 email reminder_1"]
    assert f"-L1 of {DUE + timedelta(days=2)}" in story.read(case, "reminder_1")
    check_letter_first(story, case)


def test_the_mandate_of_another_creditor_gives_no_power() -> None:
    """MAND_01: a mandate is looked for with its creditor alone."""
    story = MandateStory(d(2))
    story.debtor()
    case = story.open()
    with pytest.raises(InvalidInput) as refusal:
        story.switch(case, "mdt_of_another")
    assert refusal.value.code == "mandate_unknown"
    assert story.case(case).mandate is None
