"""A plan that was agreed and is to be signed: the debtor with a one-time code on their page, the creditor by a key."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from chalicelib.domain.amount_in_words import in_french
from chalicelib.domain.french import format_money
from chalicelib.domain.negotiation.one_time_code import Purpose
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, Side
from chalicelib.domain.negotiation.plan_proposals import plan_of
from chalicelib.domain.negotiation.terms import PlanTerms
from chalicelib.usecases.acknowledgement import Papers
from chalicelib.usecases.answer_plan import AnswerPlan, accept_plan
from chalicelib.usecases.ask_for_code import AskForCode, CodeSent, ask_for_code
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.propose_plan import ProposePlan, propose_plan
from chalicelib.usecases.sign_plan import SignForCreditor, SignPlan, sign_for_creditor, sign_plan

from .story import Story

DEBTOR = "debtor"
DIGITS = re.compile(rb"code (\d{6})")


class SigningStory(Story):
    """The verbs of a signature."""

    @property
    def papers(self) -> Papers:
        return Papers(self.recording, self.archive, self.sending.renderer)

    def agree(self, case_id: str, count: int = 3, first_on: date | None = None) -> PaymentPlan:
        """The creditor proposes, the debtor accepts."""
        terms = PlanTerms(count, first_on or self.today(case_id) + timedelta(days=3))
        proposal = ProposePlan(self._changing(case_id), Side.CREDITOR, terms)
        self._change(propose_plan, proposal)
        plan = self.case(case_id).negotiation.plans[-1]
        self._change(accept_plan, AnswerPlan(self._changing(case_id), plan.id, Side.DEBTOR))
        return self.plan(case_id)

    def plan(self, case_id: str) -> PaymentPlan:
        return plan_of(self.case(case_id), self.case(case_id).negotiation.plans[-1].id)

    def ask(self, case_id: str, purpose: Purpose = Purpose.SIGN, *, contact: int = 0, **more: Any) -> CodeSent:
        subject = self.plan(case_id).id if purpose is Purpose.SIGN else None
        command = AskForCode(self.scope, case_id, purpose, contact, subject_id=subject, **more)
        return ask_for_code(command, ports=self.sending)

    def digits(self, code: CodeSent) -> str:
        """As the debtor reads them in the message that went out."""
        message = next(each for each in reversed(self.sent) if each.contact_id == code.contact_id)
        found = DIGITS.search(message.content)
        assert found
        return found.group(1).decode()

    def signature(self, case_id: str, code: CodeSent, **changes: Any) -> SignPlan:
        plan = self.plan(case_id)
        written: dict[str, Any] = {"figures": format_money(plan.total), "words": in_french(plan.total)}
        proof: dict[str, Any] = {"code_id": code.code_id, "digits": self.digits(code)}
        act = PageAct("sign_plan", "Je signe", "fr", "form_1", verified=True)
        changing = Changing(self.scope, case_id, DEBTOR)
        return SignPlan(changing, plan.id, **{**written, **proof, "act": act, **changes})

    def sign(self, command: SignPlan) -> Any:
        return self.command(lambda reply: sign_plan(command, ports=self.papers, reply=reply), scope=self.scope)

    def creditor_signs(self, case_id: str) -> Any:
        command = SignForCreditor(self._changing(case_id), self.plan(case_id).id, "Paul Durand")
        return self.command(lambda reply: sign_for_creditor(command, ports=self.papers, reply=reply), scope=self.scope)
