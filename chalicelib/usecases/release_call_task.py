"""Give a claimed call back, so that somebody else can make it (R-069)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.call_claims import released
from chalicelib.domain.call_task import CallTask
from chalicelib.domain.errors import DebtorErased
from chalicelib.domain.parties import Scope

from .lost_races import until_saved
from .ports import Reply
from .recording import Recording
from .writes import Update


@dataclass(frozen=True)
class ReleaseCallTask:
    """``by`` names whoever claimed it."""

    scope: Scope
    task_id: str
    by: str


def release_call_task(command: ReleaseCallTask, *, recording: Recording, reply: Reply) -> CallTask:
    """Changes nothing where nobody has it. Errors: ``call_task_not_open``, ``call_task_claimed`` by somebody else."""
    return until_saved(lambda: _release(command, recording, reply))


def _release(command: ReleaseCallTask, recording: Recording, reply: Reply) -> CallTask:
    task = recording.store.call_task(command.scope, command.task_id)
    free = released(task, command.by, recording.wall.now())
    key = recording.store.debtor_key(command.scope, task.debtor_id)
    if key is None:
        raise DebtorErased("The task's debtor was erased.")
    changes = (Update(free, key),) if free is not task else ()
    recording.store.commit((*changes, *reply(free, debtor_id=task.debtor_id, key=key)))
    return free
