"""Check the promise that is due."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.negotiation.promise_check import checked
from chalicelib.domain.next_step import Action, NextStep

from .life_cycle import life_cycle
from .recording import CaseFile, Recording, record
from .store_ports import ClockRoom
from .wake_up import ACTOR, Route, WakeUp, wake_up


def check_promise(command: WakeUp, *, recording: Recording, rooms: ClockRoom) -> Route:
    """What the promise came to is recorded; the case goes on from there."""

    def effect(file: CaseFile, step: NextStep) -> Case:
        case, drafts = checked(file.case, step, file.scenario, file.now)
        changed = record(file, case, drafts, actor=ACTOR, ports=recording, in_run=True)
        recording.store.commit((*changed.writes, *life_cycle(file, changed.case, recording)))
        return changed.case

    return wake_up(command, Action.CHECK_PROMISE, effect, recording=recording, rooms=rooms)
