"""Whichever call fails while a plan is signed: no code opens twice, one paper, both signatures once (R-078, R-127)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.errors import DomainError, ProviderUnavailable
from chalicelib.domain.negotiation.payment_plan import PlanState, Side
from chalicelib.usecases.ask_for_code import CodeSent
from tests.support.faults import Crash, Faults, faults_of
from tests.support.invariants import check
from tests.support.signing_story import SigningStory
from tests.support.story import d
from tests.support.world import LIVE

T = TypeVar("T")
CHANGING = frozenset({"mailer.send", "archive.put_once", "store.commit"})
IN_PART = 29


def patiently(story: SigningStory, act: Callable[[], T]) -> T:
    """A person who tries again: after a quarter of an hour, as the page asks."""
    for _ in range(4):
        try:
            return act()
        except (Crash, DomainError):
            story.wall.instant += timedelta(minutes=16)
    return act()


def told(faults: Faults | None = None) -> tuple[SigningStory, range]:
    """A plan is agreed, the debtor signs with a code, then the creditor; and which calls that took."""
    story = SigningStory(d(10, 10), faults=faults, scope=LIVE, watchful=True)
    story.debtor()
    case_id = story.open()
    story.agree(case_id)
    before = len(story.faults.names)

    def asked() -> CodeSent:
        code = story.ask(case_id)
        if all(each.contact_id != code.contact_id for each in story.sent):
            raise ProviderUnavailable("it never arrived")
        return code

    def signed() -> None:
        if story.plan(case_id).signed_by(Side.DEBTOR) is None:
            story.sign(story.signature(case_id, patiently(story, asked)))

    patiently(story, signed)
    patiently(story, lambda: story.creditor_signs(case_id))
    signing = range(before, len(story.faults.names))
    story.play(story.now() + timedelta(hours=1))
    return story, signing


def check_signed(story: SigningStory) -> None:
    check(story)
    case_id = story.case_ids()[0]
    plan = story.plan(case_id)
    assert plan.state is PlanState.ACTIVE
    assert [each.side for each in plan.signatures] == [Side.DEBTOR, Side.CREDITOR]
    papers = [each for each in story.memory._all(Document) if each.kind is DocumentKind.PAYMENT_PLAN]
    assert [each.id for each in papers] == [plan.document_id]
    types = story.types(case_id)
    assert types.count("plan.signed") == 2
    assert types.count("debtor_page.code_confirmed") == 1
    codes = story.memory.debtor_codes(LIVE, "deb_1")
    assert codes is not None
    assert codes.present is not None
    assert codes.present.used_at is not None


def test_whichever_call_fails_both_signatures_stand_once_with_one_paper() -> None:
    """At some of the calls; `make campaign` plays every one (R-141)."""
    play_with_each_fault(IN_PART)


@pytest.mark.campaign
def test_whichever_of_all_calls_fails_both_signatures_stand_once_with_one_paper() -> None:
    play_with_each_fault(1)


def play_with_each_fault(part: int) -> None:
    """One in ``part`` of the calls, and all of those that change something."""
    story, signing = told()
    check_signed(story)
    names = story.faults.names
    assert {"mailer.send", "archive.put_once", "store.commit"} <= {names[number] for number in signing}
    for number in signing:
        name = names[number]
        for fault in faults_of(name) if name in CHANGING or number % part == 0 else ():
            try:
                check_signed(told(Faults(at=number, kind=fault))[0])
            except Exception as error:
                raise AssertionError(f"{name} (call {number}) {fault}") from error
