"""The dated plan, by tables: nominal days, late opening, gaps, the 90 days, what a hold moves (R-036..R-042, R-026)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.case import Case, PriorReminder
from chalicelib.domain.holds import Hold
from chalicelib.domain.notice import FormalNotice
from chalicelib.domain.plan import OPENED_LATE, PHASE_OVER, late_steps, local_day, plan
from chalicelib.domain.scenarios.model import Anchor
from chalicelib.domain.scenarios.presets import PROGRESSIF
from chalicelib.domain.step_record import StepRecord, StepState

from .cases import CALLED, DUE, NOTIFIED, at, case, day, debtor

ALL = ("verification_call", "first_reminder", "second_reminder", "formal_notice", "last_call")


def days(of: Case) -> dict[str, int]:
    """The steps that will happen, with their days after the due date."""
    return {p.step.id: (p.on - DUE).days for p in plan(of, PROGRESSIF, debtor()).steps if not p.skipped}


def test_the_steps_fall_on_the_days_of_the_method() -> None:
    """R-036 D+8, R-037 D+15, R-038 D+30, R-039 formal notice at D+45; the last call follows its deadline."""
    assert days(case()) == dict(zip(ALL, (8, 15, 30, 45, 45 + 7 + 10 + 3), strict=True))
    assert plan(case(), PROGRESSIF, debtor()).decision_on == day(65 + 7)


@pytest.mark.parametrize("opened", range(1, 61))
def test_nothing_is_caught_up_steps_keep_five_days_and_all_is_over_in_ninety(opened: int) -> None:
    """R-026; design: late opening is the normal case."""
    of = case(opened)
    planned = days(of)
    late = late_steps(of, PROGRESSIF, debtor())
    assert all(number >= opened for number in planned.values())
    assert all(
        later - earlier >= 5 for earlier, later in zip([*planned.values()], [*planned.values()][1:], strict=False)
    )
    assert not late & set(planned)
    assert {"first_reminder", "second_reminder"} & set(planned), "nothing in writing precedes the notice"
    assert (plan(of, PROGRESSIF, debtor()).decision_on - local_day(of, of.opened_at)).days <= 90


@pytest.mark.parametrize(
    ("opened", "planned"),
    [
        (8, dict(zip(ALL, (8, 15, 30, 45, 65), strict=True))),
        (9, {"first_reminder": 15, "second_reminder": 30, "formal_notice": 45, "last_call": 65}),
        (16, {"second_reminder": 30, "formal_notice": 45, "last_call": 65}),
        (30, {"second_reminder": 30, "formal_notice": 45, "last_call": 65}),
        (31, {"second_reminder": 31, "formal_notice": 45, "last_call": 65}),
        (43, {"second_reminder": 43, "formal_notice": 52, "last_call": 72}),
        (50, {"second_reminder": 50, "formal_notice": 59, "last_call": 79}),
        (120, {"second_reminder": 120, "formal_notice": 129, "last_call": 149}),
    ],
)
def test_a_step_already_past_at_opening_is_skipped_and_one_written_reminder_stays(
    opened: int, planned: dict[str, int]
) -> None:
    of = case(opened)
    assert days(of) == planned
    skipped = {p.step.id: p.skipped for p in plan(of, PROGRESSIF, debtor()).steps if p.skipped}
    assert set(skipped.values()) <= {OPENED_LATE}
    assert set(skipped) == late_steps(of, PROGRESSIF, debtor())


@pytest.mark.parametrize(
    ("channel", "first"), [("email", "formal_notice"), ("letter", "formal_notice"), ("call", "second_reminder")]
)
def test_a_written_reminder_of_the_creditors_own_stands_for_ours(channel: str, first: str) -> None:
    """R-016: a call is no written reminder."""
    of = case(50, prior_reminders=(PriorReminder(channel, day(20)),))
    assert next(iter(days(of))) == first


def test_the_day_is_the_debtors() -> None:
    """At 23:30 UTC it is the next day in Paris and the day after that in La Réunion's morning."""
    late_evening = at(7, 23, 30)
    assert local_day(case(postal_code="75011"), late_evening) == day(7)
    assert local_day(case(postal_code="97400"), late_evening) == day(8)
    assert local_day(case(postal_code="97110"), at(8, 3)) == day(7)


def test_a_step_done_late_moves_the_next_to_five_days_after_it() -> None:
    of = case(steps=(CALLED, replace(CALLED, step_id="first_reminder", at=at(28))))
    assert days(of)["second_reminder"] == 33


@pytest.mark.parametrize("gap_from", [7, 9, 12])
def test_a_step_skipped_later_leaves_no_gap(gap_from: int) -> None:
    skipped = StepRecord("verification_call", StepState.SKIPPED, at(gap_from), "no_usable_phone")
    assert days(case(steps=(skipped,)))["first_reminder"] == 15


def test_a_hold_moves_what_falls_before_its_day() -> None:
    """R-031."""
    held = case(steps=(CALLED,), hold=Hold(day(33), "reached_promise"))
    assert days(held) == {
        "verification_call": 8,
        "first_reminder": 33,
        "second_reminder": 38,
        "formal_notice": 47,
        "last_call": 67,
    }


def test_a_hold_past_the_ninety_days_skips_the_steps_and_moves_the_decision() -> None:
    """R-027: what the debtor agreed stretches the phase; contacts do not."""
    held = plan(case(steps=(CALLED,), hold=Hold(day(100), "reached_promise")), PROGRESSIF, debtor())
    assert {p.skipped for p in held.steps[1:]} == {PHASE_OVER}
    assert held.decision_on == day(100)


@pytest.mark.parametrize(
    ("deadline", "last_call"),
    [(None, 65), (day(62), 65), (day(70), 73)],
)
def test_the_last_call_follows_the_effective_deadline_of_the_notice(deadline: date | None, last_call: int) -> None:
    """R-040: the date named in the letter until the presentation is known, the effective one then."""
    notice = FormalNotice("ctc_1", day(45), named_last_day=day(62), deadline=deadline)
    assert days(case(steps=(CALLED, NOTIFIED), notice=notice))["last_call"] == last_call


def test_the_notice_gives_ten_days_and_is_the_last_written_step() -> None:
    """R-040: 8 to 15 days; R-041; R-022: a later step is never softer."""
    assert 8 <= PROGRESSIF.notice_days <= 15
    written = [step for step in PROGRESSIF.steps if step.is_written_reminder or step.is_formal_notice]
    assert written[-1].is_formal_notice
    tones = [step.tone for step in PROGRESSIF.steps]
    assert tones == sorted(tones)


def test_a_step_may_count_from_the_one_before() -> None:
    steps = tuple(
        replace(step, anchor=Anchor.PREVIOUS_STEP, offset=20) if step.id == "second_reminder" else step
        for step in PROGRESSIF.steps
    )
    (second,) = [
        p for p in plan(case(), replace(PROGRESSIF, steps=steps), debtor()).steps if p.step.id == "second_reminder"
    ]
    assert second.on == day(35)


@pytest.mark.parametrize(
    ("now", "deadline", "decision"),
    [(45, None, 72), (45, 62, 72), (45, 80, 90), (74, None, 92), (80, 97, 98), (85, 102, 103)],
)
def test_the_decision_never_comes_before_the_last_day_of_the_notice(
    now: int, deadline: int | None, decision: int
) -> None:
    """R-040, R-042: a notice that left late stretches the phase to its last day."""
    notice = FormalNotice("ctc_1", day(now), named_last_day=day(now + 17), deadline=day(deadline) if deadline else None)
    of = case(steps=(CALLED, replace(NOTIFIED, at=at(now))), notice=notice)
    assert plan(of, PROGRESSIF, debtor()).decision_on == day(decision)


@pytest.mark.parametrize(("now", "skipped"), [(74, None), (75, PHASE_OVER), (90, PHASE_OVER)])
def test_a_notice_that_no_longer_fits_is_not_planned(now: int, skipped: str | None) -> None:
    """R-026: opened at D+2 the phase ends at D+92; a notice names its 17th day."""
    planned = plan(case(steps=(CALLED,), last_instant=at(now)), PROGRESSIF, debtor())
    assert planned.of("formal_notice").skipped == skipped


def test_a_notice_to_be_sent_again_is_planned_whenever_that_is() -> None:
    """R-028: a person asked for it."""
    again = StepRecord("formal_notice", StepState.STARTED, at(45))
    held = case(steps=(CALLED, again), hold=Hold(day(95), "extended"), last_instant=at(80))
    planned = plan(held, PROGRESSIF, debtor())
    assert (planned.of("formal_notice").skipped, planned.decision_on) == (None, day(95 + 17 + 1))


def test_a_refusal_brings_the_rest_forward() -> None:
    """R-031: a refusal is not waited out; the last writing and the notice keep the days that they name."""
    refused = case(steps=(CALLED,), refused_on=day(9))
    assert days(refused) == {
        "verification_call": 8,
        "first_reminder": 13,
        "second_reminder": 18,
        "formal_notice": 27,
        "last_call": 47,
    }
