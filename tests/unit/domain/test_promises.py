"""A promise to pay: what the creditor's rules take, how it is waited for, and how it ends (R-081)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.case_commands import close, pause
from chalicelib.domain.case_payments import known_statement, record_credit_note, record_payment, reverse_payment
from chalicelib.domain.decide import decide
from chalicelib.domain.errors import Conflict, InvalidInput
from chalicelib.domain.holds import Hold, PauseKind
from chalicelib.domain.ledger_facts import CreditNote, Payment
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import Dispute, DisputeReason
from chalicelib.domain.negotiation.note import NoteState
from chalicelib.domain.negotiation.promise import Promise, PromiseState
from chalicelib.domain.negotiation.promise_check import checked
from chalicelib.domain.negotiation.promises import Given, give_promise, owed_today, promises_left, withdraw_promise
from chalicelib.domain.negotiation.rules import PromiseRules
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.notice import FormalNotice
from chalicelib.domain.plan import plan
from chalicelib.domain.scenarios.presets import PROGRESSIF

from .cases import CALLED, NOTIFIED, OWED, RATES, REMINDED, REMINDED_AGAIN, at, case, day, debtor, facts
from .test_firmness import planned

PARIS_DUE = Money(60_000)
RULES = PromiseRules(most=2, within_days=30)


def promised(of: Case | None = None, *, on: int = 20, now: int = 10, name: str = "1", **told: Any) -> Case:
    given = Given(f"prm_{name}", told.pop("amount", PARIS_DUE), day(on), told.pop("channel", "api"))
    return give_promise(of or case(steps=(CALLED,)), given, RULES, told.pop("owed", OWED), at(now, 11))[0]


def paid(of: Case, cents: int, on: int, name: str = "1") -> Case:
    payment = Payment(f"pay_{name}", Money(cents), day(on), len(of.payments) + 1)
    return record_payment(of, payment, RATES, at(on, 15)).case


def looked(of: Case, on: int) -> tuple[Case, list[str]]:
    promise = of.negotiation.open_promise
    assert promise is not None
    step = NextStep(Action.CHECK_PROMISE, at(on, 9), "", subject_id=promise.id)
    after, drafts = checked(of, step, PROGRESSIF, at(on, 9))
    return after, [draft.type.value for draft in drafts]


def last(of: Case) -> Promise:
    return of.negotiation.promises[-1]


@pytest.mark.parametrize(
    ("amount", "on", "refusal"),
    [
        (Money(1), 10, None),
        (OWED, 40, None),
        (None, 10, None),
        (Money(0), 10, ("#/amount/amount", "not_positive")),
        (Money(120_001), 10, ("#/amount/amount", "more_than_owed")),
        (OWED, 9, ("#/pay_on", "promise_too_early")),
        (OWED, 41, ("#/pay_on", "date_too_far")),
    ],
)
def test_a_promise_is_between_a_cent_and_what_is_owed_from_today_to_the_creditors_limit(
    amount: Money | None, on: int, refusal: tuple[str, str] | None
) -> None:
    if refusal is None:
        assert last(promised(amount=amount, on=on)).amount == (amount or OWED)
        return
    with pytest.raises(InvalidInput) as refused:
        promised(amount=amount, on=on)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [refusal]


def test_a_formal_notice_that_runs_sets_no_limit_of_its_own() -> None:
    """R-040: the promise gives no time; the creditor is asked to decide only after it was looked at."""
    notice = FormalNotice("ctc_formal_notice_45", day(45), day(62), posted_on=day(45))
    of = case(steps=(CALLED, REMINDED, REMINDED_AGAIN, NOTIFIED), notice=notice, last_instant=at(50))
    after = promised(of, on=80, now=50)
    assert after.notice == notice
    assert plan(after, PROGRESSIF, debtor()).decision_on >= day(82)


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (close(case(), Outcome.WITHDRAWN, at(9), reason="x")[0], "case_closed"),
        (pause(case(), PauseKind.INSOLVENCY, at(9), reason="x")[0], "agreement_not_possible"),
        (pause(case(), PauseKind.DEATH, at(9), reason="x")[0], "agreement_not_possible"),
        (replace(case(), negotiation=replace(case().negotiation, plans=(planned(30),))), "plan_in_force"),
    ],
)
def test_some_cases_take_no_promise(of: Case, code: str) -> None:
    """STOP_02, C. com. L622-7; a plan in force says already what is paid, and when."""
    with pytest.raises(Conflict) as refused:
        promised(of)
    assert refused.value.code == code


def test_nothing_owed_is_nothing_to_promise() -> None:
    with pytest.raises(Conflict) as refused:
        promised(owed=Money(0))
    assert refused.value.code == "nothing_owed"


def test_before_the_due_date_or_without_a_rate_the_unpaid_invoices_are_the_most() -> None:
    """R-046, INT_15."""
    of = case(payments=(Payment("pay_1", Money(20_000), day(3), 1),))
    assert owed_today(of, None) == Money(100_000)


def test_what_is_contested_is_nothing_to_promise() -> None:
    """R-002, STOP_01: where all is, nothing is left."""
    dispute = Dispute("dsp_1", DisputeReason.NOT_ORDERED, at(9), "page")
    of = case(negotiation=replace(case().negotiation, disputes=(dispute,)))
    assert owed_today(of, known_statement(of, RATES, day(10))) == Money(0)


def test_a_disputed_case_takes_a_promise_and_stays_paused() -> None:
    of = pause(case(), PauseKind.DISPUTE, at(9), reason="x")[0]
    after = promised(of)
    assert (after.status, last(after).state) == (CaseStatus.PAUSED, PromiseState.OPEN)


def test_a_promise_takes_the_question_to_the_creditor_back() -> None:
    """R-098."""
    of = case(steps=(CALLED,), status=CaseStatus.AWAITING_DECISION, decision_asked=(at(9),))
    after = promised(of)
    assert (after.status, after.decision_asked) == (CaseStatus.OPEN, ())


@pytest.mark.parametrize(("reason", "stays"), [("reached_will_pay", False), ("extended", True)])
def test_a_promise_takes_the_place_of_what_was_said_before_and_not_of_what_the_creditor_granted(
    reason: str, stays: bool
) -> None:
    after = promised(case(steps=(CALLED,), hold=Hold(day(30), reason)))
    assert (after.hold is not None) is stays


@pytest.mark.parametrize(("channel", "oral"), [("call", True), ("visit", True), ("email", False), ("page", False)])
def test_a_promise_asks_for_time_and_so_acknowledges_the_debt(channel: str, oral: bool) -> None:
    """PRE_07, C. civ. 2240: what was only said proves little."""
    (act,) = promised(channel=channel).limitation.acts
    assert (act.kind.value, act.on, act.oral) == ("request_for_time", day(10), oral)


def test_nothing_of_the_scenario_comes_before_the_second_day_after_and_the_reason_is_told() -> None:
    """R-081, R-124."""
    of = promised()
    told = replace(of, negotiation=of.negotiation.without_notes(lambda _: True))
    step = decide(facts(told), PROGRESSIF, at(21))
    assert (step.action, step.due_at) == (Action.CHECK_PROMISE, at(22, 9))
    assert "promised" in step.reason


def test_the_money_keeps_it_early_and_the_scenario_goes_on_as_it_stood() -> None:
    of = paid(promised(), 60_000, 12)
    assert (last(of).state, last(of).received, of.negotiation.firmness) == (PromiseState.KEPT, PARIS_DUE, 1)
    assert (of.negotiation.stretched_days, of.negotiation.stopped_at) == (2, None)
    assert all(note.state is NoteState.DROPPED for note in of.negotiation.notes)


@pytest.mark.parametrize("parts", [(60_000,), (30_000, 30_000), (59_999, 1)])
def test_several_payments_keep_it_as_one_does(parts: tuple[int, ...]) -> None:
    of = promised()
    for number, cents in enumerate(parts):
        of = paid(of, cents, 12 + number, str(number))
    assert last(of).state is PromiseState.KEPT


def test_a_payment_of_before_counts_for_nothing_even_when_it_is_told_later() -> None:
    late = Payment("pay_9", PARIS_DUE, day(9), 1)
    of = record_payment(promised(), late, RATES, at(12)).case
    assert last(of).state is PromiseState.OPEN


def test_of_the_payments_of_the_day_those_recorded_after_it_count() -> None:
    before = paid(case(steps=(CALLED,)), 60_000, 10, "0")
    of = promised(before, now=10)
    assert last(of).state is PromiseState.OPEN
    assert last(paid(of, 60_000, 10, "1")).state is PromiseState.KEPT


@pytest.mark.parametrize(("cents", "received"), [(0, 0), (59_999, 59_999)])
def test_a_part_is_broken_with_what_came_and_the_scenario_goes_on_firmer(cents: int, received: int) -> None:
    """R-080, R-081."""
    of = paid(promised(), cents, 12) if cents else promised()
    after, told = looked(of, 22)
    assert told == ["promise.broken", "step.skipped"]
    assert (last(after).state, last(after).received) == (PromiseState.BROKEN, Money(received))
    assert (after.negotiation.firmness, after.negotiation.stretched_days) == (2, 12)
    (note,) = [each for each in after.negotiation.notes if each.state is NoteState.DUE]
    assert (note.template, note.counts, note.due_at) == ("promise_broken", True, at(22, 9))
    record = after.record_of("first_reminder")
    assert record is not None
    assert record.reason == "promise_broken"


def test_who_was_told_of_a_broken_promise_has_the_usual_gap_to_answer() -> None:
    after, _ = looked(promised(on=38, now=10), 40)
    days = {each.step.id: each.on for each in plan(after, PROGRESSIF, debtor()).steps}
    assert days["second_reminder"] == day(45)


def test_the_check_asked_again_changes_nothing() -> None:
    after, _ = looked(promised(), 22)
    step = NextStep(Action.CHECK_PROMISE, at(22, 9), "", subject_id="prm_1")
    assert checked(after, step, PROGRESSIF, at(22, 10)) == (after, ())


def test_another_promise_replaces_the_open_one_and_counts() -> None:
    first = promised()
    given = Given("prm_2", None, day(25), "page")
    second, drafts = give_promise(first, given, RULES, OWED, at(12))
    assert [draft.type.value for draft in drafts] == ["promise.withdrawn", "promise.created"]
    assert [each.state for each in second.negotiation.promises] == [PromiseState.WITHDRAWN, PromiseState.OPEN]
    assert second.negotiation.stopped_at == at(12)
    assert promises_left(second, RULES) == 0
    with pytest.raises(Conflict) as refused:
        promised(second, now=13, name="3")
    assert refused.value.code == "promise_limit_reached"
    assert last(second).is_open


def test_the_creditor_gives_it_up_and_it_does_not_count() -> None:
    after, (draft,) = withdraw_promise(promised(), "prm_1", at(13), reason="They rang again.")
    assert (draft.public["reason"], "detail" in draft.public) == ("withdrawn_by_creditor", False)
    assert draft.payload["detail"] == "They rang again."
    assert (after.negotiation.firmness, promises_left(after, RULES)) == (1, 2)
    with pytest.raises(Conflict) as refused:
        withdraw_promise(after, "prm_1", at(14), reason="x")
    assert refused.value.code == "promise_not_open"


@pytest.mark.parametrize(("outcome", "reason"), [(Outcome.WITHDRAWN, "case_closed"), (Outcome.PAID, "nothing_owed")])
def test_a_case_that_ends_leaves_no_promise_open(outcome: Outcome, reason: str) -> None:
    after, drafts = close(promised(), outcome, at(15), reason="x")
    assert [draft.type.value for draft in drafts] == ["promise.withdrawn", "case.closed"]
    assert (last(after).end_reason, after.negotiation.open_promise) == (reason, None)


def test_the_payment_that_closes_the_case_keeps_the_promise_first() -> None:
    of = promised(amount=None)
    done = record_payment(of, Payment("pay_1", Money(200_000), day(12), 1), RATES, at(12))
    told = [draft.type.value for draft in done.events]
    assert told.index("promise.kept") < told.index("case.closed")
    assert last(done.case).state is PromiseState.KEPT


def test_a_credit_note_that_leaves_nothing_ends_it_without_a_word_broken() -> None:
    invoice = case().invoices[0]
    note = CreditNote("crn_1", invoice.id, "AV-1", day(12), invoice.amount_incl_tax, invoice.due_date)
    done = record_credit_note(promised(), note, RATES, at(12))
    assert (done.case.is_closed, last(done.case).end_reason) == (True, "nothing_owed")


def reversed_(of: Case, on: int, **more: Any) -> Case:
    return reverse_payment(of, of.payments[0].id, day(on), RATES, at(on, 15), reason="rejected", **more).case


def test_a_payment_that_bounces_before_the_check_opens_the_promise_again() -> None:
    """PAY_03."""
    of = reversed_(paid(promised(), 60_000, 12), 18)
    assert (last(of).state, last(of).received, last(of).ended_at) == (PromiseState.OPEN, Money(0), None)
    assert of.negotiation.stopped_at == at(18, 15)
    assert looked(of, 22)[1][0] == "promise.broken"


def test_a_payment_that_bounces_after_the_check_is_looked_at_at_once() -> None:
    of = reversed_(paid(promised(), 60_000, 19), 35)
    step = decide(facts(replace(of, receipts=())), PROGRESSIF, at(35, 15))
    assert (step.action, step.due_at) == (Action.CHECK_PROMISE, at(22, 9))
    assert last(looked(of, 35)[0]).state is PromiseState.BROKEN


def test_what_another_payment_covers_is_still_kept() -> None:
    of = paid(paid(promised(), 60_000, 12), 60_000, 13, "2")
    assert last(reversed_(of, 18)).state is PromiseState.KEPT


def test_a_case_that_stays_closed_follows_no_promise_and_says_that_it_was_not_kept() -> None:
    of = paid(promised(amount=None), 200_000, 12)
    assert of.is_closed
    stays = reversed_(of, 18, may_reopen=False)
    assert (stays.is_closed, last(stays).state) == (True, PromiseState.BROKEN)
    again = reversed_(of, 18)
    assert (again.is_closed, last(again).state) == (False, PromiseState.OPEN)


def test_where_a_plan_holds_the_case_by_now_the_bounced_promise_is_broken_and_no_more() -> None:
    of = paid(promised(), 60_000, 12)
    of = replace(of, negotiation=replace(of.negotiation, plans=(planned(40),)))
    after = reversed_(of, 18)
    assert (last(after).state, after.negotiation.firmness) == (PromiseState.BROKEN, 1)
