"""Whichever call fails while a plan is negotiated: nothing is lost, nothing is done or told twice (R-073, R-124)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanState
from tests.support.faults import Faults, faults_of
from tests.support.invariants import check
from tests.support.proposal_story import CREDITOR, DEBTOR, ProposalStory
from tests.support.story import d

from .journeys import attended

IN_PART = 31


def countered_and_agreed(story: ProposalStory, case: str) -> list[str]:
    """The debtor proposes, the creditor counters, the debtor accepts, nobody signs."""
    asked = story.propose(case, DEBTOR, 6)
    story.propose(case, CREDITOR, 3, countering=asked.id)
    story.play(d(16))
    story.accept(case, DEBTOR)
    attended(story, case, d(26))
    return ["plan.proposed", "plan.proposed", "plan.accepted", "plan.expired"]


def unanswered(story: ProposalStory, case: str) -> list[str]:
    story.propose(case, DEBTOR)
    attended(story, case, d(26))
    return ["plan.proposed", "plan.expired"]


def refused(story: ProposalStory, case: str) -> list[str]:
    story.propose(case, DEBTOR)
    story.play(d(16))
    story.refuse(case)
    attended(story, case, d(26))
    return ["plan.proposed", "plan.refused"]


Journey = Callable[[ProposalStory, str], list[str]]


def told(journey: Journey, faults: Faults | None = None) -> tuple[ProposalStory, list[str]]:
    story = ProposalStory(d(14), faults=faults, watchful=True)
    story.debtor()
    return story, journey(story, story.open())


@pytest.mark.parametrize("journey", [countered_and_agreed, unanswered, refused])
def test_whichever_call_fails_each_step_of_the_negotiation_happens_once(journey: Journey) -> None:
    """At some of the calls; `make campaign` plays every one (R-141)."""
    play_with_each_fault(journey, IN_PART)


@pytest.mark.campaign
@pytest.mark.parametrize("journey", [countered_and_agreed, unanswered, refused])
def test_whichever_of_all_calls_fails_each_step_of_the_negotiation_happens_once(journey: Journey) -> None:
    play_with_each_fault(journey, 1)


def play_with_each_fault(journey: Journey, part: int) -> None:
    """One in ``part`` of the occasions for a fault."""
    story, expected = told(journey)
    every = [(number, fault) for number, name in enumerate(story.faults.names) for fault in faults_of(name)]
    assert every
    for number, fault in every[::part]:
        try:
            played, _ = told(journey, Faults(at=number, kind=fault))
            (case,) = played.case_ids()
            check(played)
            assert [kind for kind in played.types(case) if kind.startswith("plan.")] == expected
            assert all(plan.state not in (PlanState.PROPOSED, PlanState.AGREED) for plan in _plans(played, case))
            assert [line for line in played.happened(case) if "reminder_1" in line] != []
        except Exception as error:
            raise AssertionError(f"{story.faults.names[number]} (call {number}) {fault}") from error


def _plans(story: ProposalStory, case: str) -> tuple[PaymentPlan, ...]:
    return story.case(case).negotiation.plans
