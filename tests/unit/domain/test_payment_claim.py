"""« J'ai déjà payé »: the case waits a bounded time, then goes on by itself (R-127)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.money import Money
from chalicelib.domain.next_step import Action
from chalicelib.domain.payment_claim import PaymentClaim, payment_claimed
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.claim_payment import ClaimPayment, claim_payment
from tests.support.story import DUE, Story, d


def _claimed(story: Story, case_id: str, claim: PaymentClaim) -> None:
    command = ClaimPayment(Changing(story.scope, case_id, "debtor"), claim)
    story.command(
        lambda reply: claim_payment(command, recording=story.recording, archive=story.archive, reply=reply),
        scope=story.scope,
    )


def test_no_reminder_goes_out_for_two_weeks_and_then_the_scenario_goes_on() -> None:
    story = Story(d(10))
    story.debtor()
    case_id = story.open()
    today = story.case(case_id).last_instant.date()
    _claimed(story, case_id, PaymentClaim(today, None, "bank_transfer"))
    held = story.case(case_id)
    assert held.pause is not None
    assert held.pause.until == today + timedelta(days=14)
    assert held.next_step is not None
    assert held.next_step.action is Action.STAND_STILL
    assert held.next_step.due_at is not None
    assert held.next_step.due_at.date() in (held.pause.until, held.pause.until - timedelta(days=1))
    assert held.payments == ()


@pytest.mark.parametrize(
    ("claim", "pointer"),
    [
        (PaymentClaim(DUE + timedelta(days=400), None, "card"), "#/paid_on"),
        (PaymentClaim(DUE, Money(0), "card"), "#/amount/amount"),
    ],
)
def test_a_day_to_come_and_no_amount_are_refused_at_their_field(claim: PaymentClaim, pointer: str) -> None:
    story = Story(d(10))
    story.debtor()
    case = story.case(story.open())
    with pytest.raises(InvalidInput) as refused:
        payment_claimed(case, claim, d(10))
    assert refused.value.errors[0].pointer == pointer


def test_the_scenario_is_silent_until_the_day_and_speaks_after_it() -> None:
    """R-124: nothing is sent that ignores what the debtor said; and a claim alone closes nothing."""
    story = Story(d(20))
    story.debtor()
    case_id = story.open()
    story.play(d(20, 12))
    _claimed(story, case_id, PaymentClaim(DUE + timedelta(days=20), Money(1_000), "cheque", "CHQ 12"))
    before = len(story.contacts(case_id))
    story.play(d(33))
    assert len(story.contacts(case_id)) == before
    story.play(d(45))
    assert len(story.contacts(case_id)) > before
    assert story.case(case_id).outcome is None
