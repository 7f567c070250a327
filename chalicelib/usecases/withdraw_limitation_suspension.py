"""Take back a recorded suspension: its days count again."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.limitation_commands import withdraw_suspension

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class WithdrawLimitationSuspension:
    """Which suspension, and why."""

    changing: Changing
    suspension_id: str
    reason: str


def withdraw_limitation_suspension(
    command: WithdrawLimitationSuspension, *, recording: Recording, reply: Reply
) -> Outcome:
    """Errors: ``not_found``; ``already_withdrawn``; ``case_closed``."""

    def transition(file: CaseFile) -> Transition:
        return Transition(*withdraw_suspension(file.case, command.suspension_id, file.now, reason=command.reason))

    return change_case(command.changing, transition, recording=recording, reply=reply)
