"""The verbs of a story about a plan on the table: propose, counter, accept, refuse, take back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, Side
from chalicelib.domain.negotiation.rules import PlanRules
from chalicelib.domain.negotiation.terms import Every, PlanTerms
from chalicelib.domain.parties import Creditor
from chalicelib.usecases.answer_plan import AnswerPlan, accept_plan, refuse_plan
from chalicelib.usecases.cancel_plan import CancelPlan, cancel_plan
from chalicelib.usecases.propose_plan import ProposePlan, propose_plan
from chalicelib.usecases.set_negotiation_rules import SetNegotiationRules, set_negotiation_rules

from .fact_story import FactStory

CREDITOR, DEBTOR = Side.CREDITOR, Side.DEBTOR
ON_THE_PAGE = PageAct("plan", "Je propose de régler ma dette en quatre fois.", "fr", "form_1")


class ProposalStory(FactStory):
    """A story in which plans are negotiated."""

    def rules(self, **changes: Any) -> None:
        """The creditor's rules for plans, of which these are changed."""
        creditor: Creditor = self.memory._get(Creditor, self.scope, self.creditor_id)
        rules = replace(creditor.negotiation_rules, plans=replace(PlanRules(), **changes))
        set_negotiation_rules(SetNegotiationRules(self.scope, self.creditor_id, rules), store=self.store)

    def propose(
        self,
        case_id: str,
        side: Side,
        count: int = 4,
        first: int | None = None,
        *,
        every: Every = Every.MONTHLY,
        countering: str | None = None,
        **more: Any,
    ) -> PaymentPlan:
        """So many instalments from today on; gives the plan."""
        terms = PlanTerms(count, self.today(case_id), Money(first) if first else None, every, **more)
        act = ON_THE_PAGE if side is DEBTOR else None
        self._change(propose_plan, ProposePlan(self._changing(case_id), side, terms, act=act, countering=countering))
        return self.case(case_id).negotiation.plans[-1]

    def accept(self, case_id: str, side: Side | None = None) -> PaymentPlan:
        return self._answered(accept_plan, case_id, side)

    def refuse(self, case_id: str, side: Side | None = None) -> PaymentPlan:
        return self._answered(refuse_plan, case_id, side)

    def take_back(self, case_id: str, side: Side = CREDITOR) -> PaymentPlan:
        plan_id = self.case(case_id).negotiation.plans[-1].id
        self._change(cancel_plan, CancelPlan(self._changing(case_id), plan_id, side, "a mistake"))
        return self.newest(case_id)

    def newest(self, case_id: str) -> PaymentPlan:
        """The newest one."""
        return self.case(case_id).negotiation.plans[-1]

    def states(self, case_id: str) -> list[str]:
        """What became of each plan, in order."""
        return [plan.state.value for plan in self.case(case_id).negotiation.plans]

    def due_notes(self, case_id: str) -> list[str]:
        """The templates of the notes that wait, or have gone out."""
        return [note.template for note in self.case(case_id).negotiation.notes if note.state != "dropped"]

    def _answered(self, use_case: Callable[..., Any], case_id: str, side: Side | None) -> PaymentPlan:
        plan_id = self.case(case_id).negotiation.plans[-1].id
        self._change(use_case, AnswerPlan(self._changing(case_id), plan_id, side, "too long for us"))
        return self.newest(case_id)
