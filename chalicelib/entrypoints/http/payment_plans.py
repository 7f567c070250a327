"""``/cases/{id}/payment-plans``: proposed, countered, answered; and the rules of ``/creditors/{id}`` (R-073..R-081)."""

from __future__ import annotations

from chalicelib.domain.negotiation.plan_drafts import Drafted
from chalicelib.domain.negotiation.plan_proposals import plan_of
from chalicelib.domain.parties import Creditor
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.answer_plan import AnswerPlan, accept_plan, refuse_plan
from chalicelib.usecases.cancel_plan import CancelPlan, cancel_plan
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.propose_plan import ProposePlan, propose_plan
from chalicelib.usecases.quote_plan import QuotePlan, quote_plan
from chalicelib.usecases.set_negotiation_rules import SetNegotiationRules, set_negotiation_rules
from chalicelib.usecases.view_case import CaseView

from .case_commands import CASE, changing
from .case_views import viewed
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.plan_answers import plan_answer, plan_outcome_answer, plans_answer, quote_answer, rules_answer
from .schemas.payment_plans import (
    NegotiationRulesRequest,
    PlanAnswerRequest,
    PlanCancellationRequest,
    PlanCounterRequest,
    PlanRefusalRequest,
    PlanRequest,
)

blueprint = ApiBlueprint(__name__)
PLANS = f"{CASE}/payment-plans"
PLAN = f"{PLANS}/{{plan_id}}"
RULES = "/v1/creditors/{creditor_id}/negotiation-rules"


@blueprint.operation("GET", RULES, scope=KeyScope.PARTIES_READ, present=rules_answer)
def get_negotiation_rules(call: Call[None, None]) -> Creditor:
    """What the creditor's debtors may agree on by themselves."""
    return call.deps.store.creditor(call.scope, call.id("creditor_id"))


@blueprint.operation(
    "PUT",
    RULES,
    scope=KeyScope.PARTIES_WRITE,
    request=NegotiationRulesRequest,
    if_match=True,
    present=rules_answer,
)
def put_negotiation_rules(call: Call[NegotiationRulesRequest, None]) -> Creditor:
    """Choose them, all at once."""
    command = SetNegotiationRules(call.scope, call.id("creditor_id"), call.body.to_domain(), call.expected)
    return set_negotiation_rules(command, store=call.deps.store)


@blueprint.operation("POST", f"{PLANS}/quote", scope=KeyScope.CASES_READ, request=PlanRequest, present=quote_answer)
def post_payment_plan_quote(call: Call[PlanRequest, None]) -> Drafted:
    """What a plan would be today; nothing is stored."""
    command = QuotePlan(call.scope, call.id("case_id"), call.body.proposed_by, call.body.to_domain())
    return quote_plan(command, recording=call.deps.recording)


@blueprint.operation(
    "POST",
    PLANS,
    scope=KeyScope.CASES_WRITE,
    request=PlanRequest,
    status=201,
    idempotent=True,
    present=plan_outcome_answer,
)
def post_payment_plan(call: Call[PlanRequest, None]) -> Outcome:
    """Propose a plan to the debtor, or record what the debtor proposed."""
    body = call.body
    command = ProposePlan(changing(call), body.proposed_by, body.to_domain(), channel=body.channel)
    return propose_plan(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation("GET", PLANS, scope=KeyScope.CASES_READ, present=plans_answer)
def get_payment_plans(call: Call[None, None]) -> CaseView:
    """Every plan of the case, in order, history included."""
    return viewed(call)


@blueprint.operation("GET", PLAN, scope=KeyScope.CASES_READ, present=plan_answer)
def get_payment_plan(call: Call[None, None]) -> CaseView:
    """One plan."""
    view = viewed(call)
    plan_of(view.case, call.id("plan_id"))
    return view


@blueprint.operation(
    "POST",
    f"{PLAN}/accept",
    scope=KeyScope.CASES_WRITE,
    request=PlanAnswerRequest,
    idempotent=True,
    present=plan_outcome_answer,
)
def post_payment_plan_acceptance(call: Call[PlanAnswerRequest, None]) -> Outcome:
    """Agree to what the other side proposed; both sign it next."""
    command = AnswerPlan(changing(call), call.id("plan_id"), call.body.by)
    return accept_plan(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{PLAN}/refuse",
    scope=KeyScope.CASES_WRITE,
    request=PlanRefusalRequest,
    idempotent=True,
    present=plan_outcome_answer,
)
def post_payment_plan_refusal(call: Call[PlanRefusalRequest, None]) -> Outcome:
    """Say no; the scenario goes on."""
    command = AnswerPlan(changing(call), call.id("plan_id"), call.body.by, call.body.reason)
    return refuse_plan(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{PLAN}/counter",
    scope=KeyScope.CASES_WRITE,
    request=PlanCounterRequest,
    status=201,
    idempotent=True,
    present=plan_outcome_answer,
)
def post_payment_plan_counter(call: Call[PlanCounterRequest, None]) -> Outcome:
    """Other terms, from whoever has to answer; the older proposal is kept as ``replaced``."""
    plan_id, body = call.id("plan_id"), call.body
    command = ProposePlan(changing(call), None, body.to_domain(), channel=body.channel, countering=plan_id)
    return propose_plan(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{PLAN}/cancel",
    scope=KeyScope.CASES_WRITE,
    request=PlanCancellationRequest,
    idempotent=True,
    present=plan_outcome_answer,
)
def post_payment_plan_cancellation(call: Call[PlanCancellationRequest, None]) -> Outcome:
    """Take a plan back; the scenario goes on."""
    command = CancelPlan(changing(call), call.id("plan_id"), call.body.by, call.body.reason)
    return cancel_plan(command, recording=call.deps.recording, reply=call.reply)
