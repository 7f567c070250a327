"""Pause a case: no contact until it is resumed, or until a day (R-002, STOP_01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case_commands import pause
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.plan import local_day

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class PauseCase:
    """``until`` is the day on which the case goes on by itself."""

    changing: Changing
    reason: str
    until: date | None = None
    kind: PauseKind = PauseKind.MANUAL


def pause_case(command: PauseCase, *, recording: Recording, reply: Reply) -> Outcome:
    """Errors: ``case_closed``; ``until`` must be after the case's present day."""

    def transition(file: CaseFile) -> Transition:
        today = local_day(file.case, file.now)
        if command.until is not None and command.until <= today:
            problem = FieldProblem("#/until", "not_in_the_future", f"the case stands at {today}")
            raise InvalidInput("The pause cannot end before it starts.", errors=(problem,))
        return Transition(*pause(file.case, command.kind, file.now, reason=command.reason, until=command.until))

    return change_case(command.changing, transition, recording=recording, reply=reply)
