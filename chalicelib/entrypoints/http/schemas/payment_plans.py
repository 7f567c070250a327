"""Payment plans and the rules of negotiation, in requests (R-073..R-081)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.arrangement import InstalmentFacts
from chalicelib.domain.negotiation.payment_plan import PlanInterest, Side
from chalicelib.domain.negotiation.rules import DisputeRules, NegotiationRules, PlanRules, PromiseRules
from chalicelib.domain.negotiation.terms import LONGEST_MONTHS, MOST_INSTALMENTS, Every, PlanTerms

from .cases import ReasonRequest
from .values import Day, Euro, LongText, Request

Instalments = Annotated[int, Field(ge=1, le=MOST_INSTALMENTS)]
Channel = Literal["email", "sms", "call", "letter", "registered_letter"]


class InstalmentIn(Request):
    """One instalment, named by its day and amount."""

    on: Day
    amount: Euro


class PlanTermsRequest(Request):
    """So many instalments from a day on, or ``instalments`` one by one."""

    count: Instalments | None = None
    first_on: Day | None = None
    first_amount: Euro | None = None
    every: Every = Every.MONTHLY
    instalments: Annotated[list[InstalmentIn], Field(min_length=1, max_length=MOST_INSTALMENTS)] | None = None
    acceleration_days: Annotated[int, Field(ge=1, le=90)] | None = None
    interest_during: PlanInterest | None = None

    def to_domain(self) -> PlanTerms:
        named = tuple(InstalmentFacts(each.on, each.amount.to_domain()) for each in self.instalments or ())
        return PlanTerms(
            count=self.count or 0,
            first_on=self.first_on,
            first_amount=self.first_amount.to_domain() if self.first_amount else None,
            every=self.every,
            instalments=named,
            acceleration_days=self.acceleration_days,
            interest_during=self.interest_during,
        )


class PlanRequest(PlanTermsRequest):
    """``POST /cases/{id}/payment-plans`` and its quote: ``channel`` is how a debtor proposed it."""

    proposed_by: Side = Side.CREDITOR
    channel: Channel = "call"


class PlanCounterRequest(PlanTermsRequest):
    """``POST …/counter``: the terms of whoever has to answer; ``channel`` is how a debtor gave them."""

    channel: Channel = "call"


class PlanAnswerRequest(Request):
    """``POST …/accept``: ``by`` says who answers; without it whoever has to."""

    by: Side | None = None


class PlanRefusalRequest(PlanAnswerRequest):
    """``POST …/refuse``: why, sealed in the timeline."""

    reason: LongText | None = None


class PlanCancellationRequest(ReasonRequest):
    """``POST …/cancel``: ``by`` says who takes it back."""

    by: Side = Side.CREDITOR


class PromiseRulesIn(Request):
    """How many promises a debtor may make in a case, and how far away."""

    most: Annotated[int, Field(ge=0, le=20)] = PromiseRules.most
    within_days: Annotated[int, Field(ge=1, le=180)] = PromiseRules.within_days


class PlanRulesIn(Request):
    """What a debtor may propose."""

    allowed: bool = PlanRules.allowed
    most_instalments: Instalments = PlanRules.most_instalments
    longest_months: Annotated[int, Field(ge=1, le=LONGEST_MONTHS)] = PlanRules.longest_months
    least_instalment: Euro | None = None
    least_first: Euro | None = None
    first_within_days: Annotated[int, Field(ge=0, le=60)] = PlanRules.first_within_days
    accepts_by_itself: bool = PlanRules.accepts_by_itself
    answer_days: Annotated[int, Field(ge=1, le=60)] = PlanRules.answer_days
    most_proposals: Annotated[int, Field(ge=0, le=10)] = PlanRules.most_proposals
    interest_during: PlanInterest = PlanRules.interest_during

    def to_domain(self) -> PlanRules:
        return PlanRules(
            allowed=self.allowed,
            most_instalments=self.most_instalments,
            longest_months=self.longest_months,
            least_instalment=self.least_instalment.to_domain() if self.least_instalment else PlanRules.least_instalment,
            least_first=self.least_first.to_domain() if self.least_first else PlanRules.least_first,
            first_within_days=self.first_within_days,
            accepts_by_itself=self.accepts_by_itself,
            answer_days=self.answer_days,
            most_proposals=self.most_proposals,
            interest_during=self.interest_during,
        )


class DisputeRulesIn(Request):
    """How disputes are dealt with."""

    answer_days: Annotated[int, Field(ge=1, le=90)] = DisputeRules.answer_days
    undisputed_goes_on: bool = DisputeRules.undisputed_goes_on


class NegotiationRulesRequest(Request):
    """``PUT /creditors/{id}/negotiation-rules``: what is left out of each kind is as by default."""

    promises: PromiseRulesIn
    plans: PlanRulesIn
    disputes: DisputeRulesIn

    def to_domain(self) -> NegotiationRules:
        return NegotiationRules(
            PromiseRules(self.promises.most, self.promises.within_days),
            self.plans.to_domain(),
            DisputeRules(self.disputes.answer_days, self.disputes.undisputed_goes_on),
        )
