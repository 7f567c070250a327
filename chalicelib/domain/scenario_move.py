"""A case moved to another scenario, or to another version of its own, from here on (R-122).

What was done stays as it was done. What of the other scenario comes too late, is softer than what was said already
(R-022), or would be written after the formal notice (R-041), is skipped with its reason; no notice is sent twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .case import Case, CaseStatus
from .case_commands import require_live
from .contact import Channel
from .errors import Conflict
from .events import CaseEvent, EventType, event
from .local_time import local_day
from .negotiation.firmness import SOFTER, as_firm_as_before
from .scenario_rule import ChosenBy, ScenarioChoice
from .scenarios.conditions import ALWAYS
from .scenarios.deviation import Deviation
from .scenarios.former import Former, with_former
from .scenarios.model import Anchor, Scenario, Step
from .step_record import StepRecord, StepState

PASSED, AFTER_NOTICE = "passed_before_move", "after_formal_notice"


@dataclass(frozen=True)
class Moved:
    """The case on its new scenario, and that scenario as it is in force for it, before deviations."""

    case: Case
    scenario: Scenario
    events: tuple[CaseEvent, ...]


def move_to_scenario(case: Case, present: Scenario, target: Scenario, now: datetime, *, reason: str) -> Moved:
    """``present`` is the scenario in force for the case, ``target`` the version it is moved to.

    Errors: ``case_closed``, ``scenario_over``, ``attention_needed``, ``scenario_unchanged`` (409).
    """
    _require_movable(case, target)
    former = _former(case, present, target)
    scenario = with_former(target, former)
    skipped = tuple(_left_out(case, scenario, present, now))
    moved = replace(
        case,
        scenario_id=target.id,
        scenario_version=target.version,
        scenario_choice=ScenarioChoice(ChosenBy.REQUEST),
        former=former,
        deviations=_placed(case, target),
    )
    for step, why in skipped:
        moved = moved.with_record(StepRecord(step.id, StepState.SKIPPED, now, why))
    told = event(
        EventType.CASE_SCENARIO_CHANGED,
        {"reason": reason},
        scenario_before=case.scenario_id,
        scenario_version_before=case.scenario_version,
        scenario=target.id,
        scenario_version=target.version,
    )
    steps = (event(EventType.STEP_SKIPPED, step_id=step.id, reason=why) for step, why in skipped)
    moved, harder = as_firm_as_before(moved, scenario, now)
    return Moved(moved, scenario, (told, *steps, *harder))


def _require_movable(case: Case, target: Scenario) -> None:
    require_live(case)
    if case.status is CaseStatus.AWAITING_DECISION:
        raise Conflict("The scenario is over; the creditor decides.", code="scenario_over")
    if case.attention is not None:
        raise Conflict("Settle first what needs attention.", code="attention_needed")
    if (case.scenario_id, case.scenario_version) == (target.id, target.version):
        raise Conflict("The case is on this version already.", code="scenario_unchanged")


def _former(case: Case, present: Scenario, target: Scenario) -> Former:
    """Steps that have begun and are not in the target, or are under way; without where they would have led."""
    known = {step.id for step in target.steps}
    begun = [
        replace(step, conditions=ALWAYS, branches=())
        for step in present.steps
        if (record := case.record_of(step.id)) is not None
        and record.has_begun
        and (step.id not in known or record.state is StepState.STARTED)
    ]
    added = {deviation.step_id for deviation in case.deviations if deviation.step is not None}
    steps = tuple(step for step in begun if step.id not in added)
    return Former(steps, present.notice_days if case.notice else None)


def _left_out(case: Case, scenario: Scenario, present: Scenario, now: datetime) -> Iterator[tuple[Step, str]]:
    """What of the target will not take place, with the reason."""
    begun = [place for place, step in enumerate(scenario.steps) if _has_begun(case, step)]
    last = max(begun, default=-1)
    tone = max((step.tone for step in (*present.steps, *scenario.steps) if _has_begun(case, step)), default=1)
    to_come = [step for step in scenario.steps if case.record_of(step.id) is None]
    places = {step.id: place for place, step in enumerate(scenario.steps)}
    today, chosen = local_day(case, now), _days_chosen(case)
    passed = {step.id for step in to_come if places[step.id] < last or _is_past(case, step, chosen.get(step.id), today)}
    kept = _reminder_to_keep(case, scenario, present, to_come, passed)
    for step in to_come:
        if step.id in passed and step is not kept:
            yield step, PASSED
        elif step.tone < tone:
            yield step, SOFTER
        elif case.notice is not None and any(message.channel is not Channel.CALL for message in step.messages):
            yield step, AFTER_NOTICE


def _has_begun(case: Case, step: Step) -> bool:
    record = case.record_of(step.id)
    return record is not None and record.has_begun


def _days_chosen(case: Case) -> dict[str, date]:
    """The day that a person gave a step (R-028), which is its day in any scenario."""
    return {each.step_id: each.on for each in case.deviations if each.stands and each.on is not None}


def _is_past(case: Case, step: Step, chosen: date | None, today: date) -> bool:
    """As for a late opening: what would have been before today is not made up for, unless it is essential."""
    if chosen is not None:
        return chosen < today
    if step.essential or step.anchor not in (Anchor.DUE_DATE, Anchor.OPENING):
        return False
    start = case.day_zero if step.anchor is Anchor.DUE_DATE else local_day(case, case.opened_at)
    return start + timedelta(days=step.offset) < today


def _reminder_to_keep(
    case: Case, scenario: Scenario, present: Scenario, to_come: list[Step], passed: set[str]
) -> Step | None:
    """The last written reminder before a formal notice to come, where none was written yet and all have passed."""
    if not any(step.is_formal_notice for step in to_come):
        return None
    if any(reminder.is_written for reminder in case.prior_reminders):
        return None
    done = {step.id: step for step in (*present.steps, *scenario.steps) if _has_begun(case, step)}
    if any(step.is_written_reminder for step in done.values()):
        return None
    notice = next(place for place, step in enumerate(to_come) if step.is_formal_notice)
    written = [step for step in to_come[:notice] if step.is_written_reminder]
    return written[-1] if written and all(step.id in passed for step in written) else None


def _placed(case: Case, target: Scenario) -> tuple[Deviation, ...]:
    """A step that was added before one which the target lacks comes last."""
    known = {step.id for step in target.steps}
    return tuple(
        replace(each, before=None) if each.before is not None and each.before not in known else each
        for each in case.deviations
    )
