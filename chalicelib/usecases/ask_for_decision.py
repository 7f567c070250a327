"""Ask the creditor to decide once the scenario is over (R-042, R-098); asked again on the scenario's days."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import ask_for_decision as ask
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.passed_steps import leave_behind

from .recording import CaseFile, Recording, record
from .store_ports import ClockRoom
from .wake_up import ACTOR, Route, WakeUp, wake_up


def ask_for_decision(command: WakeUp, *, recording: Recording, rooms: ClockRoom) -> Route:
    """Marks the case ``awaiting_decision``; steps that no longer fit the amicable phase are skipped."""

    def effect(file: CaseFile, _step: NextStep) -> Case:
        case, skipped = leave_behind(file.case, file.scenario, file.debtor, file.now)
        asked, drafts = ask(case, file.now)
        changed = record(file, asked, (*skipped, *drafts), actor=ACTOR, ports=recording, in_run=True)
        recording.store.commit(changed.writes)
        return changed.case

    return wake_up(command, Action.ASK_FOR_DECISION, effect, recording=recording, rooms=rooms)
