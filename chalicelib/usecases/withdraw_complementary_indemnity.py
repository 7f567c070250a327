"""Take back recovery costs that were recorded by mistake, or that the creditor gives up (IND_05)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case_indemnities import withdraw_indemnity

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class WithdrawComplementaryIndemnity:
    """Which one, and what the person says about it."""

    changing: Changing
    indemnity_id: str
    reason: str


def withdraw_complementary_indemnity(
    command: WithdrawComplementaryIndemnity, *, recording: Recording, reply: Reply
) -> Outcome:
    """``result`` is the withdrawn ``ComplementaryIndemnity``. Errors: ``not_found``; ``already_withdrawn``."""

    def transition(file: CaseFile) -> Transition:
        paid = withdraw_indemnity(file.case, command.indemnity_id, file.rates, file.now, reason=command.reason)
        gone = next(each for each in paid.case.complementary_indemnities if each.id == command.indemnity_id)
        return Transition(paid.case, paid.events, result=gone)

    return change_case(command.changing, transition, recording=recording, reply=reply)
