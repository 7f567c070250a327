"""A rate with one uncertain source is never claimed from a real debtor (INT_15; design: provisional rates)."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.rate_series import RateSeries
from tests.support.rates import operator_puts
from tests.support.story import Story, d
from tests.support.world import LIVE, TEST

DUE = date(2026, 6, 22)


def test_a_live_case_stands_still_until_the_rate_is_confirmed_then_goes_on() -> None:
    """The second half-year of 2026 is provisional: the reminder of D+15 (7 July) waits, and says why."""
    story = Story(d(2, due=DUE), scope=LIVE)
    story.debtor()
    case = story.open(due=DUE)
    story.play(d(17, due=DUE))
    assert story.happened(case) == ["D+8 call call_verification"]
    step = story.case(case).next_step
    assert step is not None
    assert step.reason == "rate provisional: it is to be confirmed first"
    assert step.due_at is not None
    operator_puts(story, RateSeries.ECB_REFINANCING, "2026H2", "2.40", reason="read at ecb.europa.eu")
    story.play(d(20, due=DUE))
    assert any(line.endswith("email reminder_1") for line in story.happened(case))


def test_test_mode_uses_a_provisional_rate_like_any_other() -> None:
    story = Story(d(2, due=DUE), scope=TEST)
    story.debtor()
    clock = story.clock(d(2, due=DUE))
    case = story.open(due=DUE, clock_id=clock)
    story.advance(clock, d(17, due=DUE))
    assert story.happened(case)[-1].endswith("email reminder_1")
