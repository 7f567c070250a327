"""The rules a deviation has to keep: what it would break is named, and changes nothing (R-022, R-028, R-041)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .case import Case
from .contact import Channel
from .errors import FieldProblem
from .plan import PHASE_OVER, Plan, PlannedStep, phase_ends_on
from .scenarios.deviation import Deviation, DeviationKind
from .scenarios.model import Phase, Scenario


def broken_rules(
    case: Case, scenario: Scenario, before: Plan, after: Plan, deviation: Deviation, today: date
) -> tuple[FieldProblem, ...]:
    """Every rule that the plan with the deviation breaks, at the field that breaks it."""
    return (
        *_wrong_day(case, scenario, before, after, deviation, today),
        *_wrong_tone(after, deviation),
        *_after_notice(after, deviation),
        *_notice_alone(case, after),
        *_pushed_out(before, after, deviation),
    )


def _wrong_day(
    case: Case, scenario: Scenario, before: Plan, after: Plan, deviation: Deviation, today: date
) -> Iterator[FieldProblem]:
    on = deviation.on
    if on is None:
        return
    planned = after.of(deviation.step_id)
    if on < today:
        yield FieldProblem("#/on", "in_the_past", f"the case stands at {today}")
    elif deviation.kind is DeviationKind.MOVE and before.of(deviation.step_id).skipped:
        yield FieldProblem("#/step_id", "step_passed_over", "this step does not take place in this case")
    elif on <= case.day_zero and planned.step.phase is Phase.AMICABLE:
        yield FieldProblem("#/on", "too_early", f"nothing is due before {case.day_zero + timedelta(days=1)}")
    elif planned.skipped == PHASE_OVER or on > phase_ends_on(case, scenario):
        yield FieldProblem("#/on", "amicable_phase_over", f"the phase ends on {phase_ends_on(case, scenario)}")
    elif planned.on != on:
        yield _too_early(case, scenario, after, planned)


def _too_early(case: Case, scenario: Scenario, after: Plan, planned: PlannedStep) -> FieldProblem:
    """Why the plan itself puts the step on a later day."""
    earliest = f"{planned.on} at the earliest"
    place = after.steps.index(planned)
    last = next((each for each in reversed(after.steps[:place]) if not each.skipped), None)
    gap = max(scenario.minimum_gap_days, last.step.answer_days if last else 0)
    if last is not None and planned.on == last.on + timedelta(days=gap):
        return FieldProblem("#/on", "gap_too_short", f"{gap} days after {last.step.id}: {earliest}")
    if case.mandate is not None:
        return FieldProblem("#/on", "before_first_letter", f"LTR_01: {earliest}")
    return FieldProblem("#/on", "too_early", earliest)


def _wrong_tone(after: Plan, deviation: Deviation) -> Iterator[FieldProblem]:
    """A later step is never softer (R-022)."""
    tones = [each.step.tone for each in after.steps if not each.skipped]
    if deviation.step is None or tones == sorted(tones):
        return
    place = next(n for n, each in enumerate(after.steps) if each.step.id == deviation.step_id)
    earlier = max((each.step.tone for each in after.steps[:place] if not each.skipped), default=1)
    later = min((each.step.tone for each in after.steps[place + 1 :] if not each.skipped), default=4)
    yield FieldProblem("#/tone", "tone_falls", f"from {earlier} to {later} at this place")


def _after_notice(after: Plan, deviation: Deviation) -> Iterator[FieldProblem]:
    """The registered letter is the last written step of the amicable phase (R-041)."""
    if deviation.step is None:
        return
    place = next(n for n, each in enumerate(after.steps) if each.step.id == deviation.step_id)
    noticed = any(each.step.is_formal_notice and not each.skipped for each in after.steps[:place])
    if noticed and any(message.channel is not Channel.CALL for message in deviation.step.messages):
        yield FieldProblem("#/channel", "after_formal_notice", "only a call follows the formal notice")


def _notice_alone(case: Case, after: Plan) -> Iterator[FieldProblem]:
    """A written reminder precedes the formal notice, the creditor's own included."""
    notice = next((n for n, each in enumerate(after.steps) if each.step.is_formal_notice and not each.skipped), None)
    if notice is None or case.record_of(after.steps[notice].step.id) is not None:
        return
    written = any(each.step.is_written_reminder and not each.skipped for each in after.steps[:notice])
    if not written and not any(reminder.is_written for reminder in case.prior_reminders):
        yield FieldProblem("#/step_id", "notice_without_reminder", "nothing in writing would precede the formal notice")


def _pushed_out(before: Plan, after: Plan, deviation: Deviation) -> Iterator[FieldProblem]:
    """No other step loses its place in the amicable phase for it."""
    taking_place = {each.step.id for each in before.steps if not each.skipped}
    for each in after.steps:
        lost = each.skipped == PHASE_OVER and each.step.id in taking_place
        if lost and each.step.id != deviation.step_id:
            yield FieldProblem("#/on", "pushes_out", f"{each.step.id} would no longer fit into the amicable phase")
