"""Preview a case before opening it: findings, dated plan, what is owed, what contacting costs (R-121). Stateless."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from chalicelib.domain.contact import Channel, Purpose
from chalicelib.domain.contact_guard import GuardReason, evaluate
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.findings import Finding, is_eligible
from chalicelib.domain.local_time import zone_of
from chalicelib.domain.messages import AttachedDocument
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.plan import OPENED_LATE, PlannedStep, late_steps, local_day, plan
from chalicelib.domain.scenarios.model import FIRST_LETTER_STEP, Message, Step
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.sms_text import sms_segments
from chalicelib.domain.step_record import StepRecord, StepState

from .case_request import Intake, OpenCase
from .compose import recipient_of
from .foresee import Foreseeing, Foreseen, foresee
from .ports import Tariff
from .prepare_case import prepare_case
from .recording import CaseFile
from .view_case import CaseView, view_at

NO_KEY = WrappedKey(b"", {})
"""Of a debtor that is not stored: nothing is sealed for it."""
Cost = Callable[[Channel, date, bool, int], Money]


@dataclass(frozen=True)
class PreviewMessage:
    """One message of a step: ``usable`` where the debtor can be reached by it, ``cost`` on the step's own day (R-072).

    ``foreseen`` is how it reads, and when it leaves if nobody answers, where that was asked for.
    """

    channel: Channel
    template: str
    version: int | None
    usable: bool
    cost: Money
    foreseen: Foreseen | None = None


@dataclass(frozen=True)
class PreviewStep:
    """One step of the plan.

    ``at`` is the earliest allowed instant, not before the opening; ``None`` for a step that is skipped. ``cost`` is
    that of the messages that can reach somebody.
    """

    step_id: str
    tone: int
    channels: tuple[str, ...]
    on: date
    at: datetime | None
    moves: tuple[GuardReason, ...]
    skipped: str | None
    cost: Money
    messages: tuple[PreviewMessage, ...] = ()


@dataclass(frozen=True)
class ChannelCost:
    """How many contacts go through a channel, and what they cost together."""

    channel: Channel
    contacts: int
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
    costs: tuple[ChannelCost, ...] = ()


def preview_case(command: OpenCase, *, intake: Intake, tariff: Tariff, foreseeing: Foreseeing | None = None) -> Preview:
    """Nothing is stored; the same functions decide as in the case itself. ``foreseeing`` asks for the words too."""
    prepared = prepare_case(command, intake, store_debtor=False)
    case, debtor = prepared.case, prepared.debtor
    if case is None or debtor is None:
        return Preview(is_eligible(prepared.findings), prepared.findings, (), None, None, ZERO)
    rates = intake.recording.rates
    file = CaseFile(
        case=case,
        creditor=prepared.creditor,
        debtor=debtor,
        key=prepared.parties.debtor_key or NO_KEY,
        log=prepared.parties.log or ContactLog(case.scope, case.debtor_id, case.caps_sender),
        clock=prepared.parties.clock,
        scenario=prepared.scenario,
        now=prepared.now,
        rates=rates,
    )
    if foreseeing is not None:
        named = tuple(AttachedDocument(c.name) for c in prepared.contents if c.kind is DocumentKind.INVOICE)
        foreseeing = replace(foreseeing, attachments=named)
    return replace(previewed(file, tariff, foreseeing), findings=prepared.findings)


def previewed(file: CaseFile, tariff: Tariff, foreseeing: Foreseeing | None) -> Preview:
    """What a case that was just opened would do, step by step, with what it costs."""
    dated = plan(file.case, file.scenario, file.debtor)
    told = foresee(_as_opened(file), foreseeing) if foreseeing else ()
    steps = tuple(_step(file, planned, tariff, told) for planned in (*_first_letter(file), *dated.steps))
    return Preview(
        eligible=True,
        findings=(),
        steps=steps,
        decision_on=dated.decision_on,
        view=view_at(file.case, file.now, file.rates),
        cost=sum((step.cost for step in steps), ZERO),
        costs=tuple(_costs(steps)),
    )


def _as_opened(file: CaseFile) -> CaseFile:
    """With the steps that are left out for a late opening, as the case has them from its first instant."""
    case = file.case
    for step_id in late_steps(case, file.scenario, file.debtor):
        case = case.with_record(StepRecord(step_id, StepState.SKIPPED, file.now, OPENED_LATE))
    return replace(file, case=case)


def _costs(steps: tuple[PreviewStep, ...]) -> Iterator[ChannelCost]:
    going = [message for step in steps if not step.skipped for message in step.messages if message.usable]
    for channel in Channel:
        of_it = [message.cost for message in going if message.channel is channel]
        if of_it:
            yield ChannelCost(channel, len(of_it), sum(of_it, ZERO))


def _first_letter(file: CaseFile) -> tuple[PlannedStep, ...]:
    """Under a mandate its letter precedes the scenario (LTR_01)."""
    return (PlannedStep(FIRST_LETTER_STEP, local_day(file.case, file.now)),) if file.case.mandate else ()


def _step(file: CaseFile, planned: PlannedStep, tariff: Tariff, told: tuple[Foreseen, ...]) -> PreviewStep:
    """A step of today is looked at from now on, one of another day from its midnight."""
    case, step = file.case, planned.step
    channels = tuple(message.channel.value for message in step.messages)
    if planned.skipped:
        return PreviewStep(step.id, step.tone, channels, planned.on, None, (), planned.skipped, ZERO)
    verdict = evaluate(
        max(datetime.combine(planned.on, time.min, zone_of(case)), file.now.astimezone(zone_of(case))),
        channel=channels[0],
        debtor_kind=case.debtor_kind,
        postal_code=case.postal_code,
        policy=file.creditor.contact_policy,
        counts=step.purpose is Purpose.SOLICITATION,
    )
    is_moved = verdict.allowed_at is None or verdict.allowed_at.date() > planned.on
    moves = verdict.reasons if is_moved else ()
    day = verdict.allowed_at.date() if verdict.allowed_at else planned.on
    messages = tuple(_message(file, step, message, tariff.cost, day, told) for message in step.messages)
    cost = sum((message.cost for message in messages if message.usable), ZERO)
    return PreviewStep(
        step.id, step.tone, channels, planned.on, verdict.allowed_at, moves, None, cost, messages=messages
    )


def _message(
    file: CaseFile, step: Step, message: Message, cost: Cost, on: date, told: tuple[Foreseen, ...]
) -> PreviewMessage:
    """Where the words tell another day, the price is that day's."""
    channel = message.channel
    place = (step.id, channel, message.template)
    foreseen = next((each for each in told if (each.step_id, each.channel, each.template) == place), None)
    day = local_day(file.case, foreseen.at) if foreseen else on
    written = foreseen.written if foreseen and channel is Channel.SMS else None
    segments = sms_segments(written.text) if written else 1
    return PreviewMessage(
        channel=channel,
        template=message.template,
        version=message.template_version,
        usable=recipient_of(file, channel, step.id) is not None,
        cost=cost(channel, day, file.case.scope.livemode, segments),
        foreseen=foreseen,
    )
