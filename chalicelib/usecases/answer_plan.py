"""Answer a proposed payment plan: accept it, so that both sign it next, or refuse it."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.negotiation.page_act import PageAct, words_first
from chalicelib.domain.negotiation.payment_plan import Side
from chalicelib.domain.negotiation.plan_proposals import accepted, plan_of, refused

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class AnswerPlan:
    """``side`` is ``None`` for whoever has to answer. ``reason`` is why it is refused, sealed in the timeline."""

    changing: Changing
    plan_id: str
    side: Side | None = None
    reason: str | None = None
    act: PageAct | None = None


def accept_plan(command: AnswerPlan, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the agreed PaymentPlan. Errors: those of ``accepted``."""

    def transition(file: CaseFile) -> Transition:
        case, rules = file.case, file.creditor.negotiation_rules.plans
        case, told = accepted(case, rules, file.rates, command.plan_id, side=command.side, now=file.now)
        return Transition(case, (*words_first(command.act), *told), result=plan_of(case, command.plan_id))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def refuse_plan(command: AnswerPlan, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the refused PaymentPlan. Errors: those of ``refused``."""

    def transition(file: CaseFile) -> Transition:
        case, told = refused(file.case, command.plan_id, command.side, file.now, reason=command.reason)
        return Transition(case, (*words_first(command.act), *told), result=plan_of(case, command.plan_id))

    return change_case(command.changing, transition, recording=recording, reply=reply)
