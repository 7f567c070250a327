"""Check the promise that is due."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.negotiation.promise_check import checked
from chalicelib.domain.next_step import Action, NextStep

from .change_in_run import change_in_run
from .recording import CaseFile, Recording
from .store_ports import ClockRoom
from .wake_up import Route, WakeUp


def check_promise(command: WakeUp, *, recording: Recording, rooms: ClockRoom) -> Route:
    """Whether the word was kept, two days after its day (R-081)."""

    def change(file: CaseFile, step: NextStep) -> tuple[Case, tuple[CaseEvent, ...]]:
        return checked(file.case, step, file.scenario, file.now)

    return change_in_run(command, Action.CHECK_PROMISE, change, recording=recording, rooms=rooms)
