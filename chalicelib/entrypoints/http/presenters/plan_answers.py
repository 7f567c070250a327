"""What operations on payment plans and on the rules of negotiation answer."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.negotiation.payment_plan import PaymentPlan
from chalicelib.domain.negotiation.plan_drafts import Drafted
from chalicelib.domain.parties import Creditor
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.view_case import CaseView

from .outcomes import beside
from .payment_plans import figures, instalment, payment_plan
from .values import day, money


def quote_answer(value: Drafted, call: Call[Any, Any]) -> Answer:
    """What the plan would be; nothing was stored."""
    plan = value.plan
    del call
    body = {
        "object": "payment_plan_quote",
        "proposed_by": plan.proposed_by.value,
        **figures(plan),
        "instalments": [instalment(each) for each in plan.instalments],
        "answer_by": day(plan.answer_by),
        "broken_rules": [{"pointer": each.pointer, "code": each.code, "detail": each.detail} for each in value.broken],
    }
    return Answer(body)


def plan_outcome_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The plan as the command left it, and what the case does next."""
    del call
    plan = outcome.result
    if not isinstance(plan, PaymentPlan):
        raise TypeError("the command gives a PaymentPlan")
    case = outcome.view.case
    return Answer({**payment_plan(plan, case), **beside(outcome.view)})


def plans_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """Every plan of the case, history included; a case holds few."""
    del call
    plans = [payment_plan(each, view.case) for each in view.case.negotiation.plans]
    return Answer({"object": "list", "data": plans, "has_more": False, "next_cursor": None})


def plan_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """One plan; like all that stands in a case, it has the case's ETag."""
    plan_id = call.id("plan_id")
    plan = next(each for each in view.case.negotiation.plans if each.id == plan_id)
    return Answer(payment_plan(plan, view.case), headers={"ETag": etag(view.case.version, view.as_of)})


def rules_answer(creditor: Creditor, call: Call[Any, Any]) -> Answer:
    """What a creditor's debtors may agree on by themselves."""
    del call
    rules = creditor.negotiation_rules
    plans = rules.plans
    body = {
        "object": "negotiation_rules",
        "creditor_id": creditor.id,
        "version": creditor.version,
        "promises": {"most": rules.promises.most, "within_days": rules.promises.within_days},
        "plans": {
            "allowed": plans.allowed,
            "most_instalments": plans.most_instalments,
            "longest_months": plans.longest_months,
            "least_instalment": money(plans.least_instalment),
            "least_first": money(plans.least_first),
            "first_within_days": plans.first_within_days,
            "accepts_by_itself": plans.accepts_by_itself,
            "answer_days": plans.answer_days,
            "most_proposals": plans.most_proposals,
            "interest_during": plans.interest_during.value,
        },
        "disputes": {
            "answer_days": rules.disputes.answer_days,
            "undisputed_goes_on": rules.disputes.undisputed_goes_on,
        },
    }
    return Answer(body, headers={"ETag": etag(creditor.version)})
