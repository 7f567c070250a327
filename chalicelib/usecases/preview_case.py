"""Preview a case before opening it: findings, dated plan, what is owed, what contacting costs (R-121). Stateless."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from chalicelib.domain.case import Case
from chalicelib.domain.contact import Channel, Purpose
from chalicelib.domain.contact_guard import GuardReason, evaluate
from chalicelib.domain.findings import Finding, is_eligible
from chalicelib.domain.local_time import zone_of
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.plan import PlannedStep, local_day, plan
from chalicelib.domain.scenarios.model import FIRST_LETTER_STEP

from .case_request import Intake, OpenCase, Prepared
from .ports import Tariff
from .prepare_case import prepare_case
from .view_case import CaseView, view_at


@dataclass(frozen=True)
class PreviewStep:
    """One step of the plan.

    ``at`` is the earliest allowed instant, not before the opening; ``None`` for a step that is skipped.
    """

    step_id: str
    tone: int
    channels: tuple[str, ...]
    on: date
    at: datetime | None
    moves: tuple[GuardReason, ...]
    skipped: str | None
    cost: Money


@dataclass(frozen=True)
class Preview:
    """``view`` is ``None`` when the claim is not eligible."""

    eligible: bool
    findings: tuple[Finding, ...]
    steps: tuple[PreviewStep, ...]
    decision_on: date | None
    view: CaseView | None
    cost: Money


def preview_case(command: OpenCase, *, intake: Intake, tariff: Tariff) -> Preview:
    """Nothing is stored; the same functions decide as in the case itself."""
    prepared = prepare_case(command, intake, store_debtor=False)
    case = prepared.case
    if case is None or prepared.debtor is None:
        return Preview(is_eligible(prepared.findings), prepared.findings, (), None, None, ZERO)
    dated = plan(case, prepared.scenario, prepared.debtor)
    steps = tuple(_step(case, planned, tariff, prepared) for planned in (*_first_letter(case, prepared), *dated.steps))
    cost = sum((step.cost for step in steps), ZERO)
    view = view_at(case, prepared.now, intake.recording.rates)
    return Preview(
        eligible=True, findings=prepared.findings, steps=steps, decision_on=dated.decision_on, view=view, cost=cost
    )


def _first_letter(case: Case, prepared: Prepared) -> tuple[PlannedStep, ...]:
    """Under a mandate its letter precedes the scenario (LTR_01)."""
    return (PlannedStep(FIRST_LETTER_STEP, local_day(case, prepared.now)),) if case.mandate else ()


def _step(case: Case, planned: PlannedStep, tariff: Tariff, prepared: Prepared) -> PreviewStep:
    """A step of today is looked at from now on, one of another day from its midnight."""
    step = planned.step
    channels = tuple(message.channel.value for message in step.messages)
    if planned.skipped:
        return PreviewStep(step.id, step.tone, channels, planned.on, None, (), planned.skipped, ZERO)
    verdict = evaluate(
        max(datetime.combine(planned.on, time.min, zone_of(case)), prepared.now.astimezone(zone_of(case))),
        channel=channels[0],
        debtor_kind=case.debtor_kind,
        postal_code=case.postal_code,
        policy=prepared.creditor.contact_policy,
        counts=step.purpose is Purpose.SOLICITATION,
    )
    is_moved = verdict.allowed_at is None or verdict.allowed_at.date() > planned.on
    costs = (tariff.cost(Channel(channel), planned.on, case.scope.livemode) for channel in channels)
    moves = verdict.reasons if is_moved else ()
    return PreviewStep(step.id, step.tone, channels, planned.on, verdict.allowed_at, moves, None, sum(costs, ZERO))
