"""What a word given and broken changes in the scenario, and how long one that stands has held it (R-027, R-081)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.local_time import local_day
from chalicelib.domain.scenarios.model import Scenario, Step
from chalicelib.domain.step_record import StepRecord, StepState

from .payment_plan import PlanState
from .promise import PromiseState
from .record import Negotiation

COURTEOUS, FORMAL = 1, 4
UNANSWERED = frozenset({PlanState.PROPOSED, PlanState.AGREED})
SOFTER = "softer_than_before"
"""Why a step of another scenario is left out: the debtor has heard firmer words, or broke their own."""

CHECKED_AFTER = timedelta(days=2)
"""A promised day and an instalment are looked at two days later: a transfer takes a banking day or two (R-079)."""


def least_tone(case: Case) -> int:
    """The tone, from 1 to 4, below which nothing is said any more in this case."""
    return case.negotiation.firmness


def word_was_broken(case: Case) -> bool:
    """Whether the debtor broke a promise or a plan: no text calls it an oversight from then on."""
    return case.negotiation.firmness > COURTEOUS


def hardened(
    case: Case, scenario: Scenario, tone: int, now: datetime, reason: str
) -> tuple[Case, tuple[CaseEvent, ...]]:
    """Nothing below ``tone`` is said any more: the steps still to come that are, are skipped with this reason.

    Essential steps stay, and so does one written reminder where none would precede the formal notice (R-036). A case
    that is harder already stays so.
    """
    firmness = max(case.negotiation.firmness, min(tone, FORMAL))
    changed = replace(case, negotiation=replace(case.negotiation, firmness=firmness))
    coming = [step for step in scenario.steps if case.record_of(step.id) is None]
    softer = [step for step in coming if step.tone < firmness and not step.essential and not step.is_formal_notice]
    kept = kept_reminder(case, scenario, [step for step in before_notice(case, scenario) if step not in softer])
    drafts = []
    for step in softer:
        if step is kept:
            continue
        changed = changed.with_record(StepRecord(step.id, StepState.SKIPPED, now, reason))
        drafts.append(event(EventType.STEP_SKIPPED, step_id=step.id, reason=reason))
    return changed, tuple(drafts)


def as_firm_as_before(case: Case, scenario: Scenario, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    """On another scenario a word that was broken stays broken: its courteous steps are passed over, too."""
    return hardened(case, scenario, least_tone(case), now, SOFTER) if word_was_broken(case) else (case, ())


def tone_after(case: Case, scenario: Scenario) -> int:
    """One tone above the firmest that the debtor has heard so far, and never courteous again."""
    begun = {record.step_id for record in case.steps if record.has_begun}
    heard = max((step.tone for step in scenario.steps if step.id in begun), default=COURTEOUS)
    return min(heard + 1, FORMAL)


def before_notice(case: Case, scenario: Scenario) -> list[Step]:
    """The steps that lead to a formal notice that is still to come; none once it began."""
    place = next((n for n, step in enumerate(scenario.steps) if step.is_formal_notice), len(scenario.steps))
    notice = case.record_of(scenario.steps[place].id) if place < len(scenario.steps) else None
    return [] if notice is not None and notice.has_begun else list(scenario.steps[:place])


def kept_reminder(case: Case, scenario: Scenario, staying: list[Step]) -> Step | None:
    """The last written reminder that leads to the notice, where none was written and none of those staying is one."""
    if any(reminder.is_written for reminder in case.prior_reminders):
        return None
    leading = before_notice(case, scenario)
    done = [step for step in leading if (found := case.record_of(step.id)) and found.state is StepState.DONE]
    if any(step.is_written_reminder for step in (*done, *(s for s in staying if case.record_of(s.id) is None))):
        return None
    open_ones = [step for step in leading if step.is_written_reminder and case.record_of(step.id) is None]
    return open_ones[-1] if open_ones else None


def last_broken_on(case: Case) -> date | None:
    """The day on which the debtor was told of the last promise that was not kept: a written word like a reminder."""
    told = [each.ended_at for each in case.negotiation.promises if each.state is PromiseState.BROKEN and each.ended_at]
    return local_day(case, max(told)) if told else None


def is_held(negotiation: Negotiation) -> bool:
    """Whether a promise or a plan holds the scenario, a proposed one too: who answers slowly shortens no phase."""
    return negotiation.open_promise is not None or negotiation.living_plan is not None


def held_until(case: Case) -> date | None:
    """The day on which what holds the scenario is looked at last; ``None`` while nothing does."""
    promise, plan = case.negotiation.open_promise, case.negotiation.active_plan
    last = [promise.pay_on + CHECKED_AFTER] if promise else []
    last += [plan.instalments[-1].on + CHECKED_AFTER] if plan and plan.instalments else []
    waiting = [each.answer_by for each in case.negotiation.plans if each.state in UNANSWERED and each.answer_by]
    last += [day + timedelta(days=1) for day in waiting]
    return max(last, default=None)


def held(case: Case, now: datetime) -> Case:
    """From ``now`` a promise or a plan holds the scenario; what is held already stays held since it was."""
    if case.negotiation.stopped_at is not None or not is_held(case.negotiation):
        return case
    return replace(case, negotiation=replace(case.negotiation, stopped_at=now))


def freed(case: Case, now: datetime) -> Case:
    """Nothing holds the scenario any more: the phase is longer by the days that it stood still.

    While another promise or plan holds it still, nothing changes.
    """
    since = case.negotiation.stopped_at
    if since is None or is_held(case.negotiation):
        return case
    days = max(0, (local_day(case, now) - local_day(case, since)).days)
    stretched = case.negotiation.stretched_days + days
    return replace(case, negotiation=replace(case.negotiation, stretched_days=stretched, stopped_at=None))


def stretched_days(case: Case) -> int:
    """The calendar days that promises and plans add to the amicable phase, the expected ones of today's included."""
    since, until = case.negotiation.stopped_at, held_until(case)
    if since is None or until is None:
        return case.negotiation.stretched_days
    expected = max(until, local_day(case, case.last_instant)) - local_day(case, since)
    return case.negotiation.stretched_days + max(0, expected.days)
