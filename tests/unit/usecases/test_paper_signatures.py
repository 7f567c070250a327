"""The debtor signs on paper: the words decide, the scan is kept, and the paper of both tells of it (PLAN_03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain.amount_in_words import in_french
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.negotiation.note import NoteState
from chalicelib.domain.negotiation.payment_plan import PlanState, Side, SignedBy
from chalicelib.usecases.sending import Content
from chalicelib.usecases.sign_plan import RecordPaperSignature, record_paper_signature
from tests.support.signing_story import SigningStory
from tests.support.story import d
from tests.support.world import LIVE

SCAN = Content(DocumentKind.CONTRACT, "accord.pdf", "application/pdf", b"%PDF- a scan")


@pytest.fixture
def story() -> SigningStory:
    told = SigningStory(d(10, 10), scope=LIVE)
    told.debtor()
    told.agree(told.open())
    return told


@pytest.fixture
def case_id(story: SigningStory) -> str:
    return story.case_ids()[0]


def on_paper(story: SigningStory, case_id: str, **changes: Any) -> Any:
    plan = story.plan(case_id)
    command = RecordPaperSignature(
        story._changing(case_id), plan.id, f"{plan.total.amount / 100:.2f}", in_french(plan.total), SCAN
    )
    command = replace(command, **changes)
    return story.command(
        lambda reply: record_paper_signature(command, ports=story.papers, reply=reply), scope=story.scope
    )


def signed(story: SigningStory, case_id: str) -> Any:
    return next(event.payload for event in story.told(case_id) if event.type == "plan.signed")


def test_the_scan_is_kept_and_proves_the_acknowledgement(story: SigningStory, case_id: str) -> None:
    on_paper(story, case_id)
    signature = story.plan(case_id).signed_by(Side.DEBTOR)
    assert signature is not None
    assert (signature.by, signature.signed_on) == (SignedBy.PAPER, story.today(case_id))
    act = next(act for act in story.case(case_id).limitation.acts if act.kind is ActKind.PAYMENT_PLAN)
    assert act.document_id == signature.document_id
    assert signed(story, case_id)["documents"][0]["document_id"] == signature.document_id
    story.creditor_signs(case_id)
    kinds = sorted(each.kind for each in story.memory._all(Document) if "plan" in each.kind or "contract" in each.kind)
    assert kinds == [DocumentKind.CONTRACT, DocumentKind.PAYMENT_PLAN]


def test_the_words_prevail_over_other_figures_and_the_trail_says_so(story: SigningStory, case_id: str) -> None:
    """C. civ. 1376: nobody can correct a paper; what stands on it is kept as it is."""
    on_paper(story, case_id, figures="1 000")
    told = signed(story, case_id)
    assert (told["words_prevail"], told["figures"]) == (True, "1 000")
    assert story.plan(case_id).signed_by(Side.DEBTOR) is not None


def test_other_words_are_another_sum_and_sign_nothing(story: SigningStory, case_id: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        on_paper(story, case_id, words="mille euros")
    assert [problem.code for problem in refusal.value.errors] == ["words_not_the_amount"]
    assert story.plan(case_id).signatures == ()
    assert [each for each in story.memory._all(Document) if each.kind is DocumentKind.CONTRACT] == []


@pytest.mark.parametrize(("days", "code"), [(1, "in_the_future"), (-1, "before_the_agreement")])
def test_the_day_on_the_paper_lies_between_agreement_and_today(
    story: SigningStory, case_id: str, days: int, code: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        on_paper(story, case_id, signed_on=story.today(case_id) + timedelta(days=days))
    assert [problem.code for problem in refusal.value.errors] == [code]


def test_the_acknowledgement_counts_from_the_day_on_the_paper(story: SigningStory, case_id: str) -> None:
    day: date = story.today(case_id)
    story.wall.instant += timedelta(days=2)
    on_paper(story, case_id, signed_on=day)
    act = next(act for act in story.case(case_id).limitation.acts if act.kind is ActKind.PAYMENT_PLAN)
    assert act.on == day


def test_the_paper_of_both_goes_out_with_the_confirmation(story: SigningStory, case_id: str) -> None:
    """R-078: the debtor gets what was signed; it is attached to the message that confirms the plan."""
    on_paper(story, case_id)
    story.creditor_signs(case_id)
    plan = story.plan(case_id)
    assert plan.state is PlanState.ACTIVE
    story.play(story.now() + timedelta(days=4))
    note = next(each for each in story.case(case_id).negotiation.notes if each.template == "plan_confirmation")
    assert note.state is NoteState.SENT
    sent = next(each for each in story.sent if b"plan_confirmation" in each.content)
    assert b"reconnaissance-de-dette-" in sent.content
