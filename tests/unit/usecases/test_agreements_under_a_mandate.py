"""A case handed to a collector while a plan or a promise stands: the letter comes first, and nothing gets stuck."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.negotiation.payment_plan import PlanState
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory, check_letter_first
from tests.support.plan_story import PlanStory
from tests.support.story import d


class MandatedPlan(MandateStory, PlanStory):
    """Both."""


@pytest.fixture
def story() -> MandatedPlan:
    story = MandatedPlan(d(12, 10))
    story.debtor(phone=None)
    return story


def test_a_plan_signed_before_the_mandate_and_not_kept_ends_after_the_collectors_letter(story: MandatedPlan) -> None:
    """LTR_01, R-077: reminder and notice wait for the letter, which goes out since they do; then they follow."""
    case = story.open()
    story.sign(case, count=2)
    story.switch(case)
    story.play(story.now() + timedelta(days=90))
    written = [line.split(" ", 1)[1] for line in story.happened(case)]
    assert written.count("letter first_letter") == 1
    assert written.index("letter first_letter") < written.index("email instalment_reminder")
    assert "registered_letter acceleration_notice" in written
    assert story.plan(case).state is PlanState.ACCELERATED
    check_letter_first(story, case)
    check(story)


def test_a_plan_that_is_kept_brings_about_no_letter_that_claims_all_of_it(story: MandatedPlan) -> None:
    """R-124: what was paid has its receipt, and nobody is asked for what they pay as agreed."""
    case = story.open()
    plan = story.sign(case, count=2)
    story.switch(case)
    story.play(story.now() + timedelta(days=5))
    story.pay(case, plan.instalments[0].amount.amount)
    story.play(story.now() + timedelta(days=10))
    written = [line.split(" ", 1)[1] for line in story.happened(case)]
    assert "email receipt" in written
    assert "letter first_letter" not in written
    check(story)
