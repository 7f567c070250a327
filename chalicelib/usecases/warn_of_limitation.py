"""Warn the creditor before a claim becomes time-barred, and stop once it is (PRE_14, PRE_15, R-108)."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import known_statement
from chalicelib.domain.limitation_commands import warn
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.plan import local_day

from .life_cycle import expire_call_tasks, life_cycle
from .recording import CaseFile, Recording, record
from .store_ports import ClockRoom
from .wake_up import ACTOR, Route, WakeUp, wake_up


def warn_of_limitation(command: WakeUp, *, recording: Recording, rooms: ClockRoom) -> Route:
    """One event per threshold; a consumer's time-barred case closes, any other needs a person, and no call is left."""

    def effect(file: CaseFile, _step: NextStep) -> Case:
        account = known_statement(file.case, file.rates, local_day(file.case, file.now))
        case, drafts = warn(file.case, account, file.now)
        changed = record(file, case, drafts, actor=ACTOR, ports=recording, in_run=True)
        asked = case.attention is not None and case.attention != file.case.attention
        calls = expire_call_tasks(file, recording) if asked else ()
        recording.store.commit((*changed.writes, *life_cycle(file, changed.case, recording), *calls))
        return changed.case

    return wake_up(command, Action.WARN_OF_LIMITATION, effect, recording=recording, rooms=rooms)
