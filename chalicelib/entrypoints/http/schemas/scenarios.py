"""Scenarios and their conditions in requests: the form that ``GET /scenarios/{id}`` shows them in (R-020, R-122)."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.contact import Channel, ContactState, Purpose
from chalicelib.domain.parties import CollectorMode, ContactRole, DebtorKind, Solvency
from chalicelib.domain.scenario_rule import OpeningConditions, ScenarioRule
from chalicelib.domain.scenario_rule import Range as DomainRange
from chalicelib.domain.scenarios.conditions import CallOutcomeIs, Conditions, DeliveryIs
from chalicelib.domain.scenarios.model import FORMAL_NOTICE, Anchor, Branch, Message, Phase, Scenario, Step

from .values import CreditorId, Euro, LongText, QueryString, Request, ShortLine

StepId = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
ScenarioId = Annotated[
    str, Field(min_length=1, max_length=40, pattern=r"^(scn_[0-7][0-9A-HJKMNP-TV-Z]{25}|[a-z][a-z_]*)$")
]
Template = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Days = Annotated[int, Field(ge=0, le=365)]
MOST_STEPS, MOST_BRANCHES, MOST_MESSAGES = 20, 5, 5


def _channel(value: Any) -> Any:
    if value == "visit":
        raise PydanticCustomError("channel_forbidden", "Nobody is visited (CON_08).")
    return value


class AmountRangeIn(Request):
    """``at_least`` is inclusive, ``below`` exclusive."""

    at_least: Euro | None = None
    below: Euro | None = None

    def to_domain(self) -> DomainRange:
        return DomainRange(self.at_least.amount if self.at_least else None, self.below.amount if self.below else None)


class DaysRangeIn(Request):
    """The same in days overdue; less than none for what is not due yet."""

    at_least: Annotated[int, Field(ge=-365, le=3650)] | None = None
    below: Annotated[int, Field(ge=-365, le=3650)] | None = None

    def to_domain(self) -> DomainRange:
        return DomainRange(self.at_least, self.below)


class CountRangeIn(Request):
    """The same in contacts."""

    at_least: Annotated[int, Field(ge=0, le=100)] | None = None
    below: Annotated[int, Field(ge=0, le=100)] | None = None

    def to_domain(self) -> DomainRange:
        return DomainRange(self.at_least, self.below)


class OpeningConditionsIn(Request):
    """What may be asked on the day a case is opened; all that are named must hold."""

    amount: AmountRangeIn | None = None
    days_overdue: DaysRangeIn | None = None
    solvency: Annotated[list[Solvency], Field(min_length=1, max_length=4)] | None = None
    debtor_kind: Annotated[list[DebtorKind], Field(min_length=1, max_length=5)] | None = None
    new_customer: bool | None = None
    collector_mode: Annotated[list[CollectorMode], Field(min_length=1, max_length=2)] | None = None
    reminded_before: bool | None = None

    def at_opening(self) -> OpeningConditions:
        return OpeningConditions(
            amount=self.amount.to_domain() if self.amount else None,
            days_overdue=self.days_overdue.to_domain() if self.days_overdue else None,
            solvency=_once(self.solvency),
            debtor_kind=_once(self.debtor_kind),
            new_customer=self.new_customer,
            collector_mode=_once(self.collector_mode),
            reminded_before=self.reminded_before,
        )


class DeliveryIn(Request):
    """What became of a step's contact."""

    step: StepId
    states: Annotated[list[ContactState], Field(min_length=1, max_length=14)]


class CallOutcomeIn(Request):
    """What came of the last call, of a step or of any."""

    outcomes: Annotated[list[CallOutcome], Field(min_length=1, max_length=14)]
    step: StepId | None = None


class ConditionsIn(OpeningConditionsIn):
    """What a step or branch may ask: the opening, and what happened since."""

    unanswered_contacts: CountRangeIn | None = None
    delivery: DeliveryIn | None = None
    call_outcome: CallOutcomeIn | None = None

    def to_domain(self) -> Conditions:
        delivery, call = self.delivery, self.call_outcome
        return Conditions(
            **vars(self.at_opening()),
            unanswered_contacts=self.unanswered_contacts.to_domain() if self.unanswered_contacts else None,
            delivery=DeliveryIs(delivery.step, _once(delivery.states)) if delivery else None,
            call_outcome=CallOutcomeIs(_once(call.outcomes), call.step) if call else None,
        )


class MessageIn(Request):
    """One channel of a step, and its text; ``template_version`` where the text is your own."""

    channel: Annotated[Channel, BeforeValidator(_channel)]
    template: Template
    template_version: Annotated[int, Field(ge=1, le=10_000)] | None = None

    def to_domain(self) -> Message:
        return Message(self.channel, self.template, self.template_version)


class BranchIn(Request):
    """Where to go once the step is done and nobody answered in time."""

    when: ConditionsIn = Field(default_factory=ConditionsIn)
    go_to: StepId

    def to_domain(self) -> Branch:
        return Branch(self.when.to_domain(), self.go_to)


class StepIn(Request):
    """One step. The one called ``formal_notice`` is the legal letter."""

    id: StepId
    title: ShortLine | None = None
    phase: Phase = Phase.AMICABLE
    tone: Annotated[int, Field(ge=1, le=4)]
    anchor: Anchor
    offset: Annotated[int, Field(ge=-60, le=365)]
    messages: Annotated[list[MessageIn], Field(min_length=1, max_length=MOST_MESSAGES)]
    role: ContactRole = ContactRole.ACCOUNTING
    essential: bool = False
    answer_days: Days = 0
    conditions: ConditionsIn = Field(default_factory=ConditionsIn)
    branches: Annotated[list[BranchIn], Field(max_length=MOST_BRANCHES)] = Field(default_factory=list)

    def to_domain(self) -> Step:
        return Step(
            id=self.id,
            tone=self.tone,
            anchor=self.anchor,
            offset=self.offset,
            messages=tuple(message.to_domain() for message in self.messages),
            purpose=Purpose.LEGAL if self.id == FORMAL_NOTICE else Purpose.SOLICITATION,
            essential=self.essential,
            role=self.role,
            phase=self.phase,
            conditions=self.conditions.to_domain(),
            answer_days=self.answer_days,
            branches=tuple(branch.to_domain() for branch in self.branches),
            title=self.title or "",
        )


class DefinitionIn(Request):
    """What a scenario is; its id and version are given to it."""

    name: ShortLine
    description: LongText | None = None
    notice_days: Days
    minimum_gap_days: Days
    decision_after_days: Days
    ends_within_days: Days
    decision_reminder_days: Annotated[list[Days], Field(max_length=5)] = Field(default_factory=list)
    steps: Annotated[list[StepIn], Field(min_length=1, max_length=MOST_STEPS)]

    def to_domain(self) -> Scenario:
        return Scenario(
            id="",
            version=0,
            steps=tuple(step.to_domain() for step in self.steps),
            notice_days=self.notice_days,
            minimum_gap_days=self.minimum_gap_days,
            decision_after_days=self.decision_after_days,
            ends_within_days=self.ends_within_days,
            decision_reminder_days=tuple(self.decision_reminder_days),
            name=self.name,
            description=self.description or "",
        )


class ScenarioRequest(Request):
    """``POST /scenarios``; ``creditor_id``: for that creditor's cases alone."""

    definition: DefinitionIn
    creditor_id: CreditorId | None = None


class ScenarioChangeRequest(Request):
    """``PUT /scenarios/{id}`` and ``POST /scenarios/lint``."""

    definition: DefinitionIn


class CaseScenarioRequest(Request):
    """``POST /cases/{id}/scenario``; without ``version``, the latest."""

    scenario: ScenarioId
    version: Annotated[int, Field(ge=1, le=10_000)] | None = None
    reason: LongText


class ScenarioRuleIn(Request):
    """A rule of a creditor: cases of which all this holds get this scenario."""

    name: ShortLine
    when: OpeningConditionsIn = Field(default_factory=OpeningConditionsIn)
    scenario: ScenarioId

    def to_domain(self) -> ScenarioRule:
        return ScenarioRule(self.name, self.when.at_opening(), self.scenario)


def _version(value: Any) -> Any:
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{1,5}", value) is None:
        raise PydanticCustomError("wrong_form", "A version is a whole number from 1.")
    return int(value)


class ScenarioQuery(QueryString):
    """``GET /scenarios/{id}``; without ``version``, the latest."""

    version: Annotated[int, Field(ge=1, le=10_000), BeforeValidator(_version)] | None = None


def _once(values: list[Any] | None) -> tuple[Any, ...]:
    """In their order, each once."""
    return tuple(dict.fromkeys(values or ()))
