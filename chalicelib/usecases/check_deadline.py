"""Check the deadline that is due."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.negotiation.deadline_check import checked
from chalicelib.domain.next_step import Action, NextStep

from .change_in_run import change_in_run
from .recording import CaseFile, Recording
from .store_ports import ClockRoom
from .wake_up import Route, WakeUp


def check_deadline(command: WakeUp, *, recording: Recording, rooms: ClockRoom) -> Route:
    """An offer or an answer whose last day is over."""

    def change(file: CaseFile, step: NextStep) -> tuple[Case, tuple[CaseEvent, ...]]:
        return checked(file.case, step, file.rates, file.now)

    return change_in_run(command, Action.CHECK_DEADLINE, change, recording=recording, rooms=rooms)
