"""Take back a recorded act: it was a mistake, or the law undid it (C. civ. 2243)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.limitation_commands import withdraw_act
from chalicelib.domain.limitation_record import Undone

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class WithdrawLimitationAct:
    """Which act, why it does not count, and what the person says about it."""

    changing: Changing
    act_id: str
    cause: Undone
    reason: str


def withdraw_limitation_act(command: WithdrawLimitationAct, *, recording: Recording, reply: Reply) -> Outcome:
    """Errors: ``not_found``; ``already_withdrawn``; ``wrong_cause``; ``case_closed``."""

    def transition(file: CaseFile) -> Transition:
        return Transition(*withdraw_act(file.case, command.act_id, command.cause, file.now, reason=command.reason))

    return change_case(command.changing, transition, recording=recording, reply=reply)
