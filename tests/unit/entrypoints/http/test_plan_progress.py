"""How a plan is kept, as the API tells it: computed from the payments, never stored (R-079, R-082)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chalicelib.entrypoints.http.presenters.payment_plans import payment_plan
from tests.support.plan_story import PlanStory
from tests.support.story import d, paris

FIRST = date(2026, 1, 30)


def told(story: PlanStory, case_id: str) -> dict[str, Any]:
    return payment_plan(story.plan(case_id), story.case(case_id))


def states(story: PlanStory, case_id: str) -> list[str]:
    return [each["state"] for each in told(story, case_id)["instalments"]]


def test_each_instalment_says_where_it_stands_and_the_plan_what_is_left() -> None:
    story = PlanStory(d(2))
    story.debtor()
    case_id = story.open()
    story.play(d(20))
    total = story.sign(case_id).total.amount
    first = story.plan(case_id).instalments[0].amount.amount
    assert states(story, case_id) == ["coming", "coming", "coming"]
    story.play(paris(FIRST, 12))
    assert states(story, case_id) == ["due", "coming", "coming"]
    story.pay(case_id, 10_000)
    story.play(paris(FIRST + timedelta(days=3), 12))
    plan = told(story, case_id)
    assert states(story, case_id) == ["missed", "coming", "coming"]
    assert plan["instalments"][0]["missing"]["amount"] == first - 10_000
    assert plan["progress"]["received"]["amount"] == 10_000
    assert plan["progress"]["left"]["amount"] == total - 10_000
    assert plan["progress"]["next_instalment"] == 1
    assert plan["progress"]["missing_since"] is not None
    assert plan["progress"]["notice"] is None
    story.play(paris(FIRST + timedelta(days=14), 12))
    notice = told(story, case_id)["progress"]["notice"]
    assert (notice["instalment"], notice["last_day"]) == (1, "2026-02-24")
    story.pay(case_id, first - 10_000)
    plan = told(story, case_id)
    assert states(story, case_id) == ["paid", "coming", "coming"]
    assert (plan["progress"]["notice"], plan["progress"]["missing_since"]) == (None, None)


def test_of_a_plan_that_ended_before_what_was_told_in_its_life_stays_and_the_rest_is_void() -> None:
    """Payments after an acceleration pay the balance, not its instalments."""
    story = PlanStory(d(2))
    story.debtor()
    case_id = story.open()
    story.play(d(20))
    story.sign(case_id)
    story.play(d(60))
    story.pay(case_id, 90_000)
    plan = told(story, case_id)
    assert (plan["state"], plan["progress"]) == ("accelerated", None)
    assert states(story, case_id) == ["missed", "void", "void"]
