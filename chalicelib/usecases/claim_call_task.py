"""Claim a call task: the call is one person's for a while, once it is sure that they may call now (R-069, R-126)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.call_claims import claimed
from chalicelib.domain.call_permission import refuse_call
from chalicelib.domain.call_task import CallTask
from chalicelib.domain.errors import Refused
from chalicelib.domain.parties import Scope

from .catch_up import caught_up
from .life_cycle import missing_power
from .lost_races import until_saved
from .ports import Reply
from .recording import Recording, load_case_file
from .writes import Update

LEASE_MINUTES, SHORTEST_LEASE, LONGEST_LEASE = 30, 1, 240


@dataclass(frozen=True)
class ClaimCallTask:
    """``by`` names whoever will call; the claim lasts so many minutes of wall time."""

    scope: Scope
    task_id: str
    by: str
    minutes: int = LEASE_MINUTES


def claim_call_task(command: ClaimCallTask, *, recording: Recording, reply: Reply) -> CallTask:
    """Of two at the same instant one gets it; the other is told so.

    Errors: ``call_task_not_open``, ``call_task_claimed``; those of ``refuse_call``; ``mandate_ended`` and its kind.
    """
    return until_saved(lambda: _claim(command, recording, reply))


def _claim(command: ClaimCallTask, recording: Recording, reply: Reply) -> CallTask:
    """Nothing is written of the case: what was learnt of the debtor is only taken into account."""
    task = recording.store.call_task(command.scope, command.task_id)
    mine = claimed(task, command.by, command.minutes, recording.wall.now())
    file = caught_up(load_case_file(command.scope, task.case_id, recording), recording).file
    for finding in missing_power(file):
        raise Refused(finding.detail, code=finding.code)
    cases = (file.case, *(recording.store.case(command.scope, case_id) for case_id in task.grouped_with))
    refuse_call(cases, file.debtor, file.log, file.creditor.contact_policy, task, file.now)
    answered = reply(mine, debtor_id=file.debtor.id, key=file.key)
    recording.store.commit((Update(mine, file.key), *answered))
    return mine
