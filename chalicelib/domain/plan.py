"""The dated plan of a case: on which day each step falls, given what has happened already (R-036..R-042, R-026).

A step already past when the case opens is skipped (``opened_late``), never caught up; an essential one is moved. A
written reminder always precedes the formal notice; steps stay ``minimum_gap_days`` apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .case import Case
from .scenarios.model import Anchor, Scenario, Step
from .step_record import StepRecord, StepState
from .territory import territory_of

NOTICE_PRESUMED_AFTER_DAYS = 7
OPENED_LATE = "opened_late"
PHASE_OVER = "amicable_phase_over"


@dataclass(frozen=True)
class PlannedStep:
    """``on`` is the local calendar day the step is meant for; ``skipped`` the reason it will not happen."""

    step: Step
    on: date
    skipped: str | None = None


@dataclass(frozen=True)
class Plan:
    """Steps in order, and the day the creditor is asked to decide."""

    steps: tuple[PlannedStep, ...]
    decision_on: date

    def of(self, step_id: str) -> PlannedStep:
        return next(planned for planned in self.steps if planned.step.id == step_id)


def local_day(case: Case, instant: datetime) -> date:
    """The calendar day of an instant where the debtor lives."""
    return instant.astimezone(zone_of(case)).date()


def zone_of(case: Case) -> ZoneInfo:
    """The debtor's time zone."""
    return zone_at(case.postal_code)


def zone_at(postal_code: str | None) -> ZoneInfo:
    """The time zone of a postal code; Paris where the territory is unknown (nobody is contacted there)."""
    territory = territory_of(postal_code)
    return ZoneInfo(territory.time_zone if territory else "Europe/Paris")


def plan(case: Case, scenario: Scenario) -> Plan:
    """Every step with its day. Recorded steps keep the day they really happened on."""
    opened_on = local_day(case, case.opened_at)
    latest = phase_ends_on(case, scenario)
    late = late_steps(case, scenario)
    planned: list[PlannedStep] = []
    previous: date | None = None
    for step in scenario.steps:
        record = case.record_of(step.id)
        if record is not None and record.state is not StepState.STARTED:
            done = record.state is StepState.DONE
            day = local_day(case, record.at)
            planned.append(PlannedStep(step, day, None if done else record.reason))
            previous = day if done else previous
            continue
        nominal = _nominal(case, scenario, step, planned)
        if step.id in late:
            planned.append(PlannedStep(step, nominal, OPENED_LATE))
            continue
        if step.is_formal_notice and record is None:
            nominal = max(nominal, local_day(case, case.last_instant))
        day = _not_before(case, scenario, nominal, opened_on, previous, record)
        skipped = None if _fits(scenario, step, day, latest, record) else PHASE_OVER
        planned.append(PlannedStep(step, day, skipped))
        previous = previous if skipped else day
    decision_on = (previous or opened_on) + timedelta(days=scenario.decision_after_days)
    decision_on = max(min(decision_on, max(latest, opened_on)), _day_after_notice(case, scenario, planned))
    return Plan(tuple(planned), _held(case, scenario, decision_on))


def phase_ends_on(case: Case, scenario: Scenario) -> date:
    """The last day of the amicable phase; only the last day of a formal notice sent in time stretches it."""
    return local_day(case, case.opened_at) + timedelta(days=scenario.ends_within_days)


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


def late_steps(case: Case, scenario: Scenario) -> frozenset[str]:
    """The steps that the opening came too late for."""
    opened_on = local_day(case, case.opened_at)
    past = [
        step
        for step in scenario.steps
        if step.anchor is Anchor.DUE_DATE
        and not step.essential
        and case.day_zero + timedelta(days=step.offset) < opened_on
    ]
    kept = _reminder_before_notice(case, scenario, past)
    return frozenset(step.id for step in past if step is not kept)


def _reminder_before_notice(case: Case, scenario: Scenario, past: list[Step]) -> Step | None:
    """The last late reminder stays when nothing in writing would precede the formal notice."""
    if any(reminder.is_written for reminder in case.prior_reminders):
        return None
    written = [step for step in _before_notice(scenario) if step.is_written_reminder]
    if any(step not in past for step in written):
        return None
    return written[-1] if written else None


def _before_notice(scenario: Scenario) -> Iterator[Step]:
    for step in scenario.steps:
        if step.is_formal_notice:
            return
        yield step


def _nominal(case: Case, scenario: Scenario, step: Step, planned: list[PlannedStep]) -> date:
    """A refusal brings the steps forward to its day; the gap between them and the notice's delay stay."""
    offset = timedelta(days=step.offset)
    if step.anchor is Anchor.NOTICE_DEADLINE:
        return notice_deadline(case, scenario, planned) + offset
    follows = step.anchor is Anchor.PREVIOUS_STEP and planned
    nominal = (planned[-1].on if follows else case.day_zero) + offset
    return min(nominal, case.refused_on) if case.refused_on else nominal


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
    case: Case,
    scenario: Scenario,
    nominal: date,
    opened_on: date,
    previous: date | None,
    record: StepRecord | None,
) -> date:
    day = max(nominal, opened_on)
    if previous is not None:
        day = max(day, previous + timedelta(days=scenario.minimum_gap_days))
    if record is not None:
        day = min(day, local_day(case, record.at))
    return _held(case, scenario, day)


def _held(case: Case, scenario: Scenario, day: date) -> date:
    """Not before what the debtor promised, nor before the first letter of a mandate had its time (LTR_01)."""
    first = _after_first_letter(case, scenario)
    day = max(day, first) if first else day
    return max(day, case.hold.until) if case.hold else day


def _after_first_letter(case: Case, scenario: Scenario) -> date | None:
    """The usual gap after the day it was posted; while that is not known, after the day it may be."""
    if case.mandate is None:
        return None
    letter = case.mandate.first_letter
    known = (letter.posted_on or letter.handed_over_on) if letter else None
    return (known or local_day(case, case.last_instant)) + timedelta(days=scenario.minimum_gap_days)
