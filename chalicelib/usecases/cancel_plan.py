"""Take a payment plan back: a proposal by whoever made it, an agreed or signed plan by the creditor."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.negotiation.page_act import PageAct, words_first
from chalicelib.domain.negotiation.payment_plan import Side
from chalicelib.domain.negotiation.plan_proposals import cancelled, plan_of

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class CancelPlan:
    """Who takes it back, and why: the words are sealed in the timeline."""

    changing: Changing
    plan_id: str
    side: Side
    reason: str | None = None
    act: PageAct | None = None


def cancel_plan(command: CancelPlan, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the cancelled PaymentPlan; the scenario goes on. Errors: those of ``cancelled``."""

    def transition(file: CaseFile) -> Transition:
        case, told = cancelled(file.case, command.plan_id, command.side, file.now, reason=command.reason)
        return Transition(case, (*words_first(command.act), *told), result=plan_of(case, command.plan_id))

    return change_case(command.changing, transition, recording=recording, reply=reply)
