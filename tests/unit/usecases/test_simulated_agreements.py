"""Simulated debtors negotiate on their page: promise, dispute, propose, accept, sign and pay, in test mode (R-132)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.adapters.test_outbox import TestOutboxMailer, TestOutboxTexter
from chalicelib.bootstrap import Deps
from chalicelib.domain.negotiation.dispute import DisputeReason
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanState, Side, SignedBy
from chalicelib.domain.negotiation.promise import PromiseState
from chalicelib.domain.negotiation.terms import PlanTerms
from chalicelib.domain.simulated.debtor import SIMULATOR_DOMAIN
from chalicelib.usecases.acknowledgement import Papers
from chalicelib.usecases.answer_plan import AnswerPlan, accept_plan
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.propose_plan import ProposePlan, propose_plan
from chalicelib.usecases.sign_plan import SignForCreditor, sign_for_creditor
from tests.support.http_world import SETTINGS
from tests.support.invariants import check
from tests.support.story import ACTOR, DUE, Story, d
from tests.support.world import TEST

from .test_simulated_debtors import days_of, on_a_clock

KEEPS, STOPS = "proposes-plan-on-day-20-and-keeps-it", "proposes-plan-on-day-20-and-stops"


def plan_of(story: Story, case_id: str) -> PaymentPlan:
    (plan,) = story.case(case_id).negotiation.plans
    return plan


def accept_and_sign(story: Story, case_id: str) -> None:
    """The creditor's part of a plan that the debtor proposed."""
    changing, plan_id = Changing(TEST, case_id, ACTOR), plan_of(story, case_id).id
    story.command(
        lambda reply: accept_plan(AnswerPlan(changing, plan_id), recording=story.recording, reply=reply), scope=TEST
    )
    sign(story, case_id)


def sign(story: Story, case_id: str) -> None:
    signing = SignForCreditor(Changing(TEST, case_id, ACTOR), plan_of(story, case_id).id, "Paul Durand")
    papers = Papers(story.recording, story.archive, story.sending.renderer)
    story.command(lambda reply: sign_for_creditor(signing, ports=papers, reply=reply), scope=TEST)


def propose(story: Story, case_id: str, terms: PlanTerms) -> None:
    command = ProposePlan(Changing(TEST, case_id, ACTOR), Side.CREDITOR, terms)
    story.command(lambda reply: propose_plan(command, recording=story.recording, reply=reply), scope=TEST)


def in_force(name: str) -> tuple[Story, str, str]:
    """The plan that the debtor proposed on D+20, accepted and signed by the creditor the same day."""
    story, clock, (case,) = on_a_clock(name)
    story.advance(clock, d(20, 12))
    accept_and_sign(story, case)
    story.advance(clock, d(22))
    return story, clock, case


# --- promises --------------------------------------------------------------------------------------------------------


def test_a_promise_given_on_the_page_is_kept_to_the_cent() -> None:
    """R-081."""
    story, clock, (case,) = on_a_clock("promises-online-on-day-20-and-pays")
    story.advance(clock, d(60))
    (promise,) = story.case(case).negotiation.promises
    assert (promise.channel, promise.state) == ("page", PromiseState.KEPT)
    assert days_of(story, case, "promise.created", "payment.recorded", "promise.kept", "case.closed") == [
        ("promise.created", 20),
        ("payment.recorded", 25),
        ("promise.kept", 25),
        ("case.closed", 25),
    ]
    check(story)


def test_a_promise_given_on_the_page_is_broken_two_days_after_its_day() -> None:
    """R-081."""
    story, clock, (case,) = on_a_clock("promises-online-on-day-20-and-breaks")
    story.advance(clock, d(60))
    assert days_of(story, case, "promise.created", "promise.broken") == [
        ("promise.created", 20),
        ("promise.broken", 27),
    ]
    assert not story.case(case).payments
    check(story)


# --- disputes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reason", "cents"),
    [
        ("disputes-online-on-day-20", DisputeReason.GOODS_NOT_RECEIVED, None),
        ("disputes-half-online-on-day-20", DisputeReason.WRONG_AMOUNT, 60_000),
    ],
)
def test_a_dispute_on_the_page_stops_the_case(name: str, reason: DisputeReason, cents: int | None) -> None:
    """STOP_01: whole or half, and nothing is claimed meanwhile."""
    story, clock, (case,) = on_a_clock(name)
    story.advance(clock, d(80))
    (dispute,) = story.case(case).negotiation.disputes
    assert (dispute.reason, dispute.channel) == (reason, "page")
    assert (dispute.amount.amount if dispute.amount else None) == cents
    assert story.case(case).status == "paused"
    assert days_of(story, case, "dispute.opened") == [("dispute.opened", 20)]
    check(story)


# --- plans -----------------------------------------------------------------------------------------------------------


def test_a_plan_proposed_on_the_page_is_signed_and_kept_to_the_end() -> None:
    """R-075, R-078, R-079: three instalments, each paid on its day, and the final receipt."""
    story, clock, case = in_force(KEEPS)
    plan = plan_of(story, case)
    assert plan.state is PlanState.ACTIVE
    story.advance(clock, d(100))
    assert plan_of(story, case).state is PlanState.COMPLETED
    assert story.case(case).outcome == "paid"
    paid = [(each.received_on, each.amount) for each in story.case(case).payments]
    assert paid == [(each.on, each.amount) for each in plan.instalments]
    assert story.types(case).count("plan.instalment_paid") == 3
    assert "plan.instalment_missed" not in story.types(case)
    check(story)


def test_the_signature_goes_the_whole_way_and_says_that_it_was_simulated() -> None:
    """PLAN_03: figures, words, a code that was sent and read; the actor is the simulator, the text says so."""
    story, _, case = in_force(KEEPS)
    signature = plan_of(story, case).signed_by(Side.DEBTOR)
    assert signature is not None
    assert (signature.by, signature.figures is not None, signature.words is not None) == (SignedBy.PAGE, True, True)
    (code,) = [each for each in story.contacts(case) if each.template == "one_time_code"]
    assert signature.contact_id == code.id
    assert code.recipient == f"{KEEPS}@{SIMULATOR_DOMAIN}"
    assert code.state == "sent"
    assert [each.contact_id for each in story.sent].count(code.id) == 1
    ordered = [told.type for told in story.told(case) if told.type.startswith(("debtor_page.code", "plan.signed"))]
    assert ordered == ["plan.signed", "debtor_page.code_sent", "debtor_page.code_confirmed", "plan.signed"]
    acts = [told.payload for told in story.told(case) if told.type == "debtor_page.action_confirmed"]
    assert [act["action"] for act in acts] == ["plan", "sign"]
    assert all("simulé" in act["text"] for act in acts)


def test_who_stops_paying_after_the_first_instalment_meets_the_acceleration() -> None:
    """PLAN_02: the second is missed, reminded, announced and accelerated; the scenario resumes."""
    story, clock, case = in_force(STOPS)
    story.advance(clock, d(100))
    types = story.types(case)
    assert len(story.case(case).payments) == 1
    ordered = ["plan.instalment_missed", "plan.acceleration_announced", "plan.accelerated"]
    assert [kind for kind in types if kind in ordered] == ordered
    check(story)


@pytest.mark.parametrize(("name", "ends"), [("keeps-them", PlanState.COMPLETED), ("stops", PlanState.ACCELERATED)])
def test_a_plan_of_the_creditor_is_accepted_and_signed_the_days_after(name: str, ends: PlanState) -> None:
    story, clock, (case,) = on_a_clock(f"accepts-plans-and-{name}")
    story.advance(clock, d(20))
    propose(story, case, PlanTerms(2, DUE + timedelta(days=30)))
    sign_after = d(21, 12)
    story.advance(clock, sign_after)
    sign(story, case)
    story.advance(clock, d(125))
    assert plan_of(story, case).state is ends
    assert days_of(story, case, "plan.accepted", "plan.signed") == [
        ("plan.accepted", 21),
        ("plan.signed", 21),
        ("plan.signed", 22),
    ]
    check(story)


def test_a_counter_proposal_is_accepted_too() -> None:
    """R-076."""
    story, clock, (case,) = on_a_clock(KEEPS)
    story.advance(clock, d(20, 12))
    propose(story, case, PlanTerms(2, DUE + timedelta(days=27)))
    story.advance(clock, d(23))
    first, second = story.case(case).negotiation.plans
    assert (first.state, second.state) == (PlanState.REPLACED, PlanState.AGREED)
    assert second.signed_by(Side.DEBTOR) is not None


def test_who_proposes_in_vain_never_signs_nor_pays() -> None:
    """Nobody answers: the proposal expires, and the scenario goes on."""
    story, clock, (case,) = on_a_clock(KEEPS)
    story.advance(clock, d(60))
    assert plan_of(story, case).state is PlanState.EXPIRED
    assert "debtor_page.code_sent" not in story.types(case)
    assert not story.case(case).payments


def test_what_the_page_would_not_offer_does_not_happen() -> None:
    """R-127: a promise in a case that a dispute holds; only its mark is left."""
    story, clock, (case,) = on_a_clock("disputes-online-on-day-10+promises-online-on-day-20-and-pays")
    story.advance(clock, d(40))
    assert not story.case(case).negotiation.promises
    assert not story.case(case).payments
    simulation = story.case(case).simulation
    assert simulation is not None
    assert "promises-online-on-day-20-and-pays" in simulation.done


def test_a_code_for_a_simulated_debtor_lies_in_the_outbox_even_where_test_mode_delivers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody lives at the address, and the function may send nothing."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    deps = Deps(replace(SETTINGS, test_mode_delivers=True))
    assert isinstance(deps.simulating.test.mailer, TestOutboxMailer)
    assert isinstance(deps.simulating.test.texter, TestOutboxTexter)
    assert not isinstance(deps.sending.test.mailer, TestOutboxMailer)
