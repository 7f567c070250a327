"""A plan is signed by both sides as an acknowledgement of debt, and by nobody twice (R-078, PLAN_01, PLAN_03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.errors import Conflict, DomainError, InvalidInput, Refused
from chalicelib.domain.french import format_money
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.negotiation.payment_plan import PlanState, Side, SignedBy
from chalicelib.usecases.cancel_plan import CancelPlan, cancel_plan
from chalicelib.usecases.sign_plan import sign_plan
from tests.support.signing_story import SigningStory
from tests.support.story import d
from tests.support.world import LIVE


@pytest.fixture
def story() -> SigningStory:
    told = SigningStory(d(10, 10), scope=LIVE)
    told.debtor()
    return told


@pytest.fixture
def case_id(story: SigningStory) -> str:
    return story.open()


def refused(act: Any) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def test_both_sign_and_the_plan_is_in_force_with_its_paper(story: SigningStory, case_id: str) -> None:
    """R-078: the debtor by code, the creditor by key; the paper is written once and named by the event."""
    story.agree(case_id)
    story.sign(story.signature(case_id, story.ask(case_id)))
    plan = story.plan(case_id)
    assert (plan.state, plan.document_id) == (PlanState.AGREED, None)
    own = plan.signed_by(Side.DEBTOR)
    assert own is not None
    assert own.by is SignedBy.PAGE
    story.creditor_signs(case_id)
    plan = story.plan(case_id)
    assert plan.state is PlanState.ACTIVE
    papers = [each for each in story.memory._all(Document) if each.kind is DocumentKind.PAYMENT_PLAN]
    assert [paper.id for paper in papers] == [plan.document_id]
    signed = [event for event in story.told(case_id) if event.type == "plan.signed"]
    assert [event.payload["side"] for event in signed] == ["debtor", "creditor"]
    assert [event.payload["complete"] for event in signed] == [False, True]
    assert signed[-1].payload["documents"] == [{"document_id": papers[0].id, "sha256": papers[0].sha256}]


def test_the_trail_keeps_what_was_shown_typed_and_proved(story: SigningStory, case_id: str) -> None:
    """C. civ. 1366-1367: the text, the figures and words, the code with its times, the masked address, the form."""
    story.agree(case_id)
    code = story.ask(case_id)
    story.sign(story.signature(case_id, code))
    told = {event.type: event.payload for event in story.told(case_id)}
    signed = told["plan.signed"]
    assert "owes" in signed["text"]
    assert (signed["figures"], signed["form_id"]) == (format_money(story.plan(case_id).total), "form_1")
    assert signed["words"].startswith("mille")
    assert (signed["code_id"], signed["masked"]) == (code.code_id, "d…@d….example")
    assert signed["code_sent_at"]
    assert signed["code_confirmed_at"]
    assert told["debtor_page.code_confirmed"]["contact_id"] == code.contact_id
    assert story.types(case_id).index("debtor_page.action_confirmed") < story.types(case_id).index("plan.signed")


def test_the_debtors_signature_acknowledges_the_debt(story: SigningStory, case_id: str) -> None:
    """PLAN_01, C. civ. 2240: limitation starts again with it, and the event says so."""
    story.agree(case_id)
    story.sign(story.signature(case_id, story.ask(case_id)))
    acts = [act for act in story.case(case_id).limitation.acts if act.kind is ActKind.PAYMENT_PLAN]
    assert len(acts) == 1
    signed = next(event for event in story.told(case_id) if event.type == "plan.signed")
    assert signed.payload["limitation"]["effect"] == "interrupts"
    story.creditor_signs(case_id)
    assert len([act for act in story.case(case_id).limitation.acts if act.kind is ActKind.PAYMENT_PLAN]) == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [({"words": "mille euros"}, "#/words"), ({"words": ""}, "#/words"), ({"figures": "1"}, "#/figures")],
)
def test_an_amount_written_otherwise_signs_nothing(
    story: SigningStory, case_id: str, changes: Any, pointer: str
) -> None:
    """PLAN_03, C. civ. 1376: on the page words and figures both say the total; the code is not used up by it."""
    story.agree(case_id)
    code = story.ask(case_id)
    before = story.case(case_id)
    with pytest.raises(InvalidInput) as refusal:
        story.sign(story.signature(case_id, code, **changes))
    assert [problem.pointer for problem in refusal.value.errors] == [pointer]
    assert story.case(case_id) == before
    story.sign(story.signature(case_id, code))
    assert story.plan(case_id).signed_by(Side.DEBTOR) is not None


def test_a_code_signs_the_plan_that_was_shown_and_no_other(story: SigningStory, case_id: str) -> None:
    """Asked for one plan, it does not sign the one that took its place."""
    first = story.agree(case_id)
    code = story.ask(case_id)
    command = story.signature(case_id, code)
    story._change(cancel_plan, CancelPlan(story._changing(case_id), first.id, Side.CREDITOR, "another one"))
    story.agree(case_id, count=2)
    assert refused(lambda: story.sign(command)) == "plan_not_to_sign"
    other = replace(command, plan_id=story.plan(case_id).id)
    assert refused(lambda: story.sign(other)) == "code_for_something_else"
    assert story.plan(case_id).signatures == ()


def test_a_plan_signed_already_is_not_signed_again(story: SigningStory, case_id: str) -> None:
    story.agree(case_id)
    command = story.signature(case_id, story.ask(case_id))
    story.sign(command)
    assert refused(lambda: story.sign(command)) == "plan_already_signed"
    assert refused(lambda: story.ask(case_id)) == "plan_already_signed"
    story.creditor_signs(case_id)
    assert refused(lambda: story.creditor_signs(case_id)) == "plan_already_signed"


def test_nobody_signs_after_the_last_day(story: SigningStory, case_id: str) -> None:
    """Before the deadline's check has come round, too."""
    plan = story.agree(case_id, first_on=None)
    command = story.signature(case_id, story.ask(case_id))
    assert plan.answer_by is not None
    story.wall.instant += timedelta(days=(plan.answer_by - story.today(case_id)).days + 1)
    assert refused(lambda: story.sign(command)) in {"plan_too_late_to_sign", "plan_not_to_sign"}


def test_a_payment_since_then_counts_for_the_plan_and_it_can_still_be_signed(story: SigningStory, case_id: str) -> None:
    """The acknowledgement is of what was owed on its day; what came since pays its instalments."""
    story.agree(case_id)
    command = story.signature(case_id, story.ask(case_id))
    story.pay(case_id, 20_000)
    story.sign(command)
    story.creditor_signs(case_id)
    assert story.plan(case_id).state is PlanState.ACTIVE


def test_a_credit_note_since_then_makes_it_another_debt(story: SigningStory, case_id: str) -> None:
    """Less is owed than the text says: nobody acknowledges too much."""
    story.agree(case_id)
    command = story.signature(case_id, story.ask(case_id))
    story.credit(case_id, 10_000)
    assert refused(lambda: story.sign(command)) in {"plan_outdated", "plan_not_to_sign"}
    assert story.plan(case_id).signatures == ()


def test_of_two_browsers_that_sign_at_once_one_does(story: SigningStory, case_id: str) -> None:
    """The other is told that the plan is signed, and nothing is written twice."""
    story.agree(case_id)
    command = story.signature(case_id, story.ask(case_id))

    def other() -> None:
        sign_plan(command, ports=story.papers, reply=lambda *_args, **_kw: ())

    story.faults.hooks["store.commit"] = [other]
    assert refused(lambda: story.sign(command)) == "plan_already_signed"
    assert story.types(case_id).count("plan.signed") == 1


def test_five_wrong_tries_and_the_code_is_dead(story: SigningStory, case_id: str) -> None:
    story.agree(case_id)
    code = story.ask(case_id)
    wrong = "000000" if story.digits(code) != "000000" else "111111"
    for _ in range(4):
        with pytest.raises(Refused, match="Tries left"):
            story.sign(story.signature(case_id, code, digits=wrong))
    assert refused(lambda: story.sign(story.signature(case_id, code, digits=wrong))) == "code_spent"
    assert refused(lambda: story.sign(story.signature(case_id, code))) == "code_spent"
    with pytest.raises(Conflict):
        story.sign(story.signature(case_id, code))
    assert story.plan(case_id).state is PlanState.AGREED
