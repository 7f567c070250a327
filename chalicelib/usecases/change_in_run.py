"""An action of the state machine that changes the case and nothing outside it: decide, record, commit."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.next_step import Action, NextStep

from .life_cycle import life_cycle
from .recording import CaseFile, Recording, record
from .store_ports import ClockRoom
from .wake_up import ACTOR, Route, WakeUp, wake_up

Change = Callable[[CaseFile, NextStep], tuple[Case, tuple[CaseEvent, ...]]]


def change_in_run(command: WakeUp, action: Action, change: Change, *, recording: Recording, rooms: ClockRoom) -> Route:
    """Carries out ``change`` in one transaction if ``action`` is still what is due; the case goes on from there."""

    def effect(file: CaseFile, step: NextStep) -> Case:
        case, drafts = change(file, step)
        changed = record(file, case, drafts, actor=ACTOR, ports=recording, in_run=True)
        recording.store.commit((*changed.writes, *life_cycle(file, changed.case, recording)))
        return changed.case

    return wake_up(command, action, effect, recording=recording, rooms=rooms)
