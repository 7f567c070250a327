"""Whatever fails, a simulated debtor does each thing once, on its day, and the clock gets ready (R-132, R-141)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from chalicelib.domain.negotiation.rules import NegotiationRules, PlanRules
from chalicelib.usecases.acknowledgement import Papers
from chalicelib.usecases.change_case import Changing, Outcome
from chalicelib.usecases.ports import Reply
from chalicelib.usecases.sign_plan import SignForCreditor, sign_for_creditor
from chalicelib.usecases.writes import Update
from tests.support.faults import Faults, faults_of
from tests.support.invariants import check
from tests.support.story import ACTOR, Story, d
from tests.support.world import TEST

CALLED = "voicemail+promises-and-pays"
NAMES = (
    "bounces+pays-half-on-day-20+pays-on-day-33",
    "wrong-person",
    "cheque-bounces-on-day-10",
    "letter-refused",
    CALLED,
)
ACTS = frozenset(
    {
        "payment.recorded",
        "payment.reversed",
        "contact.bounced",
        "debtor.fact_recorded",
        "call_task.done",
        "letter.presented",
        "letter.refused",
        "case.closed",
        "case.reopened",
    }
)
PROMISING = "promises-online-on-day-20-and-pays"
PLANNING = ("proposes-plan-on-day-20-and-keeps-it", "proposes-plan-on-day-21-and-stops")
NEGOTIATING = ("disputes-half-online-on-day-12", PROMISING, *PLANNING)
AGREED = frozenset(
    {
        "promise.created",
        "promise.kept",
        "dispute.opened",
        "plan.proposed",
        "plan.accepted",
        "plan.signed",
        "plan.instalment_paid",
        "plan.instalment_missed",
        "plan.completed",
        "debtor_page.action_confirmed",
        "debtor_page.code_confirmed",
    }
)
IN_PART, AGREED_IN_PART = 97, 311  # primes, so that over the calls each kind has its turn
Played = Callable[[Faults | None], Story]


def opened(names: Sequence[str], faults: Faults | None, at: datetime) -> tuple[Story, str]:
    """A clock with a case for each of these debtors, of a creditor who accepts plans by rule."""
    story = Story(datetime(2026, 11, 21, 9, tzinfo=UTC), scope=TEST, faults=faults)
    creditor = story.memory.creditor(TEST, story.creditor_id)
    rules = NegotiationRules(plans=PlanRules(accepts_by_itself=True))
    story.memory.commit([Update(replace(creditor, negotiation_rules=rules, version=creditor.version + 1))])
    for number, name in enumerate(names):
        story.debtor(f"deb_{number}", email=f"{name}@simulator.amiable.example")
    clock = story.clock(at)
    for number in range(len(names)):
        story.open(f"deb_{number}", number=f"FA-{number}", clock_id=clock)
    story.play(story.now() + timedelta(minutes=2))
    return story, clock


def played(faults: Faults | None = None) -> Story:
    story, clock = opened(NAMES, faults, d(2))
    story.advance(clock, d(70))
    return settled(story)


def negotiated(faults: Faults | None = None) -> Story:
    """The creditor signs on D+21 at noon: one debtor has signed by then, the other signs the day after."""
    story, clock = opened(NEGOTIATING, faults, d(2))
    story.advance(clock, d(21, 12))
    papers = Papers(story.recording, story.archive, story.sending.renderer)
    for case in story.case_ids():
        for plan in story.case(case).negotiation.plans:
            signing = SignForCreditor(Changing(TEST, case, ACTOR), plan.id)
            story.command(partial(_signed, signing, papers), scope=TEST)
    story.advance(clock, d(90))
    return settled(story)


def signed(faults: Faults | None = None) -> Story:
    """A plan that the creditor accepts by rule, signed by its debtor the day after."""
    story, clock = opened(PLANNING[:1], faults, d(19))
    story.advance(clock, d(21, 12))
    return settled(story)


def _signed(signing: SignForCreditor, papers: Papers, reply: Reply) -> Outcome:
    return sign_for_creditor(signing, ports=papers, reply=reply)


def settled(story: Story) -> Story:
    for _ in range(2):
        story.wall.instant += timedelta(minutes=6)
        story.sweep()
        story.pump()
    return story


def acts(story: Story) -> list[list[tuple[str, date]]]:
    """By day: whoever does not know at once that a message went out, hears later that it bounced."""
    return [
        [(told.type, told.at.date()) for told in story.told(case) if told.type in ACTS | AGREED]
        for case in story.case_ids()
    ]


def play_each_fault(play: Played, every: int) -> int:
    calm = play(None)
    names, expected = calm.faults.names, acts(calm)
    check(calm)
    assert sum(len(each) for each in expected) > 9
    chosen = [(number, fault) for number, name in enumerate(names) for fault in faults_of(name)][::every]
    for number, fault in chosen:
        what = f"{names[number]} (call {number}) {fault}"
        try:
            story = play(Faults(at=number, kind=fault))
            (clock,) = story.clocks()
            assert clock.status.value == "ready", clock.failure
            _check(story, expected)
        except Exception as error:
            raise AssertionError(what) from error
    return len(chosen)


def _check(story: Story, expected: list[list[tuple[str, date]]]) -> None:
    """Where nobody knows whether a message went out a person is asked: then no letter follows, nor news of one."""
    check(story)
    for case, happened, told in zip(story.case_ids(), acts(story), expected, strict=True):
        stopped = "case.needs_attention" in story.types(case)
        wanted = [each for each in told if not (stopped and each[0].startswith("letter."))]
        assert happened == wanted


def test_a_simulated_debtor_does_each_thing_once_whatever_fails() -> None:
    assert play_each_fault(played, IN_PART) > 10


def test_a_simulated_debtor_promises_contests_and_pays_instalments_once_whatever_fails() -> None:
    """R-081, R-079."""
    assert play_each_fault(negotiated, AGREED_IN_PART) > 5


def test_a_simulated_debtor_signs_once_whichever_call_of_the_signature_fails() -> None:
    """R-078: a code that may be lost is asked for again; one signature alone is on record, by a code that was sent."""
    names = signed().faults.names
    first = names.index("store.debtor_codes")
    faults = [(number, fault) for number in range(first, len(names)) for fault in faults_of(names[number])]
    for number, fault in faults:
        story = signed(Faults(at=number, kind=fault))
        what = f"{names[number]} (call {number}) {fault}"
        check(story)
        (case,) = story.case_ids()
        (plan,) = story.case(case).negotiation.plans
        (signature,) = plan.signatures
        sent = [each.contact_id for each in story.sent].count(str(signature.contact_id))
        assert (story.types(case).count("plan.signed"), sent) == (1, 1), what


@pytest.mark.campaign
@pytest.mark.parametrize("play", [played, negotiated])
def test_a_simulated_debtor_does_each_thing_once_whatever_call_fails(play: Played) -> None:
    play_each_fault(play, 1)
