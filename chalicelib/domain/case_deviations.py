"""What a person changes of the scenario for one case: a step skipped, moved or added, and taken back (R-028)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count

from .case import Case, CaseStatus
from .case_commands import require_live
from .contact import Channel, Purpose
from .deviation_rules import broken_rules
from .errors import Conflict, FieldProblem, InvalidInput, NotFound, Refused
from .events import CaseEvent, EventType, event
from .parties import ContactRole, Debtor
from .plan import Plan, local_day, plan
from .scenarios.deviation import MOST_DEVIATIONS, Deviation, DeviationKind
from .scenarios.deviations import ADDED, in_force
from .scenarios.model import Anchor, Message, Phase, Scenario, Step
from .scenarios.presets import LATEST
from .step_record import BY_HAND, StepRecord, StepState

HIGHEST_TONE = 4
Change = tuple[Case, tuple[CaseEvent, ...]]


@dataclass(frozen=True)
class Wanted:
    """What is asked for. ``step_id`` names the step to skip or move; the rest describes the day, or a new step."""

    kind: DeviationKind
    step_id: str | None = None
    on: date | None = None
    channel: Channel | None = None
    template: str | None = None
    tone: int | None = None


@dataclass(frozen=True)
class Place:
    """The case and the scenario it is on, without deviations of this request; ``author`` and ``id`` for the new one."""

    case: Case
    scenario: Scenario
    debtor: Debtor
    now: datetime

    @property
    def plan(self) -> Plan:
        return plan(self.case, self.scenario, self.debtor)


def deviate(place: Place, wanted: Wanted, *, deviation_id: str, author: str, reason: str) -> Change:
    """The case with the deviation, and its event.

    Errors: ``step_already_done`` and ``scenario_over`` (409); ``deviation_refused`` names every rule that is broken;
    ``invalid_request`` what is missing or unknown.
    """
    _require_running(place.case)
    _require_complete(wanted)
    deviation = _deviation(place, wanted, deviation_id, author)
    changed = _with(place.case, deviation, place.now)
    after = replace(place, case=changed, scenario=in_force(place.scenario, changed.deviations))
    today = local_day(changed, place.now)
    problems = broken_rules(place.case, place.scenario, place.plan, after.plan, deviation, today)
    if problems:
        raise Refused("The scenario cannot be followed that way.", code="deviation_refused", errors=problems)
    return changed, (event(EventType.STEP_DEVIATED, {"reason": reason}, **_told(deviation)),)


def _require_running(case: Case) -> None:
    require_live(case)
    if case.status is CaseStatus.AWAITING_DECISION:
        raise Conflict("The scenario is over; the creditor decides.", code="scenario_over")
    if len(case.deviations) >= MOST_DEVIATIONS:
        problem = FieldProblem("#", "too_many_deviations", f"a case holds {MOST_DEVIATIONS} deviations at most")
        raise InvalidInput("The deviation cannot be recorded.", errors=(problem,))


NEEDED = {
    DeviationKind.SKIP: ("step_id",),
    DeviationKind.MOVE: ("step_id", "on"),
    DeviationKind.ADD: ("on", "channel", "template"),
}
ALLOWED = {**NEEDED, DeviationKind.ADD: (*NEEDED[DeviationKind.ADD], "tone")}


def _require_complete(wanted: Wanted) -> None:
    fields = ("step_id", "on", "channel", "template", "tone")
    given = {name for name in fields if getattr(wanted, name) is not None}
    needed, allowed = set(NEEDED[wanted.kind]), set(ALLOWED[wanted.kind])
    problems = [FieldProblem(f"#/{name}", "required", f"to {wanted.kind} a step") for name in sorted(needed - given)]
    problems += [
        FieldProblem(f"#/{name}", "not_applicable", f"not to {wanted.kind} a step") for name in sorted(given - allowed)
    ]
    if problems:
        raise InvalidInput("The deviation is not complete.", errors=tuple(problems))


def _deviation(place: Place, wanted: Wanted, deviation_id: str, author: str) -> Deviation:
    made = Deviation(deviation_id, wanted.kind, wanted.step_id or "", author, place.now, on=wanted.on)
    if wanted.kind is DeviationKind.ADD:
        step = _new_step(place, wanted)
        return replace(made, step_id=step.id, step=step, before=_own_step_after(place, wanted.on or date.max))
    planned = next((each for each in place.plan.steps if each.step.id == wanted.step_id), None)
    if planned is None:
        problem = FieldProblem("#/step_id", "unknown_step", "not a step of this case's scenario")
        raise InvalidInput("There is no such step.", errors=(problem,))
    if place.case.record_of(planned.step.id) is not None:
        raise Conflict("The step has begun, or was passed over, already.", code="step_already_done")
    return replace(made, planned_on=planned.on)


def _new_step(place: Place, wanted: Wanted) -> Step:
    channel, template = wanted.channel or Channel.EMAIL, wanted.template or ""
    message = _message(place.scenario, channel, template)
    earlier = [each.step.tone for each in place.plan.steps if not each.skipped and each.on <= (wanted.on or date.max)]
    tone = wanted.tone or max(earlier, default=1)
    taken = {step.id for step in place.scenario.steps} | {each.step_id for each in place.case.deviations}
    number = next(n for n in count(1) if f"{ADDED}{n}" not in taken)
    role = ContactRole.MANAGEMENT if tone >= HIGHEST_TONE else ContactRole.ACCOUNTING
    title = f"étape ajoutée n°\u00a0{number}"
    step = Step(f"{ADDED}{number}", tone, Anchor.DUE_DATE, 0, (message,), role=role, title=title)
    return replace(step, fixed_on=wanted.on)


def _message(scenario: Scenario, channel: Channel, template: str) -> Message:
    """A text that this scenario or a preset sends by this channel, and a reminder by letter where it has an e-mail.

    A word before the due date is none: what is added reminds of what is due (R-046).
    """
    channels = {channel, Channel.EMAIL} if channel is Channel.LETTER else {channel}
    for each in (scenario, *LATEST.values()):
        for step in each.steps:
            for message in step.messages:
                reminds = step.purpose is Purpose.SOLICITATION and step.phase is Phase.AMICABLE
                if reminds and message.channel in channels and message.template == template:
                    return replace(message, channel=channel)
    problem = FieldProblem("#/template", "unknown_template", f"no reminder by {channel.value} has this text")
    raise InvalidInput("There is no such text for this channel.", errors=(problem,))


def _own_step_after(place: Place, on: date) -> str | None:
    """The first step of the scenario's own that is still to come after that day."""
    coming = [each for each in place.plan.steps if each.on > on and place.case.record_of(each.step.id) is None]
    added = {each.step_id for each in place.case.deviations if each.kind is DeviationKind.ADD}
    return next((each.step.id for each in coming if each.step.id not in added), None)


def _with(case: Case, deviation: Deviation, now: datetime) -> Case:
    changed = replace(case, deviations=(*case.deviations, deviation))
    if deviation.kind is not DeviationKind.SKIP:
        return changed
    return changed.with_record(StepRecord(deviation.step_id, StepState.SKIPPED, now, BY_HAND))


def _told(deviation: Deviation) -> dict[str, object]:
    step = deviation.step
    told: dict[str, object] = {
        "deviation_id": deviation.id,
        "kind": deviation.kind.value,
        "step_id": deviation.step_id,
        "author": deviation.author,
        "from": deviation.planned_on.isoformat() if deviation.planned_on else None,
        "to": deviation.on.isoformat() if deviation.on else None,
    }
    if step is None:
        return told
    message = step.messages[0]
    return {**told, "channel": message.channel.value, "template": message.template, "tone": step.tone}


def withdraw_deviation(case: Case, deviation_id: str, now: datetime, *, author: str, reason: str) -> Change:
    """The scenario is followed again as it stood, as long as the deviation was not carried out.

    Errors: ``not_found``; ``already_withdrawn``, ``deviation_carried_out`` (409).
    """
    deviation = next((each for each in case.deviations if each.id == deviation_id), None)
    if deviation is None:
        raise NotFound("No such deviation in this case.")
    _require_running(replace(case, deviations=()))
    if not deviation.stands:
        raise Conflict("The deviation was withdrawn already.", code="already_withdrawn")
    if is_carried_out(case, deviation, local_day(case, now)):
        raise Conflict("The deviation was carried out already.", code="deviation_carried_out")
    gone = replace(deviation, withdrawn_at=now)
    changed = replace(case, deviations=tuple(gone if each is deviation else each for each in case.deviations))
    if deviation.kind is DeviationKind.SKIP:
        changed = replace(changed, steps=tuple(r for r in changed.steps if r.step_id != deviation.step_id))
    told = {"deviation_id": deviation.id, "kind": deviation.kind.value, "step_id": deviation.step_id}
    return changed, (event(EventType.STEP_DEVIATION_WITHDRAWN, {"reason": reason}, **told, author=author),)


def is_carried_out(case: Case, deviation: Deviation, today: date) -> bool:
    """A step that was moved or added has begun; one that was skipped would have been due, or the case went on."""
    if deviation.kind is not DeviationKind.SKIP:
        return case.record_of(deviation.step_id) is not None
    ids = [record.step_id for record in case.steps]
    later = case.steps[ids.index(deviation.step_id) + 1 :] if deviation.step_id in ids else ()
    return (deviation.planned_on or date.min) <= today or any(record.has_begun for record in later)
