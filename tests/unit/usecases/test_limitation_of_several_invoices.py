"""Cases of several invoices, days that move back and forth: who is warned and asked, what closes (PRE_14, PRE_15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domain.case import CaseStatus, Outcome
from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.holds import Pause, PauseKind
from chalicelib.domain.limitation import SuspensionKind
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.pauses import with_pause
from chalicelib.domain.rate_series import RateSeries
from chalicelib.usecases.record_limitation_suspension import RecordLimitationSuspension, record_limitation_suspension
from chalicelib.usecases.view_case import view_at
from chalicelib.usecases.view_judicial_routes import view_judicial_routes
from chalicelib.usecases.withdraw_limitation_suspension import (
    WithdrawLimitationSuspension,
    withdraw_limitation_suspension,
)
from tests.support.limitation_story import LAST_DAY, opened, transport, warnings
from tests.support.rates import operator_puts
from tests.support.story import paris

LATER = transport("FA-2", due=date(2026, 1, 8), completed=date(2026, 4, 10))


def test_a_consumer_s_case_with_one_time_barred_invoice_asks_for_nothing_and_keeps_the_other_claims() -> None:
    """PRE_15: no demand for what ran out; PRE_14: the creditor is still warned of what has not."""
    story, case_id = opened(DebtorKind.CONSUMER, on=date(2026, 12, 28), invoices=(transport(), LATER))
    story.play(paris(date(2027, 1, 11), 7))
    case = story.case(case_id)
    assert (case.status, case.attention.code) == (CaseStatus.NEEDS_ATTENTION, "time_barred")  # type: ignore[union-attr]
    assert "FA-1" in case.attention.detail  # type: ignore[union-attr]
    assert [task for task in story.open_calls() if task.case_id == case_id] == []
    before = len(story.contacts(case_id))
    story.resolve(case_id, AttentionAction.SKIP)
    story.play(paris(date(2027, 3, 20)))
    assert story.case(case_id).attention.code == "time_barred"  # type: ignore[union-attr]
    assert len(story.contacts(case_id)) == before
    assert warnings(story, case_id)[-1] == ("2027-03-10", 30)
    story.play(paris(date(2027, 4, 11), 7))
    assert story.case(case_id).outcome is Outcome.TIME_BARRED


def test_a_consumer_s_case_goes_on_once_nothing_is_left_of_the_time_barred_invoice() -> None:
    """PRE_15: a credit note says that it is given up."""
    story, case_id = opened(DebtorKind.CONSUMER, on=date(2026, 12, 28), invoices=(transport(), LATER))
    story.play(paris(date(2027, 1, 11), 7))
    story.credit(case_id, 120_000)
    story.resolve(case_id, AttentionAction.SKIP)
    before = len(story.contacts(case_id))
    story.play(paris(date(2027, 2, 1)))  # a missing rate hides what is unpaid: what was credited is not asked about
    assert story.case(case_id).attention is None
    operator_puts(story, RateSeries.LEGAL_INTEREST, "2027H1", "2.70")
    story.play(paris(date(2027, 3, 20)))
    assert story.case(case_id).attention is None
    assert len(story.contacts(case_id)) > before


def test_the_other_claims_of_a_consumer_go_into_a_new_case() -> None:
    """PRE_15: the numbers of a closed case are free."""
    story, case_id = opened(DebtorKind.CONSUMER, on=date(2026, 12, 28), invoices=(transport(), LATER))
    story.play(paris(date(2027, 1, 11), 7))
    story.decide(case_id, Choice.WITHDRAW)
    again = story.open(invoices=(LATER,))
    assert story.case(again).status is CaseStatus.OPEN


def test_another_invoice_is_warned_of_while_nobody_has_answered_about_the_first() -> None:
    """PRE_14: in every state but closed."""
    story, case_id = opened(on=date(2026, 12, 28), invoices=(transport(), LATER))
    story.play(paris(date(2027, 4, 9)))
    assert story.case(case_id).attention.code == "time_barred"  # type: ignore[union-attr]
    assert warnings(story, case_id) == [("2026-12-28", 30), ("2027-01-10", 90), ("2027-03-10", 30)]


def test_a_day_that_comes_back_is_not_warned_of_twice() -> None:
    """PRE_14: once for each threshold and day, however acts move it."""
    story, case_id = opened()
    story.play(paris(date(2026, 7, 20)))
    command = RecordLimitationSuspension(
        story._changing(case_id), SuspensionKind.MEDIATION, date(2026, 7, 1), date(2026, 7, 5)
    )
    story._change(record_limitation_suspension, command)
    story.play(paris(date(2026, 7, 22)))
    known = story.case(case_id).limitation.suspensions[0]
    story._change(
        withdraw_limitation_suspension, WithdrawLimitationSuspension(story._changing(case_id), known.id, "a mistake")
    )
    story.play(paris(date(2027, 1, 9)))
    assert warnings(story, case_id) == [
        ("2026-07-13", 180),
        ("2026-07-20", 180),
        ("2026-10-11", 90),
        ("2026-12-10", 30),
    ]


def test_a_case_opened_on_the_last_day_is_warned_once_before_it_is_over() -> None:
    """PRE_14: the safe last day was yesterday."""
    story, case_id = opened(on=LAST_DAY)
    story.play(paris(LAST_DAY, 23))
    assert warnings(story, case_id) == [("2027-01-10", 30)]
    assert story.case(case_id).attention is None


def test_no_call_is_left_to_make_about_a_claim_that_ran_out() -> None:
    """PRE_15: what a person has not answered yet is not asked for on the phone either; the case goes on afterwards."""
    invoice = transport(due=date(2025, 2, 1), completed=date(2025, 2, 20))
    story, case_id = opened(on=date(2025, 11, 20), invoices=(invoice,))
    story.play(paris(date(2026, 2, 20), 20))
    assert [task.step_id for task in story.open_calls()] == ["last_call"]
    story.play(paris(date(2026, 2, 21)))
    assert story.open_calls() == []
    story.resolve(case_id, AttentionAction.RETRY)
    story.play(paris(date(2026, 5, 12)))
    assert story.case(case_id).status is CaseStatus.AWAITING_DECISION


def test_routes_are_looked_at_for_what_is_not_time_barred() -> None:
    """PRE_15, PROC_01: one invoice that ran out does not close them for the others."""
    story, case_id = opened(DebtorKind.CONSUMER, on=date(2026, 12, 28), invoices=(transport(), LATER))
    story.play(paris(date(2027, 1, 11), 7))
    views = {
        day: view_judicial_routes(view_at(story.case(case_id), story.now(), story.recording.rates, as_of=day))
        for day in (date(2026, 12, 30), date(2027, 1, 11), date(2027, 4, 11))
    }
    found = [(each.facts.principal.amount, each.facts.last_day, each.facts.barred) for each in views.values()]
    assert found == [(240_000, LAST_DAY, 0), (120_000, date(2027, 4, 10), 1), (240_000, LAST_DAY, 0)]
    assert [any(route.open for route in each.routes) for each in views.values()] == [True, True, False]
    texts = [condition.text for condition in views[date(2027, 1, 11)].routes[0].conditions]
    assert "The claim is not time-barred: its last day is 2027-04-10. Not counted: time-barred invoices (1)." in texts


def test_routes_of_a_day_before_the_judgment_know_of_no_insolvency() -> None:
    """STOP_02: individual actions stop with the opening judgment."""
    story, case_id = opened()
    paused = with_pause(story.case(case_id), Pause(PauseKind.INSOLVENCY, story.now()))
    insolvent = replace(paused, frozen_on=date(2026, 3, 2))
    for day, closed in ((date(2026, 3, 1), False), (date(2026, 3, 2), True)):
        found = view_judicial_routes(view_at(insolvent, story.now(), story.recording.rates, as_of=day))
        assert found.facts.insolvent is closed
        assert any(route.open for route in found.routes) is not closed
