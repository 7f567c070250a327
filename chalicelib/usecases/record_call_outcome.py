"""Record what came of a call; it changes what comes next (R-071, R-031)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.call_outcomes import record_outcome
from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.parties import Scope

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording
from .writes import Update


@dataclass(frozen=True)
class RecordCallOutcome:
    """``on`` is the promised day, or the day to call back."""

    scope: Scope
    task_id: str
    actor: str
    outcome: CallOutcome
    on: date | None = None
    notes: str | None = None


def record_call_outcome(command: RecordCallOutcome, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the task.

    Errors: ``call_task_not_open``; ``date_required`` or ``date_too_far`` for a promise or a call-back.
    """
    case_id = recording.store.call_task(command.scope, command.task_id).case_id

    def transition(file: CaseFile) -> Transition:
        task = recording.store.call_task(command.scope, command.task_id)
        called = record_outcome(
            file.case,
            task,
            file.debtor,
            command.outcome,
            file.scenario,
            file.now,
            on=command.on,
            notes=command.notes,
        )
        writes = (Update(called.task, file.key),)
        return Transition(called.case, called.events, debtor=called.debtor, writes=writes, result=called.task)

    changing = Changing(command.scope, case_id, command.actor)
    return change_case(changing, transition, recording=recording, reply=reply)
