"""Propose a payment plan, or counter the one that stands: the creditor, or the debtor within its rules (R-075)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.negotiation.page_act import PageAct, words_first
from chalicelib.domain.negotiation.payment_plan import Side
from chalicelib.domain.negotiation.plan_drafts import Drafted, Wanted, drafted
from chalicelib.domain.negotiation.plan_proposals import PAGE, plan_of, proposed, turn
from chalicelib.domain.negotiation.terms import PlanTerms
from chalicelib.domain.plan import local_day
from chalicelib.domain.stated_amounts import stating

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class ProposePlan:
    """Who proposes which terms. ``channel`` is how the debtor did.

    ``countering`` is the proposal that it answers; ``side`` may then be ``None``, for whoever has to.
    """

    changing: Changing
    side: Side | None
    terms: PlanTerms
    act: PageAct | None = None
    channel: str = PAGE
    countering: str | None = None


def propose_plan(command: ProposePlan, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the PaymentPlan, agreed already where the creditor's rules accept it by themselves.

    Errors: those of ``drafted``; ``too_many_proposals``; ``too_many_plans``; for a counter-proposal ``not_found``,
    ``plan_not_proposed`` and ``not_yours_to_answer`` too.
    """
    plan_id = recording.ids.new("plan")

    def transition(file: CaseFile) -> Transition:
        rules = file.creditor.negotiation_rules.plans
        side = command.side or Side.CREDITOR
        if command.countering is not None:
            side = turn(file.case, command.countering, command.side)
        plan = draft(file, Wanted(side, command.terms), plan_id).plan
        case, told = proposed(file.case, rules, plan, command.channel, file.now)
        case = stating(case, file.rates, local_day(case, file.now))
        return Transition(case, (*words_first(command.act), *told), result=plan_of(case, plan_id))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def draft(file: CaseFile, wanted: Wanted, plan_id: str) -> Drafted:
    """The plan as it stands today, on the books and the rules of the case's creditor."""
    account = statement_of(file.case, file.rates, local_day(file.case, file.now))
    rules = file.creditor.negotiation_rules.plans
    return drafted(file.case, rules, account, wanted, plan_id=plan_id, now=file.now)
