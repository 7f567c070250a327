"""The dated plan of a case: on which day each step falls, given what has happened already (R-036..R-042, R-026).

A step already past when the case opens is skipped (``opened_late``), never caught up; an essential one is moved. One
whose conditions do not hold, or that a branch jumps over, is skipped with that reason. A written reminder always
precedes the formal notice; steps stay ``minimum_gap_days`` apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .case import Case
from .local_time import local_day
from .negotiation.firmness import held_until, last_broken_on, stretched_days
from .parties import Debtor
from .scenarios.conditions import ALWAYS
from .scenarios.course import BRANCH_TAKEN, CONDITION_NOT_MET, Course, TakenBranch
from .scenarios.model import DECISION, Anchor, Phase, Scenario, Step
from .scenarios.situation import not_met, situation_of
from .step_record import StepRecord, StepState

__all__ = [
    "DUE_DATE_PASSED",
    "NOTICE_PRESUMED_AFTER_DAYS",
    "OPENED_LATE",
    "PHASE_OVER",
    "Plan",
    "PlannedStep",
    "late_steps",
    "local_day",
    "named_last_day",
    "notice_deadline",
    "phase_ends_on",
    "plan",
]

NOTICE_PRESUMED_AFTER_DAYS = 7
OPENED_LATE = "opened_late"
PHASE_OVER = "amicable_phase_over"
DUE_DATE_PASSED = "due_date_passed"


@dataclass(frozen=True)
class PlannedStep:
    """``on`` is the local calendar day the step is meant for; ``skipped`` the reason it will not happen.

    ``conditions`` are those that do not hold, ``branch`` is the one that jumps over it, where that is the reason.
    """

    step: Step
    on: date
    skipped: str | None = None
    conditions: tuple[str, ...] = ()
    branch: TakenBranch | None = None


@dataclass(frozen=True)
class Plan:
    """Steps in order, and the day the creditor is asked to decide."""

    steps: tuple[PlannedStep, ...]
    decision_on: date

    def of(self, step_id: str) -> PlannedStep:
        return next(planned for planned in self.steps if planned.step.id == step_id)


def plan(case: Case, scenario: Scenario, debtor: Debtor) -> Plan:
    """Every step with its day. Recorded steps keep the day they really happened on.

    What has not begun is asked anew each time whether it takes place: the debtor's answers change what comes next.
    """
    planned = _dated(case, scenario, debtor)
    kept = _reminder_to_keep(case, planned)
    if kept is not None:
        planned = _dated(case, scenario, debtor, kept)
    opened_on = local_day(case, case.opened_at)
    last = _last(planned)
    decision_on = (last.on if last else opened_on) + timedelta(days=_patience_after_all(case, scenario, planned))
    latest = max(phase_ends_on(case, scenario), opened_on)
    decision_on = max(min(decision_on, latest), _day_after_notice(case, scenario, planned))
    return Plan(tuple(planned), _held(case, scenario, decision_on))


def _dated(case: Case, scenario: Scenario, debtor: Debtor, kept: Step | None = None) -> list[PlannedStep]:
    late = late_steps(case, scenario, debtor)
    course = Course(case, scenario, debtor, kept)
    planned: list[PlannedStep] = []
    for step in scenario.steps:
        record = case.record_of(step.id)
        passed = course.passed(step)
        if record is not None and record.state is not StepState.STARTED:
            done = record.state is StepState.DONE
            each = PlannedStep(step, local_day(case, record.at), None if done else record.reason or record.state)
        elif step.id in late:
            each = PlannedStep(step, _nominal(case, scenario, step, planned), OPENED_LATE)
        else:
            each = _coming(case, scenario, step, planned)
        if passed is not None and each.skipped != OPENED_LATE:
            each = replace(each, skipped=passed.reason, conditions=passed.conditions, branch=passed.branch)
        if not each.skipped:
            course.took_place(step)
        planned.append(each)
    return planned


def _coming(case: Case, scenario: Scenario, step: Step, planned: list[PlannedStep]) -> PlannedStep:
    record = case.record_of(step.id)
    nominal = _nominal(case, scenario, step, planned)
    if step.is_formal_notice and record is None:
        nominal = max(nominal, local_day(case, case.last_instant))
    day = _not_before(case, scenario, nominal, _last(planned), record)
    if step.phase is Phase.PRE_COLLECTION:
        early = case.phase is Phase.PRE_COLLECTION and day <= case.day_zero
        return PlannedStep(step, day, None if early else DUE_DATE_PASSED)
    fits = _fits(scenario, step, day, phase_ends_on(case, scenario), record)
    return PlannedStep(step, day, None if fits else PHASE_OVER)


def _last(planned: list[PlannedStep]) -> PlannedStep | None:
    """The last step that takes place, of those dated so far."""
    return next((each for each in reversed(planned) if not each.skipped), None)


def _patience_after_all(case: Case, scenario: Scenario, planned: list[PlannedStep]) -> int:
    """Days after the last step. Where a branch ends the scenario the time to answer is all; a refusal is an answer."""
    last = _last(planned)
    answer_days = last.step.answer_days if last else 0
    if planned and planned[-1].branch is not None and planned[-1].branch.go_to == DECISION:
        return 0 if case.refused_on else answer_days
    return max(scenario.decision_after_days, answer_days)


def _reminder_to_keep(case: Case, planned: list[PlannedStep]) -> Step | None:
    """A written reminder precedes the formal notice, whatever conditions and branches say: the last of them stays."""
    notice = next((n for n, each in enumerate(planned) if each.step.is_formal_notice and not each.skipped), None)
    if notice is None or any(reminder.is_written for reminder in case.prior_reminders):
        return None
    written = [each for each in planned[:notice] if each.step.is_written_reminder]
    if any(not each.skipped for each in written) or case.record_of(planned[notice].step.id) is not None:
        return None
    left_out = [each.step for each in written if each.skipped in (CONDITION_NOT_MET, BRANCH_TAKEN)]
    return next((step for step in reversed(left_out) if case.record_of(step.id) is None), None)


def phase_ends_on(case: Case, scenario: Scenario) -> date:
    """The last day of the amicable phase; only the last day of a formal notice sent in time stretches it.

    After a preventive phase its days run from the due date (R-046). Days on which a promise or a plan held the scenario
    do not count (R-027).
    """
    days = scenario.ends_within_days + stretched_days(case)
    return max(local_day(case, case.opened_at), case.day_zero) + timedelta(days=days)


def _fits(scenario: Scenario, step: Step, day: date, latest: date, record: StepRecord | None) -> bool:
    """A formal notice has to run out inside the phase, unless a person asked for it to be sent again."""
    if not step.is_formal_notice:
        return day <= latest
    return record is not None or named_last_day(scenario, day) < latest


def _day_after_notice(case: Case, scenario: Scenario, planned: list[PlannedStep]) -> date:
    """Nobody is asked to decide before the debtor's last day is over (R-040, R-042)."""
    if case.notice is None and all(p.skipped for p in planned if p.step.is_formal_notice):
        return date.min
    return notice_deadline(case, scenario, planned) + timedelta(days=1)


def late_steps(case: Case, scenario: Scenario, debtor: Debtor) -> frozenset[str]:
    """The steps that the opening came too late for."""
    opened_on = local_day(case, case.opened_at)
    past = [
        step
        for step in scenario.steps
        if step.anchor is Anchor.DUE_DATE
        and not step.essential
        and step.fixed_on is None
        and case.day_zero + timedelta(days=step.offset) < opened_on
    ]
    kept = _reminder_before_notice(case, scenario, debtor, past)
    return frozenset(step.id for step in past if step is not kept)


def _reminder_before_notice(case: Case, scenario: Scenario, debtor: Debtor, past: list[Step]) -> Step | None:
    """The last late reminder stays when nothing in writing would precede the formal notice."""
    if not past or any(reminder.is_written for reminder in case.prior_reminders):
        return None
    written = [step for step in _before_notice(scenario) if step.is_written_reminder]
    conditional = any(step.conditions != ALWAYS for step in written)
    situation = situation_of(case, debtor) if conditional else None
    likely = [step for step in written if situation is None or not not_met(step.conditions, situation)] or written
    if any(step not in past for step in likely):
        return None
    return likely[-1] if likely else None


def _before_notice(scenario: Scenario) -> Iterator[Step]:
    for step in scenario.steps:
        if step.is_formal_notice:
            return
        yield step


def _nominal(case: Case, scenario: Scenario, step: Step, planned: list[PlannedStep]) -> date:
    """A refusal brings the steps forward to its day; the gap between them and the notice's delay stay."""
    if step.fixed_on is not None:
        return step.fixed_on
    offset = timedelta(days=step.offset)
    if step.anchor is Anchor.NOTICE_DEADLINE:
        return notice_deadline(case, scenario, planned) + offset
    nominal = _counted_from(case, step, planned) + offset
    return min(nominal, case.refused_on) if case.refused_on else nominal


def _counted_from(case: Case, step: Step, planned: list[PlannedStep]) -> date:
    """Day 0, the opening, or the last step that takes place before this one; the opening where there is none."""
    if step.anchor is Anchor.DUE_DATE:
        return case.day_zero
    last = _last(planned) if step.anchor is Anchor.PREVIOUS_STEP else None
    return last.on if last else local_day(case, case.opened_at)


def notice_deadline(case: Case, scenario: Scenario, planned: list[PlannedStep]) -> date:
    """The effective last day of the formal notice, or the expected one while it is not known yet."""
    if case.notice is not None:
        return case.notice.deadline or case.notice.named_last_day
    sent_on = next((p.on for p in planned if p.step.is_formal_notice), case.day_zero)
    return named_last_day(scenario, sent_on)


def named_last_day(scenario: Scenario, handed_over_on: date) -> date:
    """The date written in the letter: the whole delay still runs if it is presented on the presumed day (R-040)."""
    return handed_over_on + timedelta(days=NOTICE_PRESUMED_AFTER_DAYS + scenario.notice_days)


def _not_before(
    case: Case, scenario: Scenario, nominal: date, last: PlannedStep | None, record: StepRecord | None
) -> date:
    """After the opening, the usual gap, and the time that the step before leaves for an answer.

    A refusal answers what went before it; what is written after it is owed the time that it names.
    """
    day = max(nominal, local_day(case, case.opened_at))
    if last is not None:
        answered = case.refused_on is not None and case.refused_on >= last.on
        answer_days = 0 if answered else last.step.answer_days
        day = max(day, last.on + timedelta(days=max(scenario.minimum_gap_days, answer_days)))
    if record is not None:
        day = min(day, local_day(case, record.at))
    return _held(case, scenario, day)


def _held(case: Case, scenario: Scenario, day: date) -> date:
    """Not before what the debtor promised, nor before the first letter of a mandate had its time (LTR_01).

    Who was told that their promise was not kept has the usual gap to answer.
    """
    first, agreed, broken = _after_first_letter(case, scenario), held_until(case), last_broken_on(case)
    day = max(day, first) if first else day
    day = max(day, agreed) if agreed else day
    day = max(day, broken + timedelta(days=scenario.minimum_gap_days)) if broken else day
    return max(day, case.hold.until) if case.hold else day


def _after_first_letter(case: Case, scenario: Scenario) -> date | None:
    """The usual gap after the day it was posted; while that is not known, after the day it may be."""
    if case.mandate is None:
        return None
    letter = case.mandate.first_letter
    known = (letter.posted_on or letter.handed_over_on) if letter else None
    return (known or local_day(case, case.last_instant)) + timedelta(days=scenario.minimum_gap_days)
