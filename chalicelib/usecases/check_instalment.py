"""Check the instalment that is due."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.negotiation.instalment_check import checked
from chalicelib.domain.next_step import Action, NextStep

from .change_in_run import change_in_run
from .recording import CaseFile, Recording
from .store_ports import ClockRoom
from .wake_up import Route, WakeUp


def check_instalment(command: WakeUp, *, recording: Recording, rooms: ClockRoom) -> Route:
    """What became of the next instalment, and what follows (R-079, R-080)."""

    def change(file: CaseFile, _step: NextStep) -> tuple[Case, tuple[CaseEvent, ...]]:
        return checked(file.case, file.scenario, file.rates, file.now)

    return change_in_run(command, Action.CHECK_INSTALMENT, change, recording=recording, rooms=rooms)
