"""A plan on the table, day by day: both sides negotiate, and no reminder ignores it (R-073..R-076, R-124)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import Choice
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.errors import Conflict, DomainError, InvalidInput
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.payment_plan import PlanInterest, PlanState
from chalicelib.domain.negotiation.terms import Every, PlanTerms
from chalicelib.domain.next_step import Action
from chalicelib.domain.parties import DebtorKind
from chalicelib.usecases.offer_settlement import OfferSettlement, offer_settlement
from chalicelib.usecases.propose_plan import ProposePlan, propose_plan
from tests.support.invariants import check
from tests.support.proposal_story import CREDITOR, DEBTOR, ProposalStory
from tests.support.story import d


@pytest.fixture
def story() -> ProposalStory:
    told = ProposalStory(d(14))
    told.debtor()
    return told


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def _problems(act: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        act()
    return [(problem.pointer, problem.code) for problem in refused.value.errors]


def _reminders(story: ProposalStory, case: str) -> list[str]:
    return [line for line in story.happened(case) if "reminder" in line]


def test_the_debtor_proposes_the_creditor_counters_and_the_debtor_accepts(story: ProposalStory) -> None:
    case = story.open()
    asked = story.propose(case, DEBTOR, 6)
    assert asked.state is PlanState.PROPOSED
    countered = story.propose(case, CREDITOR, 3, countering=asked.id)
    assert (countered.replaces, story.states(case)) == (asked.id, ["replaced", "proposed"])
    agreed = story.accept(case, DEBTOR)
    assert (agreed.id, agreed.state, agreed.agreed_at) == (countered.id, PlanState.AGREED, story.now())
    told = [event for event in story.told(case) if event.type.startswith("plan.")]
    assert [event.type for event in told] == ["plan.proposed", "plan.proposed", "plan.accepted"]
    assert told[1].payload["replaces"] == asked.id
    assert (told[2].payload["accepted_by"], told[2].payload["by_rule"]) == ("debtor", False)


def test_what_the_debtor_confirmed_on_the_page_is_told_before_what_it_changed(story: ProposalStory) -> None:
    """R-127: the words the person had before their eyes are evidence."""
    case = story.open()
    story.propose(case, DEBTOR)
    told = story.told(case)
    place = next(n for n, event in enumerate(told) if event.type == "debtor_page.action_confirmed")
    assert told[place + 1].type == "plan.proposed"
    assert "quatre fois" in str(told[place].payload["text"])


def test_nobody_answers_the_proposal_expires_and_the_scenario_goes_on(story: ProposalStory) -> None:
    """R-124: no reminder while it stands, and the reason for the silence is told."""
    case = story.open()
    plan = story.propose(case, DEBTOR)
    waited = story.case(case).next_step
    assert waited is not None
    assert (waited.action, waited.subject_id) == (Action.CHECK_DEADLINE, plan.id)
    assert waited.reason == f"a payment plan is proposed, to be answered by {plan.answer_by}"
    story.play(d(21, 23))
    assert _reminders(story, case) == []
    story.play(d(24))
    over = story.newest(case)
    assert (over.state, over.end_reason) == (PlanState.EXPIRED, "not_answered")
    assert story.types(case).count("plan.expired") == 1
    assert _reminders(story, case) == ["D+22 email reminder_1"]
    check(story)


def test_an_agreed_plan_that_nobody_signs_expires_too(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, DEBTOR)
    story.play(d(16))
    agreed = story.accept(case)
    assert agreed.answer_by == d(23).date()
    story.play(d(30))
    assert (story.newest(case).state, story.newest(case).end_reason) == (PlanState.EXPIRED, "not_signed")
    assert [line for line in _reminders(story, case) if line.startswith("D+1")] == []
    assert _reminders(story, case)


def test_a_proposal_within_the_rules_is_accepted_by_itself_where_the_creditor_says_so(story: ProposalStory) -> None:
    story.rules(accepts_by_itself=True)
    case = story.open()
    assert story.propose(case, DEBTOR).state is PlanState.AGREED
    told = next(event for event in story.told(case) if event.type == "plan.accepted")
    assert (told.payload["accepted_by"], told.payload["by_rule"]) == ("creditor", True)


def test_a_creditors_own_proposal_is_never_accepted_by_itself(story: ProposalStory) -> None:
    story.rules(accepts_by_itself=True)
    assert story.propose(story.open(), CREDITOR).state is PlanState.PROPOSED


def test_a_refused_proposal_lets_the_scenario_go_on(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, DEBTOR)
    assert story.refuse(case).state is PlanState.REFUSED
    told = next(event for event in story.told(case) if event.type == "plan.refused")
    assert (told.payload["refused_by"], told.payload["reason"]) == ("creditor", "too long for us")
    story.play(d(17))
    assert _reminders(story, case) == ["D+15 email reminder_1"]


def test_who_has_to_be_told_gets_a_note(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, CREDITOR)
    assert story.due_notes(case) == ["plan_proposal"]
    story.propose(case, DEBTOR, countering=story.newest(case).id)
    assert "plan_proposal" not in [n.template for n in story.case(case).negotiation.notes if n.state == "due"]
    story.accept(case)
    assert story.due_notes(case)[-1] == "plan_accepted"


def test_a_refused_debtor_is_told_so(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, DEBTOR)
    story.refuse(case)
    assert story.due_notes(case) == ["plan_refused"]


def test_a_creditor_whose_proposal_is_refused_learns_it_by_the_webhook_alone(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, CREDITOR)
    story.refuse(case)
    assert "plan_refused" not in [note.template for note in story.case(case).negotiation.notes]


def test_the_creditors_rules_bind_what_a_debtor_proposes_each_at_its_field(story: ProposalStory) -> None:
    case = story.open()
    assert _problems(lambda: story.propose(case, DEBTOR, 7)) == [("#/count", "most_instalments")]
    story.rules(most_instalments=60)
    assert _problems(lambda: story.propose(case, DEBTOR, 8)) == [("#/count", "longest_months")]
    story.rules(most_instalments=60, longest_months=60)
    assert _problems(lambda: story.propose(case, DEBTOR, 30)) == [("#/count", "least_instalment")]
    assert _problems(lambda: story.propose(case, DEBTOR, 4, 999)) == [("#/first_amount", "least_first")]
    assert story.case(case).negotiation.plans == ()


def test_the_first_instalment_is_due_at_once(story: ProposalStory) -> None:
    """R-075."""
    case = story.open()
    late = PlanTerms(4, story.today(case) + timedelta(days=8))
    command = ProposePlan(story._changing(case), DEBTOR, late)
    assert _problems(lambda: story._change(propose_plan, command)) == [("#/first_on", "first_within_days")]


def test_the_creditor_may_go_beyond_its_own_rules(story: ProposalStory) -> None:
    case = story.open()
    assert len(story.propose(case, CREDITOR, 24).instalments) == 24


def test_a_debtor_proposes_three_times_at_most(story: ProposalStory) -> None:
    """So that nobody stalls for ever; withdrawn proposals count."""
    case = story.open()
    for _ in range(3):
        story.propose(case, DEBTOR)
        story.take_back(case, DEBTOR)
    assert _refused(lambda: story.propose(case, DEBTOR)) == "too_many_proposals"
    story.propose(case, CREDITOR)


def test_a_creditor_that_takes_no_proposals_says_so(story: ProposalStory) -> None:
    story.rules(allowed=False)
    case = story.open()
    assert _refused(lambda: story.propose(case, DEBTOR)) == "plans_not_allowed"
    story.propose(case, CREDITOR)


def test_a_case_remembers_ten_plans_at_most(story: ProposalStory) -> None:
    case = story.open()
    for _ in range(10):
        story.propose(case, CREDITOR)
    assert story.states(case) == ["replaced"] * 9 + ["proposed"]
    assert _refused(lambda: story.propose(case, CREDITOR)) == "too_many_plans"


def test_nobody_answers_their_own_proposal(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, DEBTOR)
    assert _refused(lambda: story.accept(case, DEBTOR)) == "not_yours_to_answer"
    assert _refused(lambda: story.propose(case, DEBTOR, countering=story.newest(case).id)) == "not_yours_to_answer"
    assert story.states(case) == ["proposed"]


def test_an_answer_comes_once(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, DEBTOR)
    story.refuse(case)
    assert _refused(lambda: story.accept(case)) == "plan_not_proposed"


def test_a_debtor_takes_back_their_own_proposal_alone(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, CREDITOR)
    assert _refused(lambda: story.take_back(case, DEBTOR)) == "not_yours_to_cancel"
    story.propose(case, DEBTOR)
    over = story.take_back(case, DEBTOR)
    assert (over.state, over.end_reason) == (PlanState.CANCELLED, "by_debtor")
    assert _refused(lambda: story.take_back(case)) == "plan_over"


def test_a_consumer_pays_no_interest_during_a_plan_and_has_thirty_days(story: ProposalStory) -> None:
    """PLAN_02; no interest beyond what is owed already."""
    story.debtor("deb_2", kind=DebtorKind.CONSUMER)
    story.rules(interest_during=PlanInterest.DUE_IF_ACCELERATED)
    case = story.open("deb_2")
    beyond: dict[str, Any] = {"interest_during": PlanInterest.DUE_IF_ACCELERATED, "acceleration_days": 29}
    assert _problems(lambda: story.propose(case, CREDITOR, 4, **beyond)) == [
        ("#/acceleration_days", "notice_too_short"),
        ("#/interest_during", "not_for_consumers"),
    ]
    plan = story.propose(case, DEBTOR)
    assert (plan.interest_during, plan.acceleration_days) == (PlanInterest.WAIVED, 30)
    assert (plan.interest.amount, plan.fixed_indemnity.amount, plan.total) == (0, 0, plan.principal)


def test_a_business_has_eight_days_and_the_interest_that_the_rules_say(story: ProposalStory) -> None:
    story.rules(interest_during=PlanInterest.DUE_IF_ACCELERATED)
    case = story.open()
    assert _problems(lambda: story.propose(case, CREDITOR, acceleration_days=7)) == [
        ("#/acceleration_days", "notice_too_short")
    ]
    plan = story.propose(case, CREDITOR, acceleration_days=15)
    assert (plan.interest_during, plan.acceleration_days) == (PlanInterest.DUE_IF_ACCELERATED, 15)
    assert story.propose(case, CREDITOR).acceleration_days == 8


def test_a_plan_is_about_what_is_owed_that_day_by_its_parts(story: ProposalStory) -> None:
    case = story.open()
    plan = story.propose(case, DEBTOR)
    assert plan.total.amount == story.owed(case)
    assert plan.total == plan.principal + plan.interest + plan.fixed_indemnity + plan.complementary_indemnity
    assert sum(each.amount.amount for each in plan.instalments) == plan.total.amount


def test_nothing_is_planned_of_what_is_not_owed(story: ProposalStory) -> None:
    case = story.open()
    story.pay(case)
    assert _refused(lambda: story.propose(case, CREDITOR)) == "case_closed"


def test_a_payment_on_the_way_counts_and_the_plan_still_stands(story: ProposalStory) -> None:
    case = story.open()
    plan = story.propose(case, DEBTOR)
    story.pay(case, 31_139)
    assert story.accept(case).total == plan.total


def test_less_owed_for_another_reason_asks_for_another_plan(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, DEBTOR)
    story.credit(case, 20_000)
    assert _refused(lambda: story.accept(case)) == "plan_outdated"
    countered = story.propose(case, CREDITOR, countering=story.newest(case).id)
    assert countered.total.amount == story.owed(case)


def test_a_debtor_who_asks_for_time_acknowledges_the_debt(story: ProposalStory) -> None:
    """PRE_07."""
    case = story.open()
    plan = story.propose(case, DEBTOR)
    (act,) = story.case(case).limitation.acts
    assert (act.kind, act.id.partition("_")[2]) == (ActKind.REQUEST_FOR_TIME, plan.id.partition("_")[2])
    told = next(event for event in story.told(case) if event.type == "plan.proposed")
    assert told.payload["limitation"]["effect"] == "interrupts"


def test_an_agreement_answers_the_question_what_comes_next(story: ProposalStory) -> None:
    """R-098: asked again only if the plan comes to nothing."""
    case = story.open()
    story.play(d(110))
    assert story.case(case).status is CaseStatus.AWAITING_DECISION
    story.propose(case, DEBTOR)
    assert story.case(case).status is CaseStatus.AWAITING_DECISION
    story.accept(case)
    assert (story.case(case).status, story.case(case).decision_asked) == (CaseStatus.OPEN, ())
    story.play(story.now() + timedelta(days=9))
    assert (story.states(case), story.case(case).status) == (["expired"], CaseStatus.AWAITING_DECISION)


@pytest.mark.parametrize("answered", [False, True], ids=["proposed", "agreed"])
def test_a_proposal_ends_with_its_case(story: ProposalStory, answered: bool) -> None:
    case = story.open()
    story.propose(case, DEBTOR)
    if answered:
        story.accept(case)
    story.decide(case, Choice.WITHDRAW)
    assert (story.newest(case).state, story.newest(case).end_reason) == (PlanState.CANCELLED, "case_closed")
    told = story.types(case)
    assert told.index("plan.cancelled") + 1 == told.index("case.closed")


@pytest.mark.parametrize("kind", [FactKind.INSOLVENCY, FactKind.WRONG_PERSON])
def test_a_fact_that_forbids_payment_ends_a_proposal_and_lets_nobody_make_another(
    story: ProposalStory, kind: FactKind
) -> None:
    """C. com. L622-7: nothing earlier may be paid; of a wrong person nothing is asked."""
    case = story.open()
    story.propose(case, DEBTOR)
    on = story.today(case)
    if kind is FactKind.INSOLVENCY:
        story.insolvent(on)
    else:
        story.learn(kind, on)
    story.play(story.now() + timedelta(hours=1))
    assert (story.newest(case).state, story.newest(case).end_reason) == (PlanState.CANCELLED, kind.value)
    assert _refused(lambda: story.propose(case, DEBTOR)) == "agreement_not_possible"


def test_a_closed_case_takes_no_plan(story: ProposalStory) -> None:
    case = story.open()
    story.decide(case, Choice.WITHDRAW)
    assert _refused(lambda: story.propose(case, CREDITOR)) == "case_closed"


def test_a_proposal_of_weekly_instalments_can_be_signed_until_the_second_one_is_near(story: ProposalStory) -> None:
    story.rules(answer_days=30)
    case = story.open()
    plan = story.propose(case, DEBTOR, 4, every=Every.WEEKLY)
    assert plan.answer_by is not None
    assert plan.answer_by < plan.instalments[1].on


def test_a_conflict_says_what_stands(story: ProposalStory) -> None:
    case = story.open()
    story.propose(case, DEBTOR)
    with pytest.raises(Conflict, match="for the creditor to answer"):
        story.accept(case, DEBTOR)


def test_expiry_comes_as_the_day_ends_where_the_debtor_lives() -> None:
    story = ProposalStory(d(14))
    story.debtor(postal_code="97400")
    case = story.open()
    plan = story.propose(case, DEBTOR)
    step = story.case(case).next_step
    assert step is not None
    assert step.due_at is not None
    assert plan.answer_by is not None
    assert step.due_at.astimezone(UTC).hour == 20
    assert step.due_at.date() == plan.answer_by


def test_a_slow_answer_shortens_no_phase(story: ProposalStory) -> None:
    """R-027: days on which a proposal held the scenario do not count, so that the formal notice still has its time."""
    plain = ProposalStory(d(14))
    plain.debtor()
    undisturbed, case = plain.open(), story.open()
    plain.play(d(60))
    for _ in range(2):
        story.propose(case, DEBTOR)
        story.play(story.now() + timedelta(days=9))
    story.play(d(90))
    assert story.states(case) == ["expired", "expired"]
    assert story.case(case).negotiation.stretched_days == 16
    assert story.case(case).negotiation.stopped_at is None
    notices = [line for line in story.happened(case) if "formal_notice" in line]
    assert notices != []
    assert [line.split(" ", 1)[1] for line in plain.happened(undisturbed) if "reminder" in line] == [
        line.split(" ", 1)[1] for line in story.happened(case) if "reminder" in line
    ]


def test_an_agreed_plan_takes_an_offer_of_settlement_off_the_table(story: ProposalStory) -> None:
    """R-073: there is one agreement at a time; until then the debtor may take either."""
    case = story.open()
    offer = OfferSettlement(story._changing(case), Money(100_000), d(30).date())
    story._change(offer_settlement, offer)
    story.propose(case, DEBTOR)
    assert story.case(case).negotiation.open_settlement is not None
    story.accept(case)
    assert story.case(case).negotiation.open_settlement is None
    told = story.types(case)
    assert told.index("plan.accepted") < told.index("settlement.withdrawn")
