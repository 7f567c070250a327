"""A plan in force is renegotiated, and what is proposed under a mandate is told to the creditor (R-082, PAY_04)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanState
from chalicelib.domain.negotiation.plan_life import activated
from chalicelib.usecases.change_case import Transition
from chalicelib.usecases.recording import CaseFile
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory
from tests.support.plan_story import PlanStory
from tests.support.proposal_story import CREDITOR, DEBTOR, ProposalStory
from tests.support.story import d


class Renegotiation(ProposalStory, PlanStory):
    """Plans that are proposed, and then signed by both."""

    def put_in_force(self, case_id: str) -> PaymentPlan:
        """Both have signed the agreed plan."""

        def transition(file: CaseFile) -> Transition:
            agreed = file.case.negotiation.plans[-1]
            assert agreed.state is PlanState.AGREED
            return Transition(*activated(file.case, agreed, file.now))

        self._change_by(case_id, transition)
        return self.newest(case_id)


class UnderMandate(ProposalStory, MandateStory):
    """Proposals made to a collector."""


@pytest.fixture
def story() -> Renegotiation:
    told = Renegotiation(d(14))
    told.debtor()
    return told


def _with_plan(story: Renegotiation) -> str:
    case = story.open()
    story.propose(case, DEBTOR, 4)
    story.accept(case)
    story.put_in_force(case)
    return case


def test_a_renegotiated_plan_takes_the_place_of_the_one_in_force_once_both_have_signed(story: Renegotiation) -> None:
    case = _with_plan(story)
    first = story.newest(case)
    story.pay(case, first.instalments[0].amount.amount)
    story.play(story.now() + timedelta(days=5))
    asked = story.propose(case, DEBTOR, 6)
    assert (asked.replaces, story.states(case)) == (first.id, ["active", "proposed"])
    assert asked.total.amount == first.total.amount - first.instalments[0].amount.amount
    story.accept(case)
    assert story.states(case) == ["active", "agreed"]
    story.put_in_force(case)
    assert story.states(case) == ["replaced", "active"]
    kept = story.case(case).negotiation.plans[0]
    assert (kept.id, kept.total, kept.active_since, kept.ended_at) == (
        first.id,
        first.total,
        first.active_since,
        story.now(),
    )
    assert [each.on for each in kept.instalments] == [each.on for each in first.instalments]
    assert [event.payload["plan_id"] for event in story.told(case) if event.type == "plan.cancelled"] == [first.id]


def test_a_renegotiation_that_comes_to_nothing_leaves_the_plan_in_force(story: Renegotiation) -> None:
    case = _with_plan(story)
    first = story.newest(case)
    story.pay(case, first.instalments[0].amount.amount)
    story.play(d(20))
    story.propose(case, DEBTOR, 6)
    story.play(d(29))
    assert story.states(case) == ["active", "expired"]
    assert [line for line in story.happened(case) if "reminder" in line] == []
    story.propose(case, CREDITOR, 6)
    story.refuse(case)
    assert story.states(case) == ["active", "expired", "refused"]
    check(story)


def test_a_plan_in_force_is_ended_by_the_creditor_with_a_reason_and_the_scenario_goes_on(story: Renegotiation) -> None:
    case = _with_plan(story)
    story.take_back(case)
    assert (story.newest(case).state, story.newest(case).end_reason) == (PlanState.CANCELLED, "by_creditor")
    told = next(event for event in story.told(case) if event.type == "plan.cancelled")
    assert told.payload["detail"] == "a mistake"
    story.play(d(17))
    assert [line for line in story.happened(case) if "reminder" in line] != []


@pytest.mark.parametrize(("side", "told"), [(DEBTOR, 1), (CREDITOR, 0)])
def test_the_creditor_is_told_of_what_a_debtor_proposes_to_its_collector(side: object, told: int) -> None:
    """PAY_04, CPCE R124-5: of any proposal other than immediate payment."""
    story = UnderMandate(d(14))
    story.debtor()
    case = story.mandated()
    story.play(d(16))
    plan = story.propose(case, side)  # type: ignore[arg-type]  # one of the two
    story.play(d(17))
    assert story.types(case).count("proposal.received") == told
    assert [line for line in story.happened(case) if "proposal_advice" in line] == ["D+16 email proposal_advice"] * told
    if told:
        assert f"for {plan.instalments[0].on}" in story.read(case, "proposal_advice")
