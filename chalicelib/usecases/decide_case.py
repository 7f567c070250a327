"""Carry out the creditor's decision: handover, extend, write off, withdraw, sold (R-093, R-098)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case_commands import Choice
from chalicelib.domain.case_commands import decide_case as decide

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class DecideCase:
    """The creditor's choice, with the reason."""

    changing: Changing
    choice: Choice
    reason: str


def decide_case(command: DecideCase, *, recording: Recording, reply: Reply) -> Outcome:
    """Errors: ``case_closed``; ``decision_not_awaited`` for a handover or an extension while the scenario runs."""

    def transition(file: CaseFile) -> Transition:
        return Transition(*decide(file.case, command.choice, file.now, reason=command.reason))

    return change_case(command.changing, transition, recording=recording, reply=reply)
