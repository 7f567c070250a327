"""Whatever comes in whatever order, a plan loses no cent and tells each thing once (R-076, R-079, R-082)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chalicelib.domain.case import Outcome
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.negotiation.payment_plan import PlanInterest, PlanState
from chalicelib.domain.negotiation.plan_money import left_of, received, standings
from chalicelib.domain.receipts import nothing_left
from tests.support.invariants import check
from tests.support.plan_story import PlanStory
from tests.support.story import d, paris

ACTS = st.sampled_from(["one", "one", "part", "two", "late", "all", "reverse", "credit", "pause", "resume", "nothing"])
COURSE = st.lists(st.tuples(st.integers(0, 14), st.sampled_from([8, 11, 19]), ACTS), min_size=2, max_size=8)


@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(course=COURSE, count=st.integers(1, 4), policy=st.sampled_from(PlanInterest))
def test_money_is_conserved_and_each_instalment_is_told_once(
    course: list[tuple[int, int, str]], count: int, policy: PlanInterest
) -> None:
    story = PlanStory(d(2))
    story.debtor()
    case_id = story.open()
    story.play(d(20))
    story.sign(case_id, count=count, interest=policy)
    day = story.today(case_id)
    for number, (gap, at, what) in enumerate(course):
        day += timedelta(days=gap)
        story.play(paris(day, at))
        _act(story, case_id, what, number)
        _holds(story, case_id)
    if story.case(case_id).pause is not None:
        story.resume_case(case_id)
    story.play(paris(day + timedelta(days=150), 12))
    if story.case(case_id).attention is not None:
        story.resolve(case_id, AttentionAction.RETRY)
        story.play(paris(day + timedelta(days=190), 12))
    check(story)
    _holds(story, case_id)
    over = story.plan(case_id)
    assert over.state in (PlanState.COMPLETED, PlanState.ACCELERATED)
    account = statement_of(story.case(case_id), story.recording.rates, story.today(case_id))
    assert (story.case(case_id).outcome is Outcome.PAID) is nothing_left(account)


def _act(story: PlanStory, case_id: str, what: str, number: int) -> None:
    case = story.case(case_id)
    each = story.plan(case_id).instalments[0].amount.amount
    standing = [payment for payment in case.payments if payment.reversed_on is None]
    if what in ("one", "two", "part"):
        story.pay(case_id, {"one": each, "two": 2 * each, "part": max(1, each // 3)}[what])
    elif what == "late":
        story.pay(case_id, each, on=story.today(case_id) - timedelta(days=4))
    elif what == "all" and story.owed(case_id) > 0:
        story.pay(case_id)
    elif what == "reverse" and standing:
        story.reverse(case_id, standing[number % len(standing)].id)
    elif what == "credit" and not case.is_closed:
        story.credit(case_id, 7_777, number=f"AV-{number}")
    elif what == "pause" and case.pause is None and not case.is_closed:
        story.pause(case_id)
    elif what == "resume" and case.pause is not None:
        story.resume_case(case_id)


def _holds(story: PlanStory, case_id: str) -> None:
    """What is still to come under a plan in force is all that is owed, and what was paid of it is what was received."""
    case, plan = story.case(case_id), story.plan(case_id)
    if plan.state is not PlanState.ACTIVE or case.is_closed:
        return
    assert left_of(case, plan).amount == story.owed(case_id)
    paid = sum(each.received.amount for each in standings(case, plan))
    assert paid == min(received(case, plan).amount, plan.total.amount)
