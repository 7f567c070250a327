"""Cases and limitation, day by day: warnings, the last day, recorded acts, and what the trail says of each."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import CaseStatus, Outcome, PriorReminder
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.case_limitation import limitation_of
from chalicelib.domain.case_payments import known_statement
from chalicelib.domain.errors import Conflict, InvalidInput, NotFound
from chalicelib.domain.limitation import ActKind, SuspensionKind
from chalicelib.domain.limitation_record import Undone
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind
from chalicelib.usecases.case_request import NewInvoice, StatedAct
from chalicelib.usecases.record_interaction import Effect, RecordInteraction, record_interaction
from chalicelib.usecases.record_limitation_suspension import RecordLimitationSuspension, record_limitation_suspension
from chalicelib.usecases.withdraw_limitation_suspension import (
    WithdrawLimitationSuspension,
    withdraw_limitation_suspension,
)
from tests.support.limitation_story import LAST_DAY, act, effects, last_day, opened, transport, undo, warnings
from tests.support.story import Story, paris
from tests.support.world import TEST


@pytest.mark.parametrize("state", ["running", "paused", "needs_attention"])
def test_warnings_come_180_90_and_30_days_before_the_safe_last_day_in_every_state(state: str) -> None:
    """PRE_14: the safe last day is 9 January 2027."""
    story, case_id = opened(on=date(2026, 1, 12))
    if state == "paused":
        story.pause(case_id)
    if state == "needs_attention":
        story.play(paris(date(2026, 1, 13), 20))
        story.answer_call(CallOutcome.DECEASED)
    story.play(paris(date(2027, 1, 9)))
    assert warnings(story, case_id) == [("2026-07-13", 180), ("2026-10-11", 90), ("2026-12-10", 30)]


def test_a_case_on_a_test_clock_is_warned_on_the_same_days() -> None:
    """PRE_14: on virtual time, through the same machine."""
    story = Story(paris(date(2026, 1, 20), 8), scope=TEST)
    story.debtor()
    clock = story.clock(paris(date(2026, 1, 20), 8))
    case_id = story.open(invoices=(transport(),), clock_id=clock)
    story.advance(clock, paris(date(2027, 1, 9)))
    assert warnings(story, case_id) == [("2026-07-13", 180), ("2026-10-11", 90), ("2026-12-10", 30)]
    assert story.case(case_id).next_step.due_at == paris(date(2027, 1, 11), 0)  # type: ignore[union-attr]


def test_a_case_opened_after_a_threshold_is_warned_once_and_at_once() -> None:
    """PRE_14: opened 60 days before, the nearest threshold that has passed is 90."""
    story, case_id = opened(on=date(2026, 11, 10))
    story.play(paris(date(2026, 11, 12)))
    assert warnings(story, case_id) == [("2026-11-10", 90)]
    story.play(paris(date(2027, 1, 9)))
    assert warnings(story, case_id) == [("2026-11-10", 90), ("2026-12-10", 30)]


def test_an_act_that_moves_the_day_starts_the_warnings_anew() -> None:
    """PRE_11, PRE_14."""
    story, case_id = opened()
    story.play(paris(date(2026, 8, 1)))
    act(story, case_id, ActKind.ACKNOWLEDGEMENT, date(2026, 8, 1))
    assert last_day(story, case_id) == "2027-08-01"
    story.play(paris(date(2027, 3, 1)))
    assert warnings(story, case_id) == [("2026-07-13", 180), ("2027-02-01", 180)]


def test_the_next_step_of_a_paused_case_is_its_warning() -> None:
    """R-124: the reason still says that the case is paused."""
    story, case_id = opened()
    story.pause(case_id)
    step = story.case(case_id).next_step
    assert step is not None
    assert (step.action.value, step.due_at) == ("warn_of_limitation", paris(date(2026, 7, 13), 9))
    assert step.reason.startswith("paused: manual; then the warning of limitation 180 days before")


@pytest.mark.parametrize("paused", [False, True])
def test_a_consumer_s_case_closes_the_day_after_the_last_one(paused: bool) -> None:
    """PRE_15: asking on would be a breach; the trail says why it closed."""
    story, case_id = opened(DebtorKind.CONSUMER)
    if paused:
        story.pause(case_id)
    story.play(paris(LAST_DAY, 23))
    assert story.case(case_id).status is not CaseStatus.CLOSED
    story.play(paris(LAST_DAY + timedelta(days=1), 7))
    case = story.case(case_id)
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, Outcome.TIME_BARRED)
    closed = next(event for event in story.told(case_id) if event.type == "case.closed")
    assert (closed.payload["limitation"]["last_day"], closed.payload["limitation"]["rule"]) == ("2027-01-10", "PRE_15")


def test_a_business_case_waits_for_a_person_once_it_is_time_barred() -> None:
    """PRE_15: nothing goes out until somebody answers; then the case goes on, and is not asked again."""
    story, case_id = opened(on=date(2026, 12, 28))
    story.play(paris(LAST_DAY + timedelta(days=1), 7))
    case = story.case(case_id)
    assert (case.status, case.attention.code) == (CaseStatus.NEEDS_ATTENTION, "time_barred")  # type: ignore[union-attr]
    before = len(story.sent)
    story.play(paris(date(2027, 2, 10)))
    assert len(story.sent) == before
    story.resolve(case_id, AttentionAction.RETRY)
    story.play(paris(date(2027, 3, 10)))
    assert story.case(case_id).attention is None


def test_a_claim_time_barred_at_opening_is_never_contacted_before_a_person_answers() -> None:
    """PRE_15: opened in review, the first thing that happens is the question."""
    story, case_id = opened(on=date(2027, 2, 1))
    story.play(paris(date(2027, 4, 1)))
    assert story.case(case_id).attention.code == "time_barred"  # type: ignore[union-attr]
    assert story.contacts(case_id) == []


def test_a_consumer_s_claim_time_barred_at_opening_is_refused_unless_an_act_interrupted() -> None:
    """PRE_15, PRE_07: the act is taken over with its event."""
    story = Story(paris(date(2027, 2, 1), 8))
    story.debtor(kind=DebtorKind.CONSUMER)
    with pytest.raises(InvalidInput) as refused:
        story.open(invoices=(transport(),))
    assert [problem.code for problem in refused.value.errors] == ["time_barred"]
    acts = (StatedAct(ActKind.ACKNOWLEDGEMENT, date(2026, 6, 1), "fa 1"),)
    case_id = story.open(invoices=(transport(),), limitation_acts=acts)
    assert last_day(story, case_id) == "2027-06-01"
    assert ("limitation.act_recorded", "interrupts", "PRE_07") in effects(story, case_id)


@pytest.mark.parametrize(
    ("stated", "pointer", "code"),
    [
        (StatedAct(ActKind.ACKNOWLEDGEMENT, date(2026, 1, 21)), "#/limitation_acts/0/on", "in_the_future"),
        (
            StatedAct(ActKind.ACKNOWLEDGEMENT, date(2026, 1, 2), "FA-9"),
            "#/limitation_acts/0/invoice_number",
            "unknown_invoice",
        ),
    ],
)
def test_an_act_of_before_that_cannot_be_is_named(stated: StatedAct, pointer: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        opened(limitation_acts=(stated,))
    assert [(problem.pointer, problem.code) for problem in refused.value.errors] == [(pointer, code)]


def test_the_trail_says_of_every_act_whether_it_moved_the_day() -> None:
    """PRE_07, PRE_08: contacts do not, a promise and a payment do; its reversal takes it back."""
    story, case_id = opened(on=date(2026, 1, 12), prior=(PriorReminder("email", date(2026, 1, 11)),))
    story.play(paris(date(2026, 1, 13), 20))
    story.answer_call(CallOutcome.REACHED_PROMISE, date(2026, 1, 28))
    story.play(paris(date(2026, 2, 20)))
    payment = story.pay(case_id, 1_000)
    story.reverse(case_id, payment)
    found = effects(story, case_id)
    assert found[0] == ("call_task.done", "interrupts", "PRE_07")
    assert ("contact.sent", "none", "PRE_08") in found
    assert found[-2:] == [("payment.recorded", "interrupts", "PRE_07"), ("payment.reversed", "none", "PRE_07")]


def test_a_promise_on_the_phone_counts_but_no_safe_day_rests_on_it() -> None:
    """PRE_07, PRE_14: it interrupts in law, and proves little."""
    story, case_id = opened(on=date(2026, 1, 12))
    story.play(paris(date(2026, 1, 13), 20))
    story.answer_call(CallOutcome.REACHED_PROMISE, date(2026, 1, 28))
    found = limitation_of(story.case(case_id), None)
    assert (str(found.last_day), str(found.safe_last_day)) == ("2027-01-13", "2027-01-09")
    assert found.review == ("acknowledgement_unproved",)


@pytest.mark.parametrize(("channel", "safe"), [("email", "2027-01-19"), ("call", "2027-01-09")])
def test_an_interaction_may_acknowledge_the_debt(channel: str, safe: str) -> None:
    """PRE_07."""
    story, case_id = opened()
    command = RecordInteraction(
        story._changing(case_id), "incoming", channel, story.now(), "Laissez-moi un mois.", Effect.REQUEST_FOR_TIME
    )
    story._change(partial(record_interaction, archive=story.archive), command)
    found = limitation_of(story.case(case_id), None)
    assert (str(found.last_day), str(found.safe_last_day)) == ("2027-01-20", safe)
    assert effects(story, case_id) == [("reply.received", "interrupts", "PRE_07")]


def test_what_the_creditor_says_acknowledges_nothing() -> None:
    story, case_id = opened()
    command = RecordInteraction(
        story._changing(case_id), "outgoing", "email", story.now(), "Reconnaissez.", Effect.ACKNOWLEDGEMENT
    )
    with pytest.raises(InvalidInput) as refused:
        story._change(partial(record_interaction, archive=story.archive), command)
    assert [problem.code for problem in refused.value.errors] == ["wrong_direction"]


def test_a_payment_interrupts_for_the_invoice_that_it_paid_alone() -> None:
    """PRE_06, PRE_07: each invoice is a claim of its own."""
    story = Story(paris(date(2026, 1, 20), 8))
    story.debtor(kind=DebtorKind.CONSUMER)  # no interest before the notice: every rate is known
    invoices = (transport("FA-1"), transport("FA-2", due=date(2026, 1, 8), completed=date(2026, 1, 12)))
    case_id = story.open(invoices=invoices)
    story.play(paris(date(2026, 2, 2)))
    story.pay(case_id, 5_000)
    assert ("payment.recorded", "interrupts", "PRE_07") in effects(story, case_id)
    case = story.case(case_id)
    account = known_statement(case, story.recording.rates, story.today(case_id))
    found = {i.invoice.number: str(i.limitation.last_day) for i in limitation_of(case, account).invoices}
    assert found == {"FA-1": "2027-02-02", "FA-2": "2027-01-12"}


def test_a_letter_to_a_public_body_moves_the_day_and_a_call_does_not() -> None:
    """PRE_04, PRE_09: four years from 1 January after the formal notice was posted."""
    story = Story(paris(date(2026, 1, 7), 8))
    story.debtor(kind=DebtorKind.PUBLIC_BODY)
    due = date(2025, 12, 31)
    invoice = NewInvoice("FA-1", due - timedelta(days=30), due, Money(120_000), completed_on=due - timedelta(days=31))
    case_id = story.open(invoices=(invoice,))
    assert last_day(story, case_id) == "2029-12-31"
    story.play(paris(date(2026, 4, 1)))
    found = effects(story, case_id)
    assert ("letter.posted", "interrupts", "PRE_09") in found
    assert ("contact.sent", "none", "PRE_09") in found
    assert ("contact.sent", "interrupts", "PRE_09") not in found
    assert last_day(story, case_id) == "2030-12-31"


def test_an_act_taken_back_counts_no_more_and_the_warnings_follow() -> None:
    """C. civ. 2243."""
    story, case_id = opened()
    story.play(paris(date(2026, 11, 1)))
    claim = act(story, case_id, ActKind.COURT_CLAIM, date(2026, 10, 30))
    assert last_day(story, case_id) == "2027-10-30"
    undo(story, case_id, claim, Undone.CLAIM_WITHDRAWN)
    assert last_day(story, case_id) == str(LAST_DAY)
    with pytest.raises(Conflict) as again:
        undo(story, case_id, claim)
    assert again.value.code == "already_withdrawn"
    with pytest.raises(NotFound):
        undo(story, case_id, "act_unknown")


def test_only_a_court_claim_is_withdrawn_or_rejected() -> None:
    """C. civ. 2243."""
    story, case_id = opened()
    known = act(story, case_id, ActKind.ACKNOWLEDGEMENT, date(2026, 1, 19))
    with pytest.raises(InvalidInput) as refused:
        undo(story, case_id, known, Undone.CLAIM_REJECTED)
    assert [problem.code for problem in refused.value.errors] == ["wrong_cause"]


def test_an_acknowledgement_after_expiry_changes_nothing_and_asks_for_a_person() -> None:
    """PRE_10."""
    story, case_id = opened(on=date(2026, 12, 28))
    story.play(paris(date(2027, 1, 12)))
    story.resolve(case_id, AttentionAction.RETRY)
    act(story, case_id, ActKind.ACKNOWLEDGEMENT, date(2027, 1, 12))
    case = story.case(case_id)
    assert case.attention.code == "acknowledgement_after_expiry"  # type: ignore[union-attr]
    assert last_day(story, case_id) == str(LAST_DAY)
    assert effects(story, case_id)[-1] == ("limitation.act_recorded", "after_expiry", "PRE_10")


def test_a_suspension_moves_the_day_until_it_is_taken_back() -> None:
    """PRE_12."""
    story, case_id = opened()
    command = RecordLimitationSuspension(
        story._changing(case_id), SuspensionKind.MEDIATION, date(2026, 1, 15), date(2026, 2, 13)
    )
    story._change(record_limitation_suspension, command)
    assert last_day(story, case_id) == "2027-02-09"
    known = story.case(case_id).limitation.suspensions[0]
    story._change(
        withdraw_limitation_suspension, WithdrawLimitationSuspension(story._changing(case_id), known.id, "a mistake")
    )
    assert last_day(story, case_id) == str(LAST_DAY)


def test_a_second_invoice_that_runs_out_after_a_person_answered_is_asked_about_again() -> None:
    """PRE_15."""
    later = transport("FA-2", due=date(2026, 1, 8), completed=date(2026, 2, 10))
    story, case_id = opened(on=date(2026, 12, 28), invoices=(transport(), later))
    story.play(paris(date(2027, 1, 12)))
    story.resolve(case_id, AttentionAction.RETRY)
    story.play(paris(date(2027, 2, 12)))
    case = story.case(case_id)
    assert case.attention.code == "time_barred"  # type: ignore[union-attr]
    assert "FA-2" in case.attention.detail  # type: ignore[union-attr]
